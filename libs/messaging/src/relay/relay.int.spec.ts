// The way of an event on real servers: committed with its state, read by the relay, acknowledged by Kafka.
import { migrate, Database } from '@continuo/persistence';
import { eventually, testDatabase, testServer, uniquePrefix, type TestDatabase } from '@continuo/testing';
import type { KafkaClient, KafkaRecord } from '../kafka/kafka-client.js';
import { kafkaClient } from '../kafka/kafkajs-client.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { Outbox } from '../outbox/outbox.js';
import { Relay } from './relay.js';
import { WakeUp } from './wake-up.js';

let own: TestDatabase;
let database: Database;
let kafka: KafkaClient;

beforeAll(async () => {
  own = await testDatabase('relay');
  database = await Database.open({ url: own.url, applicationName: 'relay-test' });
  await migrate(database, [messagingMigrations]);
  kafka = kafkaClient({
    brokers: [testServer('kafkaBrokers')],
    clientId: 'relay-test',
    topicPrefix: uniquePrefix('relay'),
    log: (e) => console.log(e),
  });
  await kafka.admin().create([{ topic: 'a.b', partitions: 4 }]);
});

afterAll(async () => {
  await kafka.admin().delete(['a.b']);
  await kafka.close();
  await database.close();
  await own.drop();
});

it('slice', async () => {
  const wakeUp = new WakeUp();
  const outbox = new Outbox({
    database,
    encoder: {
      prepare: async () => undefined,
      encode: () => {
        throw new Error('unused');
      },
    },
    partitions: () => 4,
    service: 'test',
    wake: () => wakeUp.ring(),
  });
  const relay = new Relay({
    database,
    kafka,
    service: 'test',
    wakeUp,
    observer: { relayFailed: (e) => console.log(e) },
  });
  relay.start();
  const seen: KafkaRecord[] = [];
  const consumer = kafka.consumer({ group: 'g', topics: ['a.b'], sessionTimeoutMs: 6000 });
  await consumer.start({
    assigned: (ps) => ps.forEach((p) => consumer.resume(p, 0n)),
    revoked: () => undefined,
    batch: (b) => seen.push(...b.records),
    positionLost: () => undefined,
    crashed: (e) => console.log(e),
  });
  for (let n = 0; n < 20; n += 1) {
    await outbox.transact(async () => ({
      result: 1,
      outgoing: [
        { topic: 'a.b', key: `k${n % 3}`, bytes: Buffer.from(`v${n}`), headers: { ce_id: String(n) } },
      ],
    }));
  }
  await eventually(() => seen.length >= 20, { within: 10000 });
  console.log(await kafka.admin().topicId('a.b'), await kafka.admin().logRanges('a.b'), seen[3]);
  await eventually(async () => (await own.query('select 1 from messaging.outbox')).length === 0);
  await consumer.stop();
  await relay.stop();
  expect(seen.length).toBe(20);
}, 30000);
