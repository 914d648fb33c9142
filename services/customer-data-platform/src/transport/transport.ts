// The service's own end of the bus: outbox, relay and the consumer of all source topics, started and stopped together.
import {
  contract,
  createDecoder,
  createEncoder,
  createRegistryClient,
  deadLetterTopicOf,
} from '@continuo/contracts';
import {
  consumerContract,
  kafkaClient,
  Outbox,
  PartitionConsumer,
  Relay,
  WakeUp,
  type KafkaClient,
  type PartitionHandler,
} from '@continuo/messaging';
import type { Database } from '@continuo/persistence';
import { kafkaOptionsOf, type Config } from '../config.js';

/** Reads the sources of the timeline; also the name before the dot in our topics and types. */
export const resolverGroup = 'cdp';

/** The topics whose records belong on the timeline, by the contract. */
export const sourceTopics: readonly string[] = contract.topic('cdp.timeline')?.forwards ?? [];

const partitionCounts = new Map([
  ...contract.topics.map(({ name, partitions }) => [name, partitions] as const),
  ...sourceTopics.map((topic) => [deadLetterTopicOf(topic, resolverGroup), 1] as const),
]);

/** Everything that publishes; the consumer is added once there is a handler for it. */
export class Transport {
  readonly outbox: Outbox;
  readonly kafka: KafkaClient;
  private readonly relay: Relay;
  private readonly encoder;
  private readonly decoder;
  private consumer: PartitionConsumer | undefined;
  private warming: Promise<void> | undefined;
  /** Why schema ids are not known yet; undefined once they are. */
  cold: string | undefined = 'schema ids were not asked for yet';

  constructor(
    private readonly config: Config,
    private readonly database: Database,
  ) {
    const registry = createRegistryClient({
      url: config.SCHEMA_REGISTRY_URL,
      username: config.SCHEMA_REGISTRY_USERNAME,
      password: config.SCHEMA_REGISTRY_PASSWORD,
    });
    this.encoder = createEncoder(contract, registry);
    this.decoder = createDecoder(contract, registry);
    this.kafka = kafkaClient(kafkaOptionsOf(config));
    const wakeUp = new WakeUp();
    const service = 'customer-data-platform';
    const partitions = (topic: string): number | undefined => partitionCounts.get(topic);
    this.outbox = new Outbox({
      database,
      encoder: this.encoder,
      partitions,
      service,
      wake: () => wakeUp.ring(),
    });
    this.relay = new Relay({ database, kafka: this.kafka, service, wakeUp });
  }

  /** Starts publishing and resolving. A registry or broker that is away delays the work, it doesn't end the process. */
  async start(handler: PartitionHandler): Promise<void> {
    await this.warmUp();
    this.relay.start();
    this.consumer = new PartitionConsumer({
      group: resolverGroup,
      topics: sourceTopics,
      handler,
      contract: consumerContract(contract, this.decoder),
      database: this.database,
      kafka: this.kafka,
      outbox: this.outbox,
      batchSize: this.config.RESOLVER_BATCH_SIZE,
    });
    await this.consumer.start();
  }

  /** Why the consumer will not work again without a restart; undefined while it lives. */
  dead(): string | undefined {
    return this.consumer?.status().dead ?? undefined;
  }

  /** Finishes what is under way: the batch in hand, then the sends of what it wrote. */
  async stop(): Promise<void> {
    await this.consumer?.stop();
    await this.relay.stop();
    await this.kafka.close();
  }

  /** Asks for the ids of everything we publish; asked again by readiness while it fails. */
  warmUp(): Promise<void> {
    this.warming ??= this.encoder
      .warmUp(
        contract.topics.filter(({ owner }) => owner === 'customer-data-platform').map(({ name }) => name),
      )
      .then(
        () => {
          this.cold = undefined;
        },
        (error: { code?: string }) => {
          this.cold = error.code ?? 'registry-unreachable';
        },
      )
      .finally(() => {
        if (this.cold !== undefined) this.warming = undefined;
      });
    return this.warming;
  }
}
