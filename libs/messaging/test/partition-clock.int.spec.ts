// Time on a real broker and database: idle clocks, low-water marks, ticks of a former owner, and how soon a record is applied.
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import type { PartitionHandler, PartitionTimers } from '../src/index.js';
import { ConsumerRig, effectHandler } from './consumer-rig.js';

const topics = ['idle', 'ahead', 'mark', 'former', 'soon'].map((name) => `rig.${name}`);
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('clock');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('clock');
  rig = await ConsumerRig.open(
    { databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix },
    { topics },
  );
  await rig.database.query(
    'create table timer (topic text, partition int, due bigint, fired_clock bigint, fired_at bigint, fired int default 0)',
  );
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

/** Timers as rows: due by the clock they are shown, marked with the clock that fired them. */
function timers(over: Partial<PartitionTimers> = {}): PartitionTimers {
  return {
    async due(clocks, topic) {
      const rows = await rig.database.query<{ partition: number; due: string }>(
        `select t.partition, min(t.due) as due from timer t join unnest($1::int[], $2::bigint[]) as c (partition, clock)
         on c.partition = t.partition where t.topic = $3 and t.due <= c.clock and t.fired = 0 group by t.partition`,
        [[...clocks.keys()], [...clocks.values()], topic],
      );
      return new Map(rows.map(({ partition, due }) => [partition, Number(due)]));
    },
    async tick(scopes) {
      for (const scope of scopes)
        await scope.tx.client.query(
          `update timer set fired = fired + 1, fired_clock = $3,
             fired_at = floor(extract(epoch from clock_timestamp()) * 1000)
           where topic = $1 and partition = $2 and due <= $3 and fired = 0`,
          [scope.topic, scope.partition, scope.clock],
        );
      return {};
    },
    ...over,
  };
}

function handlerWith(own: PartitionTimers): PartitionHandler {
  return { ...effectHandler(), timers: own };
}

async function databaseTime(): Promise<number> {
  const [row] = await rig.database.query<{ now: string }>(
    'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
  );
  return Number(row!.now);
}

async function arm(topic: string, partition: number, due: number): Promise<void> {
  await rig.database.query('insert into timer (topic, partition, due) values ($1, $2, $3)', [
    topic,
    partition,
    due,
  ]);
}

interface Fired {
  readonly due: number;
  readonly clock: number;
  readonly at: number;
  readonly times: number;
}

async function fired(topic: string): Promise<readonly Fired[]> {
  const rows = await rig.database.query<Record<string, string>>(
    'select due, fired_clock as clock, fired_at as at, fired as times from timer where topic = $1 and fired > 0 order by due',
    [topic],
  );
  return rows.map((row) => ({
    due: Number(row['due']),
    clock: Number(row['clock']),
    at: Number(row['at']),
    times: Number(row['times']),
  }));
}

it('fires timers of idle partitions by database time, once, and never before they are due', async () => {
  const topic = 'rig.idle';
  const consumer = rig.consumer(handlerWith(timers()), { group: topic, topics: [topic] });
  await rig.send([{ topic, entity: 'a', number: 1, act: 'fine' }]);
  await consumer.start();
  await eventually(() => consumer.status().partitions[0]?.position === 1n);
  const start = await databaseTime();
  for (let n = 0; n < 10; n += 1) await arm(topic, n % 2, start + 100 + 40 * n);
  await eventually(async () => (await fired(topic)).length === 10);
  for (const one of await fired(topic)) {
    expect(one.clock).toBeGreaterThanOrEqual(one.due);
    expect(one.at).toBeGreaterThanOrEqual(one.clock);
    expect(one.times).toBe(1);
  }
  // The clock stays where it was read: a record that comes now is later, and moves it on.
  await rig.send([{ topic, entity: 'a', number: 2, act: 'fine' }]);
  await eventually(async () => (await rig.effects()).filter((one) => one.topic === topic).length === 2);
  const clocks = (await rig.effects()).filter((one) => one.topic === topic).map((one) => Number(one.clock));
  expect(clocks[1]!).toBeGreaterThanOrEqual(Math.max(...(await fired(topic)).map((one) => one.clock)) - 200);
  await consumer.stop();
}, 60_000);

it('fires what is due however far ahead of the database the timers of another partition are', async () => {
  const topic = 'rig.ahead';
  const base = timers();
  const consumer = rig.consumer(
    handlerWith({
      ...base,
      // As a partition tells whose clock is a minute ahead: due by that clock, and long not by the database's.
      due: async (clocks, name) =>
        new Map([...(await base.due(clocks, name)), [0, (await databaseTime()) + 60_000]]),
    }),
    { group: topic, topics: [topic] },
  );
  await consumer.start();
  await eventually(() => consumer.status().partitions.filter((one) => one.epoch !== null).length === 2);
  for (let round = 0; round < 5; round += 1) {
    const due = (await databaseTime()) + 60;
    await arm(topic, 1, due);
    await eventually(async () => (await fired(topic)).some((one) => one.due === due), {
      within: 10_000,
      what: 'a timer beside one that is far away',
    });
  }
  await consumer.stop();
}, 60_000);

it('never passes the low-water mark, and stands while there is none', async () => {
  const topic = 'rig.mark';
  const start = await databaseTime();
  let mark: number | null = null;
  const consumer = rig.consumer(handlerWith(timers({ lowWaterMark: () => Promise.resolve(mark) })), {
    group: topic,
    topics: [topic],
  });
  await arm(topic, 0, start - 2_000);
  await arm(topic, 0, start - 1_000);
  await consumer.start();
  await eventually(() => consumer.status().partitions.filter((one) => one.epoch !== null).length === 2);
  await rig.send([{ topic, entity: 'a', number: 1, act: 'fine', partition: 1 }]);
  await eventually(async () => (await rig.effects()).some((one) => one.topic === topic));
  expect(await fired(topic)).toEqual([]);
  mark = start - 1_500;
  await eventually(async () => (await fired(topic)).length === 1);
  expect((await fired(topic))[0]).toMatchObject({ due: start - 2_000, clock: start - 1_500, times: 1 });
  mark = start;
  await eventually(async () => (await fired(topic)).length === 2);
  expect((await fired(topic))[1]).toMatchObject({ clock: start, times: 1 });
  await consumer.stop();
}, 60_000);

it('a former owner fires no timer: its tick finds another epoch and writes nothing', async () => {
  const topic = 'rig.former';
  const epochs: string[] = [];
  let lost = 0;
  const raise =
    'update messaging.partition_position set epoch = epoch + 1 where topic = $1 and partition = 0';
  const base = timers();
  let raised = false;
  const consumer = rig.consumer(
    handlerWith({
      async due(clocks, name) {
        const due = await base.due(clocks, name);
        // Another member takes the partition between this owner's look and its tick.
        if (due.size > 0 && !raised) {
          raised = true;
          await rig.database.query(raise, [name]);
        }
        return due;
      },
      async tick(scopes) {
        const [scope] = scopes;
        const { rows } = await scope.tx.client.query<{ epoch: string }>(
          'select epoch from messaging.partition_position where topic = $1 and partition = $2',
          [scope.topic, scope.partition],
        );
        epochs.push(rows[0]!.epoch);
        return base.tick(scopes);
      },
    }),
    {
      group: topic,
      topics: [topic],
      observer: { count: (counter) => (lost += counter === 'epoch-lost' ? 1 : 0) },
    },
  );
  await consumer.start();
  await eventually(() => consumer.status().partitions.filter((one) => one.epoch !== null).length === 2);
  await arm(topic, 0, 1);
  await eventually(async () => (await fired(topic)).length === 1, { within: 15_000 });
  expect((await fired(topic))[0]!.times).toBe(1);
  expect(lost).toBe(1);
  // Claimed under 1, raised to 2 by the other, taken again under 3 after a heartbeat was answered.
  expect(epochs).toEqual(['3']);
  await consumer.stop();
}, 120_000);

it('applies a record soon after it was acknowledged', async () => {
  const topic = 'rig.soon';
  let applied: (() => void) | undefined;
  const consumer = rig.consumer(
    { ...effectHandler(), committed: () => applied?.() },
    { group: topic, topics: [topic] },
  );
  await consumer.start();
  await eventually(() => consumer.status().partitions.filter((one) => one.epoch !== null).length === 2);
  await rig.send([{ topic, entity: 'a', number: 0, act: 'fine' }]);
  await eventually(() => consumer.status().partitions.some((one) => one.position === 1n));
  const producer = await rig.kafka.producer();
  const times: number[] = [];
  for (let n = 1; n <= 60; n += 1) {
    const done = new Promise<void>((resolve) => {
      applied = resolve;
    });
    await producer.send(topic, [rig.messageOf({ topic, entity: 'a', number: n, act: 'fine' })]);
    const acknowledged = performance.now();
    await done;
    times.push(performance.now() - acknowledged);
  }
  await producer.close();
  times.sort((a, b) => a - b);
  process.stdout.write(
    `record to committed effect: p50 ${times[30]!.toFixed(1)} ms, p95 ${times[57]!.toFixed(1)} ms\n`,
  );
  // The target is 10 ms on a quiet machine; here it is enough that no polling delay lies on the way.
  expect(times[10]!).toBeLessThan(90);
  await consumer.stop();
}, 120_000);
