// Whose turn it is to drain, on a real database: the same work however many keys wait, or draining them all is quadratic.
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import type { PartitionId } from '../consumer/partition-row.js';
import { messagingMigrations } from '../migrations/messaging-migrations.js';
import { lockOldestDrainingKey, OLDEST_DRAINING } from './held-keys.js';
import { raiseIncident, RAISED_BEFORE } from './incidents.js';
import { NEXT_TURN, nextTurn } from './parked-store.js';

const MANY = 5_000;
/** Of the database's pages; all keys together lie on hundreds, and each has a row of its own. */
const FEW_PAGES = 60;
const [crowd, later]: readonly PartitionId[] = ['crowd', 'later'].map((topic) => ({
  group: 'test',
  topic,
  partition: 0,
})) as [PartitionId, PartitionId];

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('draining');
  database = await Database.open({ url: own.url, applicationName: 'draining' });
  await migrate(database, [messagingMigrations]);
  await hold(crowd, MANY, 'held', null);
  await hold(later, 3, 'redrive', '1 hour');
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

/** Keys that drain, each with one row. */
async function hold(id: PartitionId, count: number, state: string, dueIn: string | null): Promise<void> {
  const values = [id.group, id.topic, id.partition, count];
  await database.query(
    `insert into messaging.held_key (group_name, topic, partition, key, draining, row_count, since)
     select $1, $2, $3, convert_to(lpad(n::text, 6, '0'), 'UTF8'), true, 1, now() - n * interval '1 second'
     from generate_series(1, $4::int) n`,
    values,
  );
  await database.query(
    `insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, headers,
       size_bytes, state, holds_key, code, reason, redrive_at)
     select $1, $2, $3, n, 0, convert_to(lpad(n::text, 6, '0'), 'UTF8'), '{}', 1, $5, true, 'key-deferred', '',
       now() + $6::interval
     from generate_series(1, $4::int) n`,
    [...values, state, dueIn],
  );
}

/** Pages that a statement looks at. */
async function pagesOf(statement: string, values: readonly unknown[]): Promise<number> {
  interface Explained extends Record<string, unknown> {
    readonly 'QUERY PLAN': readonly { readonly Plan: Readonly<Record<string, number>> }[];
  }
  const [row] = await database.query<Explained>(
    `explain (analyze, buffers, format json) ${statement}`,
    values,
  );
  const plan = row?.['QUERY PLAN'][0]?.Plan;
  return (plan?.['Shared Hit Blocks'] ?? NaN) + (plan?.['Shared Read Blocks'] ?? NaN);
}

const key = (n: number): Buffer => Buffer.from(String(n).padStart(6, '0'));

test.each([
  ['as a table is that nobody has counted yet', false],
  ['as the database knows it', true],
])('is found by looking at few pages: %s', async (_how, counted) => {
  if (counted) await own.query('analyze messaging.held_key, messaging.parked_record');
  const of = [crowd.group, crowd.topic, crowd.partition];
  expect(await pagesOf(NEXT_TURN, [...of, key(MANY / 2)])).toBeLessThan(FEW_PAGES);
  expect(await pagesOf(NEXT_TURN, [...of, key(MANY)])).toBeLessThan(FEW_PAGES);
  expect(await pagesOf(OLDEST_DRAINING, [...of, []])).toBeLessThan(FEW_PAGES);
});

test('goes round: after each key the next, after the last the first', async () => {
  expect(await nextTurn(database, crowd, null)).toEqual({ key: key(1), onlyWaited: true });
  expect((await nextTurn(database, crowd, key(7)))?.key).toEqual(key(8));
  expect((await nextTurn(database, crowd, key(MANY)))?.key).toEqual(key(1));
});

test('comes to nobody whose redrive is due later, and first to whom is held longest', async () => {
  expect(await nextTurn(database, later, null)).toBeNull();
  await database.transaction(async (tx) => {
    expect(await lockOldestDrainingKey(tx, later, [])).toBeNull();
    expect((await lockOldestDrainingKey(tx, crowd, []))?.key).toEqual(key(MANY));
    expect((await lockOldestDrainingKey(tx, crowd, [key(MANY)]))?.key).toEqual(key(MANY - 1));
  });
  await own.query(
    `update messaging.parked_record set redrive_at = now() where topic = 'later' and record_offset = 2`,
  );
  expect(await nextTurn(database, later, null)).toEqual({ key: key(2), onlyWaited: false });
  await database.transaction(async (tx) => {
    expect((await lockOldestDrainingKey(tx, later, []))?.key).toEqual(key(2));
  });
});

test('an incident is one however often it is raised, and found among very many', async () => {
  await own.query(
    `insert into messaging.consumer_incident (group_name, topic, partition, record_offset, code)
     select 'test', 'crowd', 0, n, 'loop' from generate_series(1, ${MANY}) n`,
  );
  for (const offset of [7n, 7n, null, null])
    await database.transaction((tx) => raiseIncident(tx, crowd, 'loop', offset));
  expect(await own.query('select count(*)::int as n from messaging.consumer_incident')).toEqual([
    { n: MANY + 1 },
  ]);
  const of = [crowd.group, crowd.topic, crowd.partition];
  expect(await pagesOf(RAISED_BEFORE, [...of, '9', 'loop'])).toBeLessThan(FEW_PAGES / 2);
});
