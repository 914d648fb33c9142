// The consumer on real Kafka and Postgres, where nothing goes wrong.
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { ConsumerRig, effectHandler } from './consumer-rig.js';

let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('consumer');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('consumer');
  rig = await ConsumerRig.open({ databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix });
});

afterAll(async () => {
  await rig.close();
  await own.drop();
});

it('applies each record once, in order per partition, and moves position, clock and the committed offset', async () => {
  const consumer = rig.consumer(effectHandler(), { brokerCommitMs: 50 });
  await rig.send(
    Array.from({ length: 1_000 }, (_, n) => ({ entity: `e${n % 7}`, number: n, act: '', partition: n % 2 })),
  );
  await consumer.start();
  await eventually(async () => (await rig.effects()).length >= 1_000, { what: 'all effects' });
  const effects = await rig.effects();
  for (const partition of [0, 1]) {
    const numbers = effects.filter((one) => one.partition === partition).map((one) => one.number);
    expect(numbers).toEqual(Array.from({ length: 500 }, (_, n) => 2 * n + partition));
  }
  const committed = await eventually(async () => {
    const offsets = await rig.kafka.admin().committed('rig', 'rig.things');
    return offsets.get(0) === 500n && offsets.get(1) === 500n && offsets;
  });
  expect(committed.size).toBe(2);
  expect(consumer.status()).toMatchObject({
    live: true,
    partitions: [{ state: 'running', lag: 0n }, { lag: 0n }],
  });
  await consumer.stop();
});
