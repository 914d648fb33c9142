// How much of the client's raw rate the relay reaches: the same bytes, the same client, the same run.
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, testServer, uniquePrefix, type Measure } from '@continuo/testing';
import { randomBytes, randomUUID } from 'node:crypto';
import type { KafkaClient, KafkaMessage } from '../src/kafka/kafka-client.js';
import { kafkaClient } from '../src/kafka/kafkajs-client.js';
import { partitionOf } from '../src/kafka/partition-of.js';
import { messagingMigrations } from '../src/migrations/messaging-migrations.js';
import { insertOutboxRows } from '../src/outbox/insert-rows.js';
import { outboxRow, type OutboxRow } from '../src/outbox/outbox-row.js';
import { cutBatch } from '../src/relay/batch-cut.js';
import { messagesOf } from '../src/relay/lane.js';
import { Relay } from '../src/relay/relay.js';

const EVENTS = 60_000;
const PARTITIONS = 32;
const TOPIC = 'bench.relay';

/** Fills an outbox, lets the relay empty it, and sends the same records by a bare loop before and after. */
export async function bench(): Promise<Measure[]> {
  const own = await testDatabase('bench');
  const kafka = kafkaClient({
    brokers: testServer('kafkaBrokers').split(','),
    clientId: 'bench',
    topicPrefix: uniquePrefix('bench'),
  });
  const database = await Database.open({ url: own.url, applicationName: 'bench' });
  try {
    await migrate(database, [messagingMigrations]);
    await kafka.admin().create([{ topic: TOPIC, partitions: PARTITIONS }]);
    const rows = eventRows();
    await fill(database, rows);
    const before = await rawRate(kafka, rows);
    const relayed = await relayRate(database, kafka);
    const after = await rawRate(kafka, rows);
    const raw = (before + after) / 2;
    const ratio = relayed / raw;
    return [
      {
        name: 'relay',
        value: relayed,
        unit: 'events/s',
        raw,
        ratio,
        target: 'at least 70 % of raw',
        met: ratio >= 0.7,
      },
    ];
  } finally {
    await kafka.admin().delete([TOPIC]);
    await kafka.close();
    await database.close();
    await own.drop();
  }
}

/** Events of the size of a tracked call, over ten thousand customers. */
function eventRows(): OutboxRow[] {
  const value = randomBytes(180);
  return Array.from({ length: EVENTS }, (_, n) =>
    outboxRow({
      what: 'bench',
      topic: TOPIC,
      partition: (key) => partitionOf(key, PARTITIONS),
      key: `anonymous=${n % 10_000}`,
      value,
      headers: {
        ce_specversion: '1.0',
        ce_id: randomUUID(),
        ce_source: '/bench',
        ce_type: 'continuo.bench.TrackReceived.v1',
        ce_time: '2026-01-01T00:00:00.000Z',
        ce_subject: `anonymous=${n % 10_000}`,
        ce_correlationid: randomUUID(),
        ce_hops: '0',
        'content-type': 'application/avro',
        customer: `anonymous=${n % 10_000}`,
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
      },
      limit: 262_144,
    }),
  );
}

async function fill(database: Database, rows: readonly OutboxRow[]): Promise<void> {
  await database.query('insert into messaging.outbox_topic values ($1)', [TOPIC]);
  for (let at = 0; at < rows.length; at += 500) {
    await database.transaction(({ client }) => insertOutboxRows(client, rows.slice(at, at + 500)));
  }
}

/** The bare loop: records are made and cut as the relay does, then sent one batch after the other. */
async function rawRate(kafka: KafkaClient, rows: readonly OutboxRow[]): Promise<number> {
  const producer = await kafka.producer();
  const numbered = rows.map((row, id) => ({ ...row, id }));
  const batches: KafkaMessage[][] = [];
  for (let left = numbered; left.length > 0;) {
    const { taken } = cutBatch(left.slice(0, 10_000));
    const batch = {
      topic: TOPIC,
      publisher: `bench/${randomUUID()}`,
      firstSequence: 1,
      ids: taken.map(({ id }) => id),
      partitions: [],
    };
    batches.push(messagesOf(batch, taken));
    const ids = new Set(batch.ids);
    left = left.filter(({ id }) => !ids.has(id));
  }
  await producer.send(TOPIC, batches[0]?.slice(0, 10) ?? []);
  const began = performance.now();
  for (const messages of batches) await producer.send(TOPIC, messages);
  const seconds = (performance.now() - began) / 1_000;
  await producer.close();
  return rows.length / seconds;
}

/** From the start of an owner to the last acknowledgement. */
async function relayRate(database: Database, kafka: KafkaClient): Promise<number> {
  let acknowledged = 0;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const counting: KafkaClient = {
    admin: () => kafka.admin(),
    consumer: (options) => kafka.consumer(options),
    log: () => kafka.log(),
    close: () => Promise.resolve(),
    producer: async () => {
      const producer = await kafka.producer();
      return {
        close: () => producer.close(),
        send: async (topic, messages) => {
          await producer.send(topic, messages);
          acknowledged += messages.length;
          if (acknowledged === EVENTS) finish();
        },
      };
    },
  };
  const relay = new Relay({ database, kafka: counting, service: 'bench' });
  const began = performance.now();
  relay.start();
  await finished;
  const seconds = (performance.now() - began) / 1_000;
  await relay.stop();
  return EVENTS / seconds;
}
