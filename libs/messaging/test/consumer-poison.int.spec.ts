// Records that cannot be applied: parked with a reason that quotes nothing, holding their key and nobody else's.
import {
  countIncidents,
  listParked,
  openIncidents,
  redrive,
  requestRelease,
  type ConsumerCounter,
  type OutgoingBytes,
} from '../src/index.js';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import { ConsumerRig, effectHandler, insertEffects, type RigRecord } from './consumer-rig.js';
import { obey } from './rig-acts.js';
import type { Happening } from './consumer-rig.js';

let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('poison');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const topicPrefix = uniquePrefix('poison');
  rig = await ConsumerRig.open({ databaseUrl: own.url, kafkaBrokers, schemaRegistryUrl, topicPrefix });
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own.drop();
}, 60_000);

const secret = 'secret-of-a-person';
const thrown = ['type-error', 'range-error', 'syntax-error', 'string', 'undefined', 'stack-overflow'];
const refusedBySql = ['u-0000', 'lone-surrogate', 'year-10000'];

function record(entity: string, number: number, act = 'fine', over: Partial<RigRecord> = {}): RigRecord {
  return { entity, number, act, ...over };
}

it('parks every kind of poison, holds only its key, applies it in order when it is redriven, and once', async () => {
  let healed = false;
  const counted = new Map<string, number>();
  const count = (counter: ConsumerCounter, amount: number): void => {
    counted.set(counter, (counted.get(counter) ?? 0) + amount);
  };
  const consumer = rig.consumer(
    effectHandler((happening, one, scope) => (healed ? undefined : obey(happening, one, scope))),
    { limits: { maxAttempts: 2 }, observer: { count }, unknownSchemaRestMs: 300, batchSize: 20 },
  );
  await consumer.start();
  const unreadable: Record<string, RigRecord> = {
    undecodable: record('bytes', 1, 'fine', { value: rig.valueOf(record(secret, 1)).subarray(0, 9) }),
    'schema-unknown': record('schema', 1, 'fine', { value: Buffer.from([0, 0x7f, 0xff, 0xff, 0xf0, 2, 4]) }),
    tombstone: record('tombstone', 1, 'fine', { value: null }),
    'unknown-type': record('type', 1, 'fine', { headers: { ce_type: 'continuo.rig.Other.v1' } }),
    'foreign-record': record('foreign', 1, 'fine', { headers: { publisher: undefined } }),
  };
  const poison = [...thrown, ...refusedBySql].map((act) => record(act, 1, act));
  const behind = [...thrown, ...refusedBySql].map((act) => record(act, 2));
  const others = Array.from({ length: 30 }, (_, n) => record(`other-${n % 3}`, n));
  const loop = record('loop', 1, 'fine', { headers: { ce_hops: '33' } });
  const afterUnreadable = Object.values(unreadable).map(({ entity }) => record(entity, 2));
  await rig.send([
    ...others.slice(0, 10),
    ...poison,
    ...Object.values(unreadable),
    loop,
    ...behind,
    ...afterUnreadable,
    ...others.slice(10),
  ]);
  await eventually(async () => (await rig.effects()).length >= 30 + 5, {
    within: 20_000,
    what: 'the others',
  });
  const effects = await rig.effects();
  expect(effects.filter((one) => one.entity.startsWith('other')).length).toBe(30);
  expect(
    effects.filter((one) => one.number === 2 && !one.entity.startsWith('other')).map((one) => one.entity),
  ).toEqual(afterUnreadable.map((one) => one.entity));

  const parked = await listParked(rig.database, { group: 'rig' });
  const codes = Object.fromEntries(parked.map((one) => [one.key, one.code]));
  expect(codes).toMatchObject({
    'type-error': 'type-error',
    'range-error': 'range-error',
    'syntax-error': 'syntax-error',
    string: 'thrown-value',
    undefined: 'thrown-value',
    'stack-overflow': 'range-error',
    'u-0000': 'sql-22021',
    'lone-surrogate': 'sql-22p02',
    'year-10000': 'sql-22009',
    bytes: 'undecodable',
    schema: 'schema-unknown',
    tombstone: 'tombstone',
    type: 'unknown-type',
    foreign: 'foreign-record',
    loop: 'hops-exceeded',
  });
  expect(parked.find((one) => one.key === 'type-error')).toMatchObject({
    attempts: 2,
    waiting: 1,
    state: 'parked',
  });
  expect(JSON.stringify(parked)).not.toContain(secret);
  expect(await openIncidents(rig.database)).toMatchObject([{ code: 'hops-exceeded', topic: 'rig.things' }]);
  expect(counted.get('parked')).toBe(parked.length);
  expect(consumer.status().partitions[0]).toMatchObject({
    state: 'running',
    lag: 0n,
    heldKeys: poison.length + 1,
  });
  const copies = await own.query<{ key: Buffer; value: Buffer | null; headers: string }>(
    `select key, value, headers from messaging.outbox where topic = 'rig.things.rig.dlq' order by id`,
  );
  expect(copies.map((one) => one.key.toString()).sort()).toEqual(parked.map((one) => one.key).sort());
  const copy = copies.find((one) => one.key.toString() === 'type-error')!;
  expect(copy.value).toEqual(rig.valueOf(poison[0]!));
  expect(JSON.parse(copy.headers)).toMatchObject({
    ce_type: 'continuo.rig.Happened.v1',
    'dead-letter-code': 'type-error',
    'dead-letter-attempts': '2',
    'dead-letter-reason': expect.stringContaining('rig-acts.ts'),
    'dead-letter-publisher': rig.publisher,
  });

  const dry = await redrive(rig.database, { group: 'rig', code: 'type-error' }, { dryRun: true });
  expect(dry).toMatchObject({ matched: 1, held: 1, marked: 0, byCode: { 'type-error': 1 } });
  expect((await rig.effects()).length).toBe(35);

  healed = true;
  const keys = [...poison.map((one) => one.entity), 'loop'];
  for (const key of keys) {
    const plans = await Promise.all([redrive(rig.database, { key }), redrive(rig.database, { key })]);
    expect(plans.map((plan) => plan.marked).sort()).toEqual([0, 1]);
  }
  await rig.send(keys.map((key) => record(key, 3)));
  await eventually(
    async () => (await listParked(rig.database, { group: 'rig' }, { held: true })).length === 5,
    {
      within: 20_000,
      what: 'drained keys',
    },
  );
  for (const key of keys) {
    const numbers = (await rig.effects()).filter((one) => one.entity === key).map((one) => one.number);
    expect([key, ...numbers]).toEqual(key === 'loop' ? [key, 1, 3] : [key, 1, 2, 3]);
  }
  await eventually(() => consumer.status().partitions[0]?.heldKeys === 0);
  expect(
    await rig.database.query('select held_keys from messaging.partition_position where partition = 0'),
  ).toEqual([{ held_keys: 0 }]);
  // What it was about is applied.
  expect(await openIncidents(rig.database)).toEqual([]);
  await consumer.stop();
}, 180_000);

it('parks what the handler asks for, holds and releases keys across partitions, and discards', async () => {
  // One of them is parked again at its first redrive, and what the handler publishes then is published.
  const left = new Map([
    ['asked', 2],
    ['discarded', 1],
  ]);
  const consumer = rig.consumer({
    async handle(records, scope) {
      const stopped = new Set<string>();
      const park = [];
      const outgoing: OutgoingBytes[] = [];
      const apply = [];
      for (const one of records) {
        const { act } = one.value<Happening & Record<string, unknown>>();
        if (stopped.has(one.key)) continue;
        if (act === 'park' && (left.get(one.key) ?? 0) > 0) {
          left.set(one.key, (left.get(one.key) ?? 0) - 1);
          park.push({ record: one, code: 'engine-error', reason: 'the engine refused', incident: true });
          if (one.redriven) outgoing.push({ topic: 'rig.told.dlq', key: 'told', bytes: null, headers: {} });
          stopped.add(one.key);
          continue;
        }
        if (act === 'hold') {
          await scope.hold(one.key, 'merge', one);
          stopped.add(one.key);
        }
        if (act === 'discard') await scope.discard('discarded');
        apply.push(one);
      }
      await insertEffects(apply, scope);
      return { park, outgoing, ignored: { tested: 1 } };
    },
  });
  await rig.database.query('truncate effect');
  await consumer.start();
  const partition = 1;
  await rig.send([
    record('merged', 1, 'hold', { partition }),
    record('asked', 1, 'park', { partition }),
    record('merged', 2, 'fine', { partition }),
    record('asked', 2, 'fine', { partition }),
    record('free', 1, 'fine', { partition }),
    record('discarded', 1, 'park', { partition }),
    record('discarded', 2, 'fine', { partition }),
  ]);
  await rig.send([record('merged', 3, 'fine', { partition }), record('free', 2, 'fine', { partition })]);
  const of = async (entity: string): Promise<number[]> =>
    (await rig.effects()).filter((one) => one.entity === entity).map((one) => one.number);
  await eventually(async () => (await of('free')).length === 2);
  expect(await of('merged')).toEqual([1]);
  expect(await of('asked')).toEqual([]);
  expect((await listParked(rig.database, { key: 'asked' }))[0]).toMatchObject({
    code: 'engine-error',
    waiting: 1,
  });
  expect(await countIncidents(rig.database)).toEqual([{ code: 'engine-error', count: 2 }]);
  await rig.database.transaction((tx) => requestRelease(tx, 'rig', 'rig.things', partition, 'merged'));
  await eventually(async () => (await of('merged')).length === 3);
  await redrive(rig.database, { key: 'asked' });
  await eventually(async () => {
    const told = await own.query(`select from messaging.outbox where topic = 'rig.told.dlq'`);
    return told.length === 1;
  });
  expect(await countIncidents(rig.database)).toEqual([{ code: 'engine-error', count: 2 }]);
  await redrive(rig.database, { key: 'asked' });
  await eventually(async () => (await of('asked')).length === 2);
  expect(await countIncidents(rig.database)).toEqual([{ code: 'engine-error', count: 1 }]);
  await rig.send([
    record('free', 3, 'discard', { partition }),
    record('discarded', 3, 'fine', { partition }),
  ]);
  await eventually(async () => (await of('discarded')).length === 1);
  expect([await of('merged'), await of('asked'), await of('discarded')]).toEqual([[1, 2, 3], [1, 2], [3]]);
  const held = await rig.database.query(
    'select held_keys, held_bytes from messaging.partition_position where partition = 1',
  );
  expect(held).toEqual([{ held_keys: 0, held_bytes: '0' }]);
  expect(await openIncidents(rig.database)).toEqual([]);
  await consumer.stop();
}, 120_000);
