// What is put away in batches, on a real database: rows again when it is their turn, counted, discarded, and never guessed at.
import { Database, migrate, type Transaction } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { createRequire } from 'node:module';
import { type PartitionId } from '../consumer/partition-row.js';
import { batchOf, type Checksum } from '../kafka/record-batch-writer.js';
import { readBatches } from '../kafka/record-batch.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { insertBatches, NEXT_BATCH, resumeBatches, unpackNext } from './held-batches.js';
import { discardKey, growKeys } from './held-keys.js';
import { packed } from './packing.js';
import { parkedOfEvent } from './parked-event.js';
import { parkedDetail, parkedKinds } from './parked-look.js';
import {
  deleteRows,
  insertRows,
  rowToInsert,
  waitingRows,
  WAITING_ROWS,
  type ParkedRow,
} from './parked-store.js';
import { redrive } from './redrive.js';

const checksum = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as Checksum;
/** Of the database's pages; all rows together lie on thousands. */
const FEW_PAGES = 60;

let own: TestDatabase;
let database: Database;
let used = 0;

beforeAll(async () => {
  own = await testDatabase('held-batches');
  database = await Database.open({ url: own.url, applicationName: 'held-batches' });
  await migrate(database, [messagingMigrations]);
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

const key = Buffer.from('flood');
const nextId = (): PartitionId => ({ group: 'test', topic: `topic-${(used += 1)}`, partition: 0 });
const inTransaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => database.transaction(work);

function row(offset: number, change: Partial<ParkedRow> = {}): ParkedRow {
  const bytes = batchOf(
    [{ key, value: Buffer.alloc(20), headers: { ce_id: `event-${offset}` } }],
    1,
    checksum,
  );
  bytes.writeBigInt64BE(BigInt(offset), 0);
  const record = readBatches(bytes)[0]!;
  const why = { code: 'key-deferred', reason: 'too many' };
  return { record, state: 'held', holdsKey: true, attempts: 0, ...why, ...change };
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, n) => n);

/** Holds rows as a batch of the topic does; answers the bytes that they count for. */
async function hold(id: PartitionId, rows: readonly ParkedRow[]): Promise<number> {
  const away = packed(rows);
  const single = away.rows.map(rowToInsert);
  await inTransaction(async (tx) => {
    await insertRows(tx, id, single);
    await insertBatches(tx, id, away.batches);
    await growKeys(tx, id, [{ key, rows: rows.length, onlyHeld: true }], 1_000_000);
  });
  return [...single.map(({ size }) => size), ...away.batches.map(({ bytes }) => bytes.length)].reduce(
    (sum, size) => sum + size,
    0,
  );
}

const waiting = async (id: PartitionId, limit = 1_000): Promise<number[]> =>
  (await waitingRows(database, id, key, limit)).map(({ record }) => Number(record.offset));

/** Applies what waits, without a handler. */
async function apply(id: PartitionId): Promise<{ readonly offsets: number[]; readonly bytes: number }> {
  const rows = await waitingRows(database, id, key, 1_000);
  return inTransaction(async (tx) => {
    const gone = await deleteRows(
      tx,
      rows.map((one) => one.id),
    );
    const less = [...gone.values()].reduce((sum, size) => sum + size, 0);
    const bytes = (await unpackNext(tx, id, key)) - less;
    return { offsets: rows.map(({ record }) => Number(record.offset)), bytes };
  });
}

test('becomes rows when those before it are gone, in order and once, and counts for what it is', async () => {
  const id = nextId();
  let bytes = await hold(
    id,
    upTo(500).map((n) => row(n)),
  );
  // What is read next begins with a row again, which is not its turn yet.
  bytes += await hold(
    id,
    upTo(100).map((n) => row(500 + n, { code: 'key-held' })),
  );
  expect(await waiting(id)).toEqual([0]);
  expect(await inTransaction((tx) => unpackNext(tx, id, key))).toBe(0);
  const applied: number[][] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const done = await apply(id);
    applied.push(done.offsets);
    bytes += done.bytes;
  }
  expect(applied.flat()).toEqual(upTo(600));
  expect(applied.map(({ length }) => length)).toEqual([1, 200, 200, 100, 99, 0]);
  expect(bytes).toBe(0);
});

test('keeps since when it waits, why, and what it is', async () => {
  const id = nextId();
  await hold(
    id,
    upTo(100).map((n) => row(n, { code: 'key-held', reason: 'for a test' })),
  );
  await own.query(`update messaging.held_batch set held_at = '2026-01-02T03:04:05Z' where topic = $1`, [
    id.topic,
  ]);
  await apply(id);
  const rows = await own.query(
    `select code, reason, state, attempts, parked_at, record_time::int, headers ->> 'ce_id' as event
     from messaging.parked_record where topic = $1 and record_offset = 7`,
    [id.topic],
  );
  const parked_at = new Date('2026-01-02T03:04:05Z');
  expect(rows).toEqual([
    {
      ...{ code: 'key-held', reason: 'for a test', state: 'held', attempts: 0, event: 'event-7' },
      parked_at,
      record_time: 1,
    },
  ]);
});

test('is counted with the rows: by kind, behind a parked record, and before one', async () => {
  const id = nextId();
  await hold(id, [row(0, { state: 'parked', code: 'sick' }), ...upTo(300).map((n) => row(n + 1))]);
  await hold(id, [row(301, { state: 'parked', code: 'sick' })]);
  const { topic } = id;
  expect(
    (await parkedKinds(database, { topic }, 10)).map(({ code, state, count }) => [code, state, count]),
  ).toEqual([
    ['key-deferred', 'held', 300],
    ['sick', 'parked', 2],
  ]);
  expect(await parkedKinds(database, { topic, ids: ['1'] }, 10)).toEqual([]);
  const [{ id: last }] = (await own.query<{ id: string }>(
    'select id::text from messaging.parked_record where topic = $1 and record_offset = 301',
    [topic],
  )) as [{ id: string }];
  expect(await parkedDetail(database, last)).toMatchObject({ ahead: 301, waiting: 301 });
  expect(await redrive(database, { topic }, { dryRun: true })).toMatchObject({ matched: 2, held: 300 });
});

test('what became a row while it was looked for is told once, as the row that it is', async () => {
  const id = nextId();
  await hold(
    id,
    upTo(100).map((n) => row(n)),
  );
  const [head] = (await parkedOfEvent(database, 'event-0')).filter(({ topic }) => topic === id.topic);
  const places = async () =>
    (await parkedOfEvent(database, 'event-7'))
      .filter(({ topic }) => topic === id.topic)
      .map((one) => [one.id, one.offset]);
  expect(await places()).toEqual([[head?.id, '7']]);
  await inTransaction((tx) => insertRows(tx, id, [rowToInsert(row(7))]));
  const [own7] = await own.query<{ id: string }>(
    'select id::text from messaging.parked_record where topic = $1 and record_offset = 7',
    [id.topic],
  );
  expect(await places()).toEqual([[own7?.id, '7']]);
});

test('goes with its key, whole', async () => {
  const id = nextId();
  const bytes = await hold(
    id,
    upTo(700).map((n) => row(n)),
  );
  expect(await inTransaction((tx) => discardKey(tx, id, key))).toEqual({ rows: 700, bytes, wasHeld: true });
  expect(await own.query('select from messaging.held_batch where topic = $1', [id.topic])).toEqual([]);
});

test('what can’t be made rows stops what drains by name, and stays', async () => {
  const id = nextId();
  await hold(
    id,
    upTo(100).map((n) => row(n)),
  );
  await own.query(`update messaging.held_batch set record_count = 7 where topic = $1`, [id.topic]);
  await expect(apply(id)).rejects.toMatchObject({ code: 'held-batch-unreadable', kind: 'stopped' });
  await own.query(`update messaging.held_batch set record_count = 99, records = '\\x00' where topic = $1`, [
    id.topic,
  ]);
  await expect(apply(id)).rejects.toMatchObject({ code: 'held-batch-unreadable' });
  expect(await waiting(id)).toEqual([0]);
  expect(await own.query('select from messaging.held_batch where topic = $1', [id.topic])).toHaveLength(1);
});

test('an owner that knew of no batches leaves keys that stand: they drain again, unless something else stops them', async () => {
  const [stuck, parked, onPurpose] = [nextId(), nextId(), nextId()];
  for (const id of [stuck, parked, onPurpose])
    await hold(
      id,
      upTo(100).map((n) => row(n)),
    );
  const topics = [stuck.topic, onPurpose.topic];
  await own.query('update messaging.held_key set draining = false');
  await own.query('delete from messaging.parked_record where topic = any($1)', [topics]);
  await own.query(`update messaging.parked_record set state = 'parked' where topic = $1`, [parked.topic]);
  await own.query(`update messaging.held_key set hold_code = 'merge' where topic = $1`, [onPurpose.topic]);
  for (const id of [stuck, parked, onPurpose]) await inTransaction((tx) => resumeBatches(tx, id));
  const draining = await own.query<{ topic: string }>('select topic from messaging.held_key where draining');
  expect(draining).toEqual([{ topic: stuck.topic }]);
});

test.each([
  ['as tables are that nobody has counted yet', false],
  ['as the database knows them', true],
])('is found by looking at few pages: %s', async (_how, counted) => {
  const id = nextId();
  await hold(
    id,
    upTo(100).map((n) => row(n)),
  );
  await own.query(
    `insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, headers,
       size_bytes, state, holds_key, code, reason)
     select 'test', $1, 0, n, 0, 'flood', '{}', 1, 'held', true, 'key-held', repeat('x', 300)
     from generate_series(1000, 20000) n`,
    [id.topic],
  );
  if (counted) await own.query('analyze messaging.held_batch, messaging.parked_record');
  const of = [id.group, id.topic, id.partition, key];
  expect(await pagesOf(WAITING_ROWS, [...of, 50])).toBeLessThan(FEW_PAGES);
  expect(await pagesOf(NEXT_BATCH, of)).toBeLessThan(FEW_PAGES);
});

/** Pages that a statement looks at, by the plan that it has for whatever values. */
async function pagesOf(statement: string, values: readonly unknown[]): Promise<number> {
  interface Explained extends Record<string, unknown> {
    readonly 'QUERY PLAN': readonly { readonly Plan: Readonly<Record<string, number>> }[];
  }
  const [row] = await database.transaction(async (tx) => {
    await tx.client.query('set local plan_cache_mode = force_generic_plan');
    const text = `explain (analyze, buffers, format json) ${statement}`;
    return (
      await tx.client.query<Explained>({ name: `explain ${statement.length}`, text, values: [...values] })
    ).rows;
  });
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}
