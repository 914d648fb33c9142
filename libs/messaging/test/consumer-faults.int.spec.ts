// Faults on real servers, each once: whatever is killed, stopped or repeated, each record changes state exactly once.
import { testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { ConsumerRig, effectHandler } from './consumer-rig.js';
import {
  connectionsKilled,
  killedAtSeams,
  killedWhileFlooded,
  publishedTwice,
  recordThatEndsProcesses,
  seeded,
  stoppedBeyondSession,
} from './consumer-scenarios.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
const random = seeded(seed);
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  process.stdout.write(`consumer faults: seed ${seed}\n`);
  own = await testDatabase('faults');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('faults');
  rig = await ConsumerRig.open({ databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix });
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

it('keeps its promise when the process is killed before and after a commit', async () => {
  const verdict = await killedAtSeams(rig, ['before-commit', 'after-commit'], random);
  expect(verdict.faults).toEqual([]);
}, 180_000);

it('keeps its promise when owners are killed while a key floods and while what was put away of it drains', async () => {
  expect((await killedWhileFlooded(rig, 4, random)).faults).toEqual([]);
}, 180_000);

// The record that kills its process at once, and not by the hand that finds it silent, is in the long runs.
it('parks a record that never ends, after the processes it cost, and nothing that was in hand beside it', async () => {
  expect((await recordThatEndsProcesses(rig, 'endless-loop', 2)).faults).toEqual([]);
}, 180_000);

it('keeps its promise when an owner is stopped beyond the session and wakes up again', async () => {
  expect((await stoppedBeyondSession(rig, random)).faults).toEqual([]);
}, 180_000);

it('keeps its promise when connections are killed and batches are published again', async () => {
  const counted = new Map<string, number>();
  const consumer = rig.consumer(effectHandler(), {
    observer: { count: (counter, amount) => counted.set(counter, (counted.get(counter) ?? 0) + amount) },
  });
  await consumer.start();
  expect((await connectionsKilled(rig, random, 4)).faults).toEqual([]);
  expect((await publishedTwice(rig, random)).faults).toEqual([]);
  expect(counted.get('duplicate-sequence')).toBeGreaterThan(0);
  await consumer.stop();
}, 180_000);
