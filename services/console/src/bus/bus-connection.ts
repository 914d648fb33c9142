// The broker and the registry as the bus's pages see them; a console that was told of none says so.
import {
  contract,
  createDecoder,
  createRegistryCatalogue,
  createRegistryClient,
  type RecordDecoder,
  type RegistryCatalogue,
} from '@continuo/contracts';
import { kafkaClient, kafkaOptionsOf, type KafkaClient } from '@continuo/messaging';
import type { ConsoleConfig } from '../config.js';

/** Undefined parts were not configured. Nothing is connected before the first question. */
export interface BusConnection {
  readonly kafka: KafkaClient | undefined;
  readonly decoder: RecordDecoder | undefined;
  readonly catalogue: RegistryCatalogue | undefined;
  close(): Promise<void>;
}

/** A page does not wait for a broker as long as a service may. */
const REQUEST_TIMEOUT_MS = 5_000;

export function busConnection(config: ConsoleConfig): BusConnection {
  const kafka =
    config.KAFKA_BROKERS.length === 0
      ? undefined
      : kafkaClient({
          ...kafkaOptionsOf(config),
          clientId: 'continuo-console',
          connectionTimeoutMs: 1_500,
          requestTimeoutMs: REQUEST_TIMEOUT_MS,
        });
  const registry = registryOf(config);
  return {
    kafka,
    decoder: registry && createDecoder(contract, createRegistryClient(registry)),
    catalogue: registry && createRegistryCatalogue(registry),
    close: async () => kafka?.close(),
  };
}

function registryOf(config: ConsoleConfig) {
  const {
    SCHEMA_REGISTRY_URL: url,
    SCHEMA_REGISTRY_USERNAME: username,
    SCHEMA_REGISTRY_PASSWORD: password,
  } = config;
  return url === undefined ? undefined : { url, username, password, timeoutMs: 3_000 };
}
