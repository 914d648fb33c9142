// The system a command talks to: its gateway, its broker and its registry, each reached only when it is needed.
import type { RegistryClient } from '@continuo/contracts';
import type { KafkaClient } from '@continuo/messaging';
import type { Connection } from '../config.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { Gateway } from './gateway.js';

const START_HINT =
  'Start a system with npm start, or name one by environment variables (continuo --help lists them).';

export class RunningSystem {
  #gateway: Gateway | undefined;
  #kafka: KafkaClient | undefined;
  #registry: RegistryClient | undefined;

  constructor(readonly connection: Connection) {}

  /** The services' interfaces. */
  get gateway(): Gateway {
    const { gateway } = this.connection;
    if (gateway === undefined)
      throw new CommandFailure(EXIT.unreachable, 'No running system was found.', START_HINT);
    return (this.#gateway ??= new Gateway(gateway, this.connection));
  }

  /** Loaded on first use, as everything heavy: a command that asks by HTTP only must not wait for it. */
  async kafka(): Promise<KafkaClient> {
    if (this.#kafka !== undefined) return this.#kafka;
    const { brokers, env } = this.connection;
    if (brokers.length === 0) {
      throw new CommandFailure(
        EXIT.unreachable,
        'No Kafka broker is known.',
        `Set KAFKA_BROKERS. ${START_HINT}`,
      );
    }
    const { kafkaClient, kafkaOptionsOf } = await import('@continuo/messaging');
    const options = kafkaOptionsOf({ ...env, KAFKA_BROKERS: brokers });
    return (this.#kafka ??= kafkaClient({ ...options, clientId: 'continuo-cli' }));
  }

  async registry(): Promise<RegistryClient> {
    if (this.#registry !== undefined) return this.#registry;
    const { schemaRegistry, env } = this.connection;
    if (schemaRegistry === undefined) {
      throw new CommandFailure(
        EXIT.unreachable,
        'No schema registry is known.',
        `Set SCHEMA_REGISTRY_URL. ${START_HINT}`,
      );
    }
    const { createRegistryClient } = await import('@continuo/contracts');
    const { SCHEMA_REGISTRY_USERNAME: username, SCHEMA_REGISTRY_PASSWORD: password } = env;
    return (this.#registry ??= createRegistryClient({
      url: schemaRegistry,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password }),
    }));
  }

  async close(): Promise<void> {
    await this.#kafka?.close();
  }
}
