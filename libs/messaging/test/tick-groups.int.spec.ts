// Partitions that are due together tick in one transaction, and none of them pays for what happens to another.
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import type { PartitionConsumer, PartitionHandler, PartitionScopes } from '../src/index.js';
import { ConsumerRig, effectHandler } from './consumer-rig.js';

const topics = ['together', 'lost', 'broken', 'taken', 'waits', 'apart'].map((name) => `rig.${name}`);
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('ticks');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('ticks');
  rig = await ConsumerRig.open(
    { databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix },
    { topics, partitions: 3 },
  );
  await rig.database.query(
    'create table firing (topic text, partition int, epoch bigint, transaction text, clock bigint)',
  );
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

interface Firing {
  readonly partition: number;
  readonly epoch: string;
  readonly transaction: string;
  readonly clock: string;
}

function firings(topic: string): Promise<readonly (Firing & Record<string, unknown>)[]> {
  return rig.database.query<Firing & Record<string, unknown>>(
    'select partition, epoch, transaction, clock from firing where topic = $1 order by partition',
    [topic],
  );
}

/** Once each partition, with the epoch that it finds under the lock. */
async function fire(scopes: PartitionScopes): Promise<Record<string, never>> {
  for (const { tx, topic, partition, clock } of scopes)
    await tx.client.query(
      `insert into firing select topic, partition, epoch, pg_current_xact_id()::text, $3
       from messaging.partition_position p where topic = $1 and partition = $2
         and not exists (select from firing f where f.topic = p.topic and f.partition = p.partition)`,
      [topic, partition, clock],
    );
  return {};
}

interface Way {
  /** Between the first look that finds all partitions due and their ticks. */
  readonly before?: () => Promise<unknown>;
  readonly tick?: (scopes: PartitionScopes) => Promise<Record<string, never>>;
  readonly apart?: boolean;
}

/** A consumer all of whose partitions become due at once, when it owns them all. */
async function dueAtOnce(
  topic: string,
  { before, tick = fire, apart = false }: Way,
): Promise<{
  readonly consumer: PartitionConsumer;
  readonly counted: (counter: string) => readonly unknown[];
}> {
  const counts: (readonly [counter: string, amount: number, code: string | undefined])[] = [];
  let found = false;
  const handler: PartitionHandler = {
    ...effectHandler(),
    timers: {
      async due(clocks) {
        if (!found && clocks.size < 3) return new Map();
        const fired = (await firings(topic)).map(({ partition }) => partition);
        const due = [...clocks.keys()].filter((partition) => !fired.includes(partition));
        if (!found) await before?.();
        found = true;
        return new Map(due.map((partition) => [partition, 1]));
      },
      tick,
      apart: () => apart,
    },
  };
  const observer = {
    count: (counter: string, amount: number, _place: unknown, code?: string) =>
      void counts.push([counter, amount, code]),
  };
  const consumer = rig.consumer(handler, { group: topic, topics: [topic], observer });
  await consumer.start();
  return { consumer, counted: (counter) => counts.filter(([name]) => name === counter) };
}

it('one transaction fires what is due in several partitions', async () => {
  const topic = 'rig.together';
  const { consumer } = await dueAtOnce(topic, {});
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  const all = await firings(topic);
  expect(new Set(all.map(({ transaction }) => transaction)).size).toBe(1);
  // Each has kept the clock by which it fired.
  const clocks = await rig.database.query<{ clock: string }>(
    'select clock from messaging.partition_position where topic = $1 order by partition',
    [topic],
  );
  for (const [nth, { clock }] of clocks.entries())
    expect(Number(clock)).toBeGreaterThanOrEqual(Number(all[nth]!.clock));
  expect(Number(all[0]!.clock)).toBeGreaterThan(0);
  await consumer.stop();
}, 60_000);

it('a partition that has another owner meanwhile is left out, and the others go on', async () => {
  const topic = 'rig.lost';
  const raise =
    'update messaging.partition_position set epoch = epoch + 1 where topic = $1 and partition = 1';
  const { consumer, counted } = await dueAtOnce(topic, { before: () => rig.database.query(raise, [topic]) });
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  const [first, middle, last] = await firings(topic);
  expect(first!.transaction).toBe(last!.transaction);
  expect([first!.epoch, last!.epoch]).toEqual(['1', '1']);
  // Claimed under 1, raised to 2 by the other, taken again under 3: under 2 nothing of it was fired here.
  expect(middle!.epoch).toBe('3');
  expect(counted('epoch-lost')).toHaveLength(1);
  await consumer.stop();
}, 60_000);

it('a partition whose timers fail keeps no other from firing, once', async () => {
  const topic = 'rig.broken';
  let isBroken = true;
  let failedWithOthers = 0;
  const { consumer, counted } = await dueAtOnce(topic, {
    tick: async (scopes) => {
      await fire(scopes);
      if (!isBroken || !scopes.some(({ partition }) => partition === 1)) return {};
      failedWithOthers += scopes.length > 1 ? 1 : 0;
      throw new Error('broken on purpose');
    },
  });
  await eventually(async () => (await firings(topic)).length === 2, { within: 15_000 });
  expect((await firings(topic)).map(({ partition }) => partition)).toEqual([0, 2]);
  // From then on it tries alone.
  expect(failedWithOthers).toBe(1);
  expect(counted('ticked-apart')).toEqual([['ticked-apart', 3, expect.any(String)]]);
  const states = consumer.status().partitions.map(({ partition, state }) => `${partition} ${state}`);
  expect(states.sort()).toEqual(['0 running', '1 paused', '2 running']);
  isBroken = false;
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  await consumer.stop();
}, 60_000);

it('a row that somebody else holds is waited for by its own partition only', async () => {
  const topic = 'rig.taken';
  const holder = await rig.database.dedicated('holder');
  await holder.query('set idle_in_transaction_session_timeout = 0');
  const hold = async (): Promise<void> => {
    await holder.query('begin');
    await holder.query(
      'select from messaging.partition_position where topic = $1 and partition = 1 for update',
      [topic],
    );
  };
  const { consumer } = await dueAtOnce(topic, { before: hold });
  await eventually(async () => (await firings(topic)).length === 2, { within: 15_000 });
  expect((await firings(topic)).map(({ partition }) => partition)).toEqual([0, 2]);
  await holder.query('commit');
  await holder.end();
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  await consumer.stop();
}, 60_000);

it('a lock that one of them waits for holds the others up for a moment only', async () => {
  const topic = 'rig.waits';
  const holder = await rig.database.dedicated('holder');
  await holder.query('set idle_in_transaction_session_timeout = 0');
  await rig.database.query('create table scarce as select 1 as n');
  await holder.query('begin');
  await holder.query('select from scarce for update');
  const { consumer, counted } = await dueAtOnce(topic, {
    tick: async (scopes) => {
      for (const { tx, partition } of scopes)
        if (partition === 1) await tx.client.query('select from scarce for update');
      return fire(scopes);
    },
  });
  await eventually(async () => (await firings(topic)).length === 2, { within: 15_000 });
  expect((await firings(topic)).map(({ partition }) => partition)).toEqual([0, 2]);
  expect(counted('ticked-apart')).toHaveLength(1);
  // It waits, as it would alone, and has not failed.
  await holder.query('commit');
  await holder.end();
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  await consumer.stop();
}, 60_000);

it('who had better tick alone does', async () => {
  const topic = 'rig.apart';
  const { consumer, counted } = await dueAtOnce(topic, { apart: true });
  await eventually(async () => (await firings(topic)).length === 3, { within: 15_000 });
  expect(new Set((await firings(topic)).map(({ transaction }) => transaction)).size).toBe(3);
  expect(counted('ticked-apart')).toEqual([]);
  await consumer.stop();
}, 60_000);
