// A small contract, a database and topics of its own, and a handler that does what its records say: for the consumer's
// tests and for the long runs. Takes addresses, so that it needs nothing of the test libraries.
import {
  compileCodec,
  createDecoder,
  createRegistryClient,
  defineContract,
  frame,
  registerSchemas,
  type Contract,
  type EventSchema,
} from '@continuo/contracts';
import { Database, migrate } from '@continuo/persistence';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import {
  consumerContract,
  kafkaClient,
  messagingMigrations,
  Outbox,
  PartitionConsumer,
  type HandlerResult,
  type IncomingRecord,
  type KafkaClient,
  type KafkaMessage,
  type PartitionConsumerOptions,
  type PartitionHandler,
  type PartitionScope,
} from '../src/index.js';

export interface RigServers {
  readonly databaseUrl: string;
  readonly kafkaBrokers: string;
  readonly schemaRegistryUrl: string;
  readonly topicPrefix: string;
}

export interface RigOptions {
  readonly partitions?: number;
  readonly topics?: readonly string[];
}

export const HAPPENED = 'continuo.rig.Happened.v1';

const happened: EventSchema = {
  type: 'record',
  namespace: 'continuo.rig',
  name: 'Happened',
  doc: 'Something a test made happen.',
  fields: [
    { name: 'entity', type: 'string', pii: false },
    { name: 'number', type: 'int', pii: false },
    { name: 'act', type: 'string', pii: false },
  ],
};

/** What a record tells the rig's handler to do. */
export interface Happening {
  readonly entity: string;
  readonly number: number;
  readonly act: string;
}

export interface RigRecord extends Happening {
  readonly topic?: string;
  readonly partition?: number;
  /** Instead of what the rig would write. */
  readonly value?: Buffer | null;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

/** One row that the handler left: the record, and whether it came by redrive. */
export interface Effect {
  readonly topic: string;
  readonly partition: number;
  readonly record_offset: string;
  readonly entity: string;
  readonly number: number;
  readonly redriven: boolean;
  readonly clock: string;
}

export class ConsumerRig {
  readonly publisher = `rig/${randomUUID()}`;
  private sequence = 0;
  private readonly consumers: PartitionConsumer[] = [];

  private constructor(
    readonly servers: RigServers,
    readonly topics: readonly string[],
    readonly partitions: number,
    readonly contract: Contract,
    readonly database: Database,
    readonly kafka: KafkaClient,
    readonly schemaId: number,
  ) {}

  static async open(servers: RigServers, options: RigOptions = {}): Promise<ConsumerRig> {
    const topics = options.topics ?? ['rig.things'];
    const partitions = options.partitions ?? 2;
    const contract = rigContract(topics, partitions);
    const registry = createRegistryClient({ url: servers.schemaRegistryUrl });
    const registered = await registerSchemas(registry, contract);
    const database = await Database.open({
      url: servers.databaseUrl,
      applicationName: 'consumer-rig',
      poolSize: 12,
      idleInTransactionTimeoutMs: 1_500,
    });
    await migrate(database, [messagingMigrations]);
    await database.query(
      `create table if not exists effect (id bigint generated always as identity primary key, topic text, partition int,
         record_offset bigint, entity text, number int, redriven boolean, clock bigint, at timestamptz default clock_timestamp())`,
    );
    const kafka = kafkaOf(servers);
    await kafka.admin().create([
      ...topics.map((topic) => ({
        topic,
        partitions,
        config: { 'message.timestamp.type': 'LogAppendTime' },
      })),
      ...contract.deadLetterTopics.map(({ name }) => ({ topic: name, partitions: 1 })),
    ]);
    return new ConsumerRig(servers, topics, partitions, contract, database, kafka, registered[0]!.id);
  }

  /** A consumer on this rig's topics; stopped by `close`. */
  consumer(handler: PartitionHandler, options: Partial<PartitionConsumerOptions> = {}): PartitionConsumer {
    const consumer = new PartitionConsumer(consumerOptions(this, this.kafka, handler, options));
    this.consumers.push(consumer);
    return consumer;
  }

  /** Writes records as a relay would: stamped, in order, and the same batch again when its fate is unknown. */
  async send(records: readonly RigRecord[]): Promise<void> {
    for (const topic of new Set(records.map((record) => record.topic ?? this.topics[0]!))) {
      const own = records.filter((record) => (record.topic ?? this.topics[0]) === topic);
      const messages = own.map((record) => this.messageOf(record));
      await this.sendBatch(topic, messages);
    }
  }

  private async sendBatch(topic: string, messages: readonly KafkaMessage[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const producer = await this.kafka.producer();
      try {
        return await producer.send(topic, messages);
      } catch (thrown) {
        if (attempt === 20) throw thrown;
        await delay(100);
      } finally {
        await producer.close();
      }
    }
  }

  messageOf(record: RigRecord): KafkaMessage {
    this.sequence += 1;
    const headers: Record<string, string | undefined> = {
      ce_specversion: '1.0',
      ce_id: randomUUID(),
      ce_type: HAPPENED,
      ce_source: '/rig',
      publisher: this.publisher,
      'publisher-sequence': String(this.sequence),
      ...record.headers,
    };
    for (const name of Object.keys(headers)) if (headers[name] === undefined) delete headers[name];
    return {
      partition: record.partition ?? 0,
      key: Buffer.from(record.entity),
      value: record.value === undefined ? this.valueOf(record) : record.value,
      headers: headers as Record<string, string>,
    };
  }

  valueOf({ entity, number, act }: Happening): Buffer {
    return frame(this.schemaId, compileCodec(happened).encode({ entity, number, act }));
  }

  async effects(): Promise<readonly Effect[]> {
    return this.database.query<Effect & Record<string, unknown>>(
      'select topic, partition, record_offset, entity, number, redriven, clock from effect order by id',
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
    const dlqs = this.contract.deadLetterTopics.map(({ name }) => name);
    await this.kafka.admin().delete([...this.topics, ...dlqs]);
    await this.kafka.close();
    await this.database.close();
  }
}

/** The options of a rig's consumer, also for one in another process. */
export function consumerOptions(
  rig: Pick<ConsumerRig, 'servers' | 'topics' | 'contract' | 'database'>,
  kafka: KafkaClient,
  handler: PartitionHandler,
  over: Partial<PartitionConsumerOptions>,
): PartitionConsumerOptions {
  const decoder = createDecoder(rig.contract, createRegistryClient({ url: rig.servers.schemaRegistryUrl }));
  const outbox = new Outbox({
    database: rig.database,
    encoder: { prepare: () => Promise.resolve(), encode: () => neverEncodes() },
    partitions: (topic) => (topic.endsWith('.dlq') ? 1 : undefined),
    service: 'rig',
  });
  return {
    group: 'rig',
    topics: rig.topics,
    handler,
    contract: consumerContract(rig.contract, decoder),
    database: rig.database,
    kafka,
    outbox,
    sessionTimeoutMs: 6_000,
    ...over,
  };
}

function neverEncodes(): never {
  throw new Error('the rig publishes copies only');
}

export function kafkaOf(servers: RigServers): KafkaClient {
  return kafkaClient({
    brokers: servers.kafkaBrokers.split(','),
    clientId: 'consumer-rig',
    topicPrefix: servers.topicPrefix,
  });
}

export function rigContract(topics: readonly string[], partitions: number): Contract {
  return defineContract({
    schemas: [happened],
    topics: topics.map((name) => ({
      name,
      owner: 'rig',
      doc: 'Things of a test.',
      key: { is: 'the entity', from: ['value.entity'] },
      about: 'none',
      partitions,
      retentionMs: 3_600_000,
      cleanup: 'delete',
      types: ['continuo.rig.Happened'],
      forwards: [],
      producers: ['rig'],
      consumers: ['rig'],
    })),
  });
}

/** Leaves one row per record it is given: twice applied is twice there. What else happens, `act` says. */
export function effectHandler(
  act: (happening: Happening, record: IncomingRecord, scope: PartitionScope) => unknown = () => undefined,
): PartitionHandler {
  return {
    async handle(records, scope): Promise<HandlerResult> {
      for (const record of records)
        await act(record.value<Happening & Record<string, unknown>>(), record, scope);
      await insertEffects(records, scope);
      return {};
    },
  };
}

export async function insertEffects(
  records: readonly IncomingRecord[],
  scope: PartitionScope,
): Promise<void> {
  const values = records.map((record) => record.value<Happening & Record<string, unknown>>());
  await scope.tx.client.query(
    `insert into effect (topic, partition, record_offset, entity, number, redriven, clock)
     select $1, $2, o, e, n, r, $3 from unnest($4::bigint[], $5::text[], $6::int[], $7::boolean[]) as t (o, e, n, r)`,
    [
      scope.topic,
      scope.partition,
      scope.clock,
      records.map((record) => record.offset.toString()),
      values.map((value) => value.entity),
      values.map((value) => value.number),
      records.map((record) => record.redriven),
    ],
  );
}
