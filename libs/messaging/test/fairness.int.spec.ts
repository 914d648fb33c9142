// One key that sends more than its share, on real servers: the others go on, and nothing of it is lost, doubled or out of
// order; not when it holds poison, not when its owner is killed, and not while it drains.
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import {
  countParkedNamed,
  listParked,
  parkedKinds,
  parkedOfEvent,
  redrive,
  type ConsumerCounter,
  type PartitionConsumer,
  type PartitionConsumerOptions,
  type PartitionHandler,
} from '../src/index.js';
import { readBatches } from '../src/kafka/record-batch.js';
import { ConsumerRig, effectHandler, insertEffects, type Effect, type RigRecord } from './consumer-rig.js';
import { obey } from './rig-acts.js';

const topics = [
  'flood',
  'away',
  'poison',
  'hold',
  'killed',
  'rate',
  'turns',
  'aside',
  'ebb',
  'share',
  'unfit',
  'before',
].map((name) => `rig.${name}`);
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('fairness');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('fairness');
  rig = await ConsumerRig.open(
    { databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix },
    { topics, partitions: 1 },
  );
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

const FAST = { perSecond: 20_000, slice: 40 };

function flood(
  topic: string,
  count: number,
  entity = 'flood',
  act: (n: number) => string = () => 'fine',
): RigRecord[] {
  return Array.from({ length: count }, (_, number) => ({ topic, entity, number, act: act(number) }));
}

function consumerOf(topic: string, options: Partial<PartitionConsumerOptions> = {}): PartitionConsumer {
  const base = { group: topic, topics: [topic], recordsPerKey: 20, batchSize: 100, drain: FAST };
  return rig.consumer(effectHandler(obey), { ...base, ...options });
}

async function effectsOn(topic: string): Promise<readonly Effect[]> {
  return (await rig.effects()).filter((one) => one.topic === topic);
}

async function numbersOf(topic: string, entity: string): Promise<readonly number[]> {
  return (await effectsOn(topic)).filter((one) => one.entity === entity).map(({ number }) => number);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

async function drained(topic: string): Promise<void> {
  await eventually(
    async () => {
      const [row] = await rig.database.query<{ held_keys: number; held_bytes: string }>(
        'select held_keys, held_bytes from messaging.partition_position where topic = $1',
        [topic],
      );
      return row?.held_keys === 0 && row.held_bytes === '0';
    },
    { within: 20_000, what: 'a partition that holds nothing' },
  );
}

it('applies its share at once and the rest beside the stream, in order and once; others are not behind it', async () => {
  const topic = 'rig.flood';
  const counted = new Map<ConsumerCounter, number>();
  const count = (counter: ConsumerCounter, amount: number): void => {
    counted.set(counter, (counted.get(counter) ?? 0) + amount);
  };
  const consumer = consumerOf(topic, { drain: { perSecond: 500, slice: 25 }, observer: { count } });
  const others = upTo(30).map((number) => ({ topic, entity: `other-${number % 3}`, number, act: 'fine' }));
  await rig.send([...flood(topic, 600), ...others]);
  await consumer.start();
  await eventually(
    async () => (await effectsOn(topic)).filter((one) => one.entity !== 'flood').length === 30,
  );
  // The others came behind all of it and are done while most of it waits.
  expect((await numbersOf(topic, 'flood')).length).toBeLessThan(300);
  const [held] = await rig.database.query<{ code: string }>(
    'select distinct code from messaging.parked_record where topic = $1 order by code limit 1',
    [topic],
  );
  expect(held).toEqual({ code: 'key-deferred' });
  await eventually(async () => (await numbersOf(topic, 'flood')).length >= 600, { within: 20_000 });
  await drained(topic);
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(600));
  expect(counted.get('keys-deferred')).toBeGreaterThan(0);
  expect(await listParked(rig.database, { topic }, { held: true })).toEqual([]);
  // Drained, it is a key like any other.
  await rig.send(flood(topic, 1).map((one) => ({ ...one, number: 600 })));
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 601);
  await consumer.stop();
}, 60_000);

it('puts most of what waits away in batches: counted like rows, discarded with their key, drained in order', async () => {
  const topic = 'rig.away';
  let isOpen = false;
  const holding: PartitionHandler = {
    async handle(records, scope) {
      if (records.some(({ key }) => key === 'discards')) await scope.discard('gone');
      // Held on purpose behind their first record, so that nothing of them drains before it was looked at.
      const firsts = ['kept', 'gone'].flatMap((key) => records.find((record) => record.key === key) ?? []);
      if (!isOpen) for (const first of firsts) await scope.hold(first.key, 'merge', first);
      await insertEffects(isOpen ? records : firsts, scope);
      return {};
    },
  };
  const consumer = rig.consumer(holding, {
    ...{ group: topic, topics: [topic], recordsPerKey: 20, batchSize: 400 },
    drain: { perSecond: 100_000, slice: 40 },
  });
  const named = { headers: { customer: 'user=jane' } };
  const isNamed = (number: number): boolean => number >= 400 && number < 500;
  await rig.send(flood(topic, 1_101, 'kept').map((one) => ({ ...one, ...(isNamed(one.number) && named) })));
  await consumer.start();
  const held = async (key: string) => {
    const [row] = await rig.database.query<{ key: number | null; rows: number; batched: number }>(
      `select (select row_count from messaging.held_key where topic = $1 and key = $2) as key,
         (select count(*)::int from messaging.parked_record where topic = $1 and key = $2) as rows,
         (select coalesce(sum(record_count), 0)::int from messaging.held_batch where topic = $1 and key = $2) as batched`,
      [topic, Buffer.from(key)],
    );
    return row!;
  };
  await eventually(async () => (await held('kept')).key === 1_100);
  const { rows, batched } = await held('kept');
  expect(rows + batched).toBe(1_100);
  expect(batched).toBeGreaterThan(800);
  // Whom an erasure looks for by an identifier is found.
  expect(await rig.database.transaction((tx) => countParkedNamed(tx, ['user=jane']))).toBe(100);
  const kinds = await parkedKinds(rig.database, { topic }, 10);
  expect(kinds.reduce((sum, { count }) => sum + count, 0)).toBe(1_100);
  expect(await parkedKinds(rig.database, { topic, before: new Date(0) }, 10)).toEqual([]);
  // One of them is found by its event, behind the row that has to go first.
  const all = await listParked(rig.database, { topic, key: 'kept' }, { held: true, limit: 1_000 });
  const [head] = [...all].sort((a, b) => Number(a.offset) - Number(b.offset));
  const [batch] = await own.query<{ records: Buffer }>(
    `select records from messaging.held_batch where topic = $1 order by record_count desc, first_offset limit 1`,
    [topic],
  );
  const wanted = readBatches(batch!.records)[7]!;
  const eventId = wanted.headers['ce_id'] ?? '';
  expect(await parkedOfEvent(rig.database, eventId)).toEqual([
    {
      ...head,
      ...{ code: expect.stringMatching(/^key-/), state: 'held', attempts: 0, waiting: 1_099, eventId },
      ...{ offset: String(wanted.offset), reason: expect.any(String), sizeBytes: expect.any(Number) },
      parkedAt: expect.any(Date),
    },
  ]);
  expect(await parkedOfEvent(rig.database, head!.eventId!)).toEqual([head]);

  await rig.send(flood(topic, 1_000, 'gone'));
  await eventually(async () => (await held('gone')).key === 999);
  expect((await held('gone')).batched).toBeGreaterThan(800);
  await rig.send(flood(topic, 1, 'discards'));
  await eventually(async () => (await held('gone')).key === null);
  expect(await held('gone')).toMatchObject({ rows: 0, batched: 0 });

  isOpen = true;
  await rig.database.query(
    `insert into messaging.release_request (group_name, topic, partition, key) values ($1, $1, 0, 'kept')`,
    [topic],
  );
  await eventually(async () => (await numbersOf(topic, 'kept')).length === 1_101, { within: 20_000 });
  await drained(topic);
  expect(await numbersOf(topic, 'kept')).toEqual(upTo(1_101));
  await consumer.stop();
}, 60_000);

it('goes on with a key that an owner has left because it knew of no batches', async () => {
  const topic = 'rig.before';
  const options = { group: topic, topics: [topic], recordsPerKey: 20, batchSize: 400, drain: FAST };
  const holding: PartitionHandler = {
    async handle(records, scope) {
      await scope.hold('flood', 'merge', records[0]);
      await insertEffects(records.slice(0, 1), scope);
      return {};
    },
  };
  const first = rig.consumer(holding, options);
  await first.start();
  // The last one comes alone and is a row, behind the batches.
  for (const [from, to] of [
    [0, 599],
    [599, 600],
  ] as const) {
    await rig.send(flood(topic, to - from).map((one) => ({ ...one, number: from + one.number })));
    const held = 'select from messaging.held_key where topic = $1 and row_count = $2';
    await eventually(async () => (await own.query(held, [topic, to - 1])).length === 1);
  }
  await first.stop();
  // It applies the rows before the first batch, and finds none that could follow.
  const gone = await own.query(
    `delete from messaging.parked_record where topic = $1
       and record_offset < (select min(first_offset) from messaging.held_batch where topic = $1) returning size_bytes`,
    [topic],
  );
  const bytes = gone.reduce((sum, row) => sum + Number(row['size_bytes']), 0);
  await own.query('update messaging.partition_position set held_bytes = held_bytes - $2 where topic = $1', [
    topic,
    bytes,
  ]);
  await own.query(
    `update messaging.held_key set hold_code = null, draining = false, row_count = row_count - $2 where topic = $1`,
    [topic, gone.length],
  );
  const second = rig.consumer(effectHandler(obey), options);
  await second.start();
  await drained(topic);
  expect(await numbersOf(topic, 'flood')).toEqual([0, ...upTo(600).slice(1 + gone.length)]);
  await second.stop();
}, 60_000);

it('what its handler can’t take yet comes before what was never given to it', async () => {
  const topic = 'rig.unfit';
  let refusals = 3;
  const handler: PartitionHandler = {
    async handle(records, scope) {
      refusals -= 1;
      if (refusals >= 0) return { defer: [records[0]!] };
      await insertEffects(records, scope);
      return {};
    },
  };
  const consumer = rig.consumer(handler, {
    ...{ group: topic, topics: [topic], recordsPerKey: 100, batchSize: 400 },
    drain: FAST,
  });
  await rig.send(flood(topic, 900));
  await consumer.start();
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 900, { within: 20_000 });
  expect(refusals).toBeLessThan(0);
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(900));
  await drained(topic);
  await consumer.stop();
}, 60_000);

it('drains at its rate, whatever waits', async () => {
  const topic = 'rig.rate';
  const consumer = consumerOf(topic, { drain: { perSecond: 200, slice: 20 } });
  await rig.send(flood(topic, 220));
  const began = performance.now();
  await consumer.start();
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 220, { within: 20_000 });
  // Two hundred at two hundred a second, less one slice that began at once.
  expect(performance.now() - began).toBeGreaterThan(850);
  await consumer.stop();
}, 60_000);

it('finds poison in what waits: parked alone, with the rest of its key behind it until it is redriven', async () => {
  const topic = 'rig.poison';
  let healed = false;
  const handler = effectHandler((happening, record, scope) =>
    healed ? undefined : obey(happening, record, scope),
  );
  const consumer = rig.consumer(handler, {
    group: topic,
    topics: [topic],
    recordsPerKey: 20,
    batchSize: 100,
    drain: FAST,
    limits: { maxAttempts: 2 },
  });
  await rig.send(flood(topic, 300, 'flood', (n) => (n === 150 ? 'type-error' : 'fine')));
  await consumer.start();
  await eventually(async () => (await listParked(rig.database, { topic })).length === 1, { within: 20_000 });
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(150));
  expect((await listParked(rig.database, { topic }))[0]).toMatchObject({
    code: 'type-error',
    attempts: 2,
    waiting: 149,
  });
  healed = true;
  await redrive(rig.database, { topic });
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 300, { within: 20_000 });
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(300));
  await drained(topic);
  await consumer.stop();
}, 60_000);

it('sets a record that fails aside: its key waits for its next starts, the others do not', async () => {
  const topic = 'rig.aside';
  const slow = new Map<number, number>();
  const seams: string[] = [];
  const consumer = rig.consumer(
    effectHandler((happening, record, scope) => {
      slow.set(happening.number, (slow.get(happening.number) ?? 0) + 1);
      return obey(happening, record, scope);
    }),
    {
      group: topic,
      topics: [topic],
      recordsPerKey: 20,
      batchSize: 100,
      drain: FAST,
      limits: { maxAttempts: 3 },
      seams: (seam) => void seams.push(seam),
    },
  );
  const records = upTo(64).map((number) => ({ topic, entity: `other-${number % 5}`, number, act: 'fine' }));
  const sick = [
    { topic, entity: 'sick', number: 100, act: 'u-0000' },
    { topic, entity: 'sick', number: 101, act: 'fine' },
  ];
  await rig.send([...records.slice(0, 40), ...sick, ...records.slice(40)]);
  await consumer.start();
  await eventually(async () => (await effectsOn(topic)).length === 64, { within: 20_000 });
  await eventually(async () => (await listParked(rig.database, { topic })).length === 1, { within: 20_000 });
  expect((await listParked(rig.database, { topic }))[0]).toMatchObject({
    code: 'sql-22021',
    attempts: 3,
    waiting: 1,
  });
  const [copies] = await own.query<{ n: number }>(
    `select count(*)::int as n from messaging.outbox where topic = $1`,
    [`${topic}.${topic}.dlq`],
  );
  expect(copies).toEqual({ n: 1 });
  // Its failing in a batch of its own was the first of its starts: none was written down for it.
  expect(seams).not.toContain('start-written');
  // Found by halves: no bystander was tried as often as there are records.
  expect(Math.max(...records.map(({ number }) => slow.get(number) ?? 0))).toBeLessThan(12);
  for (const entity of ['other-0', 'other-4'])
    expect(await numbersOf(topic, entity)).toEqual(
      records.filter((one) => one.entity === entity).map(({ number }) => number),
    );
  await consumer.stop();
}, 60_000);

it('reads more at once while a key floods; what was let go meanwhile is given to a handler in bounds, in order', async () => {
  const topic = 'rig.ebb';
  const given: number[] = [];
  const held: number[] = [];
  const consumer = consumerOf(topic, {
    drain: { perSecond: 100_000, slice: 40 },
    observer: {
      around: (_place, records, run) => {
        given.push(records.length);
        return run();
      },
      count: (counter, amount) => void (counter === 'held' && held.push(amount)),
    },
  });
  await consumer.start();
  for (const [from, to] of [
    [0, 1_000],
    [1_000, 1_200],
    [1_200, 1_400],
  ] as const) {
    const some = flood(topic, to - from).map((one) => ({ ...one, number: from + one.number }));
    await rig.send(some.flatMap((one, n) => (n % 10 === 0 ? [one, { ...one, entity: 'other' }] : one)));
    // In the midst of the drain: what is read next may wait, or may not any more.
    await eventually(async () => (await numbersOf(topic, 'flood')).length >= to - 60, { within: 20_000 });
  }
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 1_400, { within: 20_000 });
  await drained(topic);
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(1_400));
  expect(await numbersOf(topic, 'other')).toEqual(upTo(140).map((n) => n * 10));
  // More than a batch reads as a rule; and never more for the handler than a batch and a key's share.
  expect(Math.max(...held)).toBeGreaterThan(500);
  expect(Math.max(...given)).toBeLessThanOrEqual(100 + 20);
  await consumer.stop();
}, 60_000);

it('gives way while records wait: a fifth of the time is left to what drains', async () => {
  const topic = 'rig.share';
  const turns: { readonly began: number; readonly ended: number; readonly redriven: boolean }[] = [];
  const handler = effectHandler((_happening, record, { tx }) =>
    record.redriven ? tx.client.query('select pg_sleep(0.002)') : undefined,
  );
  const consumer = rig.consumer(handler, {
    group: topic,
    topics: [topic],
    recordsPerKey: 2,
    batchSize: 5,
    drain: { perSecond: 100_000, slice: 5 },
    observer: {
      around: async (_place, records, run) => {
        const began = performance.now();
        const result = await run();
        turns.push({ began, ended: performance.now(), redriven: records[0]?.redriven ?? false });
        return result;
      },
    },
  });
  const others = upTo(700).map((number) => ({ topic, entity: `other-${number}`, number, act: 'fine' }));
  await rig.send([...flood(topic, 40), ...others]);
  await consumer.start();
  await drained(topic);
  await eventually(async () => (await effectsOn(topic)).length === 740, { within: 20_000 });
  const lastFresh = turns.findLastIndex(({ redriven }) => !redriven);
  const slices = turns.slice(0, lastFresh).filter(({ redriven }) => redriven);
  // On a slow machine there may be one only; then nothing else came in between.
  expect(slices.length).toBeGreaterThan(0);
  for (const [n, { began }] of slices.entries()) {
    const before = slices[n - 1];
    if (before !== undefined) expect(began - before.ended).toBeGreaterThan(3 * (before.ended - before.began));
  }
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(40));
  await consumer.stop();
}, 60_000);

it('stops where the handler holds the key in the midst of what waits, and goes on when it is released', async () => {
  const topic = 'rig.hold';
  const consumer = rig.consumer(
    {
      async handle(records, scope) {
        const at = records.findIndex((one) => one.value<{ act: string }>().act === 'hold');
        if (at !== -1) await scope.hold(records[at]!.key, 'merge', records[at]);
        await insertEffects(at === -1 ? records : records.slice(0, at + 1), scope);
        return {};
      },
    },
    { group: topic, topics: [topic], recordsPerKey: 20, batchSize: 100, drain: FAST },
  );
  await rig.send(flood(topic, 200, 'flood', (n) => (n === 100 ? 'hold' : 'fine')));
  await consumer.start();
  await eventually(
    async () =>
      (await rig.database.query('select from messaging.held_key where hold_code is not null')).length === 1,
    { within: 20_000 },
  );
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(101));
  await rig.database.query(
    `insert into messaging.release_request (group_name, topic, partition, key) values ($1, $1, 0, 'flood')`,
    [topic],
  );
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 200, { within: 20_000 });
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(200));
  await drained(topic);
  await consumer.stop();
}, 60_000);

it('drains several keys in turn: a small one is not behind a large one', async () => {
  const topic = 'rig.turns';
  const consumer = consumerOf(topic, { batchSize: 400, drain: { perSecond: 400, slice: 20 } });
  await rig.send([...flood(topic, 340, 'a-large'), ...flood(topic, 60, 'b-small')]);
  await consumer.start();
  await eventually(async () => (await numbersOf(topic, 'b-small')).length === 60, { within: 20_000 });
  expect((await numbersOf(topic, 'a-large')).length).toBeLessThan(200);
  await eventually(async () => (await numbersOf(topic, 'a-large')).length === 340, { within: 20_000 });
  for (const [entity, count] of [
    ['a-large', 340],
    ['b-small', 60],
  ] as const)
    expect(await numbersOf(topic, entity)).toEqual(upTo(count));
  await consumer.stop();
}, 60_000);

it('after an owner that ended without a word the first slice goes row by row; what has to wait waits; nothing is doubled', async () => {
  const topic = 'rig.killed';
  let throws = 3;
  const seams: string[] = [];
  // Every twentieth has more before it than fits, and more often so than a record that fails is started.
  const lefts = new Map<number, number>();
  const deferring: PartitionHandler = {
    async handle(records, scope) {
      const at = records.findIndex((record) => {
        const { number } = record.value<{ number: number }>();
        const left = lefts.get(number) ?? 7;
        lefts.set(number, left - 1);
        return number % 20 === 0 && left > 0;
      });
      await insertEffects(at === -1 ? records : records.slice(0, at), scope);
      return at === -1 ? {} : { defer: [records[at]!] };
    },
  };
  const first = rig.consumer(deferring, {
    ...{ group: topic, topics: [topic], recordsPerKey: 20, batchSize: 100 },
    drain: { perSecond: 400, slice: 20 },
    seams: (seam) => {
      // A slice that fails at its last moment leaves nothing.
      if (seam === 'before-commit' && throws > 0) {
        throws -= 1;
        throw new Error('at the last moment');
      }
      seams.push(seam);
    },
  });
  await rig.send(flood(topic, 300));
  await first.start();
  await eventually(async () => (await numbersOf(topic, 'flood')).length > 60, { within: 20_000 });
  await rig.database.query(
    'update messaging.partition_position set epoch = epoch + 1, handed_over_epoch = null where topic = $1',
    [topic],
  );
  await eventually(async () => (await numbersOf(topic, 'flood')).length === 300, { within: 20_000 });
  expect(await numbersOf(topic, 'flood')).toEqual(upTo(300));
  expect(seams.length).toBeGreaterThan(0);
  await drained(topic);
  expect(await listParked(rig.database, { topic }, { held: true })).toEqual([]);
  await first.stop();
}, 60_000);
