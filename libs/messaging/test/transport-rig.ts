// One outbox, its relay and a Kafka of the test's own prefix, and what an honest reader makes of the log.
import { Database, migrate } from '@continuo/persistence';
import { publisherStamp } from '../src/consumer/last-sequence.js';
import type { KafkaClient, KafkaProducer, KafkaRecord } from '../src/kafka/kafka-client.js';
import { kafkaClient } from '../src/kafka/kafkajs-client.js';
import type { OutgoingBytes } from '../src/message.js';
import { messagingMigrations } from '../src/migrations/messaging-migrations.js';
import type { Backlog } from '../src/outbox/backlog.js';
import { Outbox, type OutboxEncoder, type OutboxSeam } from '../src/outbox/outbox.js';
import { Relay, type RelayOptions } from '../src/relay/relay.js';
import { WakeUp } from '../src/relay/wake-up.js';

export const PARTITIONS = 4;

export interface Rig {
  readonly database: Database;
  readonly kafka: KafkaClient;
  readonly wakeUp: WakeUp;
  readonly outbox: Outbox;
  /** Makes a relay with short times; the rig stops it in the end. */
  relay(options?: Partial<RelayOptions>): Relay;
  outboxWith(options: {
    readonly seam?: (seam: OutboxSeam) => void | Promise<void>;
    readonly encoder?: OutboxEncoder;
    readonly backlog?: Backlog;
  }): Outbox;
  /** Rows that are still in the outbox. */
  pending(): Promise<number>;
  close(): Promise<void>;
}

export interface RigOptions {
  readonly url: string;
  readonly broker: string;
  readonly prefix: string;
  readonly topics: readonly string[];
  readonly poolSize?: number;
  readonly idleInTransactionTimeoutMs?: number;
}

const noEncoder: OutboxEncoder = {
  prepare: () => Promise.resolve(),
  encode: () => {
    throw new Error('this rig publishes copies only');
  },
};

export async function transportRig(options: RigOptions): Promise<Rig> {
  const database = await Database.open({
    url: options.url,
    applicationName: 'transport-rig',
    poolSize: options.poolSize ?? 12,
    idleInTransactionTimeoutMs: options.idleInTransactionTimeoutMs,
  });
  await migrate(database, [messagingMigrations]);
  const kafka = kafkaClient({
    brokers: options.broker.split(','),
    clientId: 'rig',
    topicPrefix: options.prefix,
  });
  await kafka.admin().create(options.topics.map((topic) => ({ topic, partitions: PARTITIONS })));
  const wakeUp = new WakeUp();
  const relays: Relay[] = [];
  const outboxWith: Rig['outboxWith'] = ({ seam, encoder = noEncoder, backlog }) =>
    new Outbox({
      database,
      encoder,
      partitions: () => PARTITIONS,
      service: 'rig',
      wake: () => wakeUp.ring(),
      backlog,
      seam,
    });
  return {
    database,
    kafka,
    wakeUp,
    outbox: outboxWith({}),
    outboxWith,
    relay(own = {}) {
      const relay = new Relay({
        database,
        kafka,
        service: 'rig',
        wakeUp,
        leaseMs: 600,
        longestPollMs: 20,
        ...own,
      });
      relays.push(relay);
      return relay;
    },
    async pending() {
      const [row] = await database.query<{ count: string }>('select count(*) from messaging.outbox');
      return Number(row?.count);
    },
    async close() {
      await Promise.all(relays.map((relay) => relay.stop()));
      await kafka.admin().delete(options.topics);
      await kafka.close();
      await database.close();
    },
  };
}

/** An event of a test: a key and the version that its state then had. */
export function versionOf(topic: string, key: string, version: number): OutgoingBytes {
  return { topic, key, bytes: Buffer.from(String(version)), headers: { ce_id: `${key}/${version}` } };
}

/** Everything that lies in a topic now, per partition in offset order. */
export async function readLog(kafka: KafkaClient, topic: string): Promise<KafkaRecord[]> {
  const ranges = await kafka.admin().logRanges(topic);
  const records: KafkaRecord[] = [];
  const open = new Set(
    [...ranges].filter(([, { start, end }]) => end > start).map(([partition]) => partition),
  );
  if (open.size === 0) return records;
  const consumer = kafka.consumer({
    group: `reader-${process.hrtime.bigint()}`,
    topics: [topic],
    maxWaitMs: 20,
  });
  try {
    await new Promise<void>((resolve, reject) => {
      consumer
        .start({
          assigned: (partitions) =>
            partitions.forEach((one) => consumer.resume(one, ranges.get(one.partition)?.start ?? 0n)),
          revoked: () => undefined,
          batch: (batch) => {
            records.push(...batch.records);
            if (batch.nextOffset >= (ranges.get(batch.partition)?.end ?? 0n)) open.delete(batch.partition);
            if (open.size === 0) resolve();
          },
          positionLost: (partition) => reject(new Error(`position lost on ${partition.partition}`)),
          crashed: (error, restarts) => restarts || reject(error),
        })
        .catch(reject);
    });
  } finally {
    await consumer.stop();
  }
  return records;
}

export interface Applied {
  /** By key, the versions in the order in which a reader that drops what it had applies them. */
  readonly versions: ReadonlyMap<string, readonly number[]>;
  readonly duplicates: number;
}

/** Reads as a consumer does: of each publisher nothing that is not above its last sequence in that partition. */
export function applied(records: readonly KafkaRecord[]): Applied {
  const last = new Map<string, number>();
  const versions = new Map<string, number[]>();
  let duplicates = 0;
  for (const { partition, headers, key, value } of records) {
    const stamp = publisherStamp(headers);
    if (stamp === null || key === null || value === null)
      throw new Error('a record of this rig without its stamp');
    const of = `${partition}/${stamp.service}/${stamp.incarnation}`;
    if (stamp.sequence <= (last.get(of) ?? 0)) {
      duplicates += 1;
      continue;
    }
    last.set(of, stamp.sequence);
    const name = key.toString();
    versions.set(name, [...(versions.get(name) ?? []), Number(value)]);
  }
  return { versions, duplicates };
}

/** 1, 2, 3 … n. */
export function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

/** A real client whose producers are broken on purpose: the fault acts around the real send. */
export function faultyKafka(
  kafka: KafkaClient,
  fault: (topic: string, send: () => Promise<void>, producer: number) => Promise<void>,
): { readonly kafka: KafkaClient; readonly made: () => number } {
  let made = 0;
  const producer = async (): Promise<KafkaProducer> => {
    const real = await kafka.producer();
    made += 1;
    const number = made;
    return {
      send: (topic, messages) => fault(topic, () => real.send(topic, messages), number),
      close: () => real.close(),
    };
  };
  const faulty: KafkaClient = {
    producer,
    admin: () => kafka.admin(),
    consumer: (options) => kafka.consumer(options),
    log: () => kafka.log(),
    close: () => Promise.resolve(),
  };
  return { kafka: faulty, made: () => made };
}
