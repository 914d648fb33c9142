// What maintenance removes, on a real database: ended instances when their journals go, marks when the log is gone.
import { contract } from '@continuo/contracts';
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { contractCatalogue } from '../src/journeys/definitions/contract-catalogue.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import { PlanBook } from '../src/journeys/definitions/plan-book.js';
import { keepJournalPartitions } from '../src/journeys/instances/journal-partitions.js';
import { forgetOld, Maintenance } from '../src/journeys/timeline/maintenance.js';
import { orchestratorMigrations } from '../src/migrations/all-migrations.js';

const DAY = 86_400_000;
const schemaFile = new URL('../../../schemas/journey.schema.json', import.meta.url);
const definition = (journey: string, retention: string): string => `
journey: ${journey}
title: Kept as long as its journal
owner: tests
objective: nothing is kept too long
metrics: [kept]
retention: ${retention}
entry:
  - { on: continuo.operations.OrderAccepted.v1, key: event.orderId }
steps:
  over: { end: over }
`;

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('maintenance');
  database = await Database.open({ url: own.url, applicationName: 'maintenance' });
  await migrate(database, [messagingMigrations, serviceKitMigrations, orchestratorMigrations]);
  for (const retention of ['short', 'standard'])
    await database.query(
      `insert into definition (journey, version, source, hash, owner, title, published_by)
       values ($1, 1, $2, '', '', '', '')`,
      [retention, definition(retention, retention)],
    );
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

const plans = (): PlanBook => new PlanBook(new DefinitionReader(schemaFile, contractCatalogue(contract)));

async function instance(journey: string, days: number, open = false): Promise<void> {
  await database.query(
    `insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, changed_at,
       state) values ($1, $1, $2, 1, $3, '', now(), $4, 'ended', 's', now() - $5 * interval '1 day', '{}')`,
    [uuidv7(), journey, `${days} days`, open, days],
  );
}

test('ended instances are kept as long as their definition says, and it is not asked of the journal', async () => {
  for (const journey of ['short', 'standard', 'of-nobody'])
    for (const days of [20, 100, 500]) await instance(journey, days);
  await instance('short', 900, true);
  await database.query('alter table journal rename to journal_out_of_reach');
  await forgetOld(database, plans(), new Date());
  const left = await database.query<{ journey: string; key: string }>(
    'select journey, key from instance order by journey, changed_at desc',
  );
  expect(left.map(({ journey, key }) => `${journey} ${key}`)).toEqual([
    ...['of-nobody 20 days', 'of-nobody 100 days', 'of-nobody 500 days'],
    ...['short 20 days', 'short 900 days'],
    ...['standard 20 days', 'standard 100 days'],
  ]);
  await database.query('alter table journal_out_of_reach rename to journal');
});

test('marks of times go when the log is gone that they are read with; what was published is known for longer', async () => {
  const now = Date.now();
  for (const [kind, value, days] of [
    ['clock', now - 120 * DAY, 120],
    ['clock', now - 80 * DAY, 80],
    ['pace', now - 120 * DAY, 120],
    ['lease', now - 120 * DAY, 120],
    ['publication', 1, 120],
    ['publication', 2, 80],
    ['guardrails', 1, 500],
    ['guardrails', 2, 450],
  ] as const)
    await database.query(
      `insert into mark (partition, kind, value, record_offset, at)
       values (31, $1, $2, 1, now() - $3 * interval '1 day')`,
      [kind, value, days],
    );
  await forgetOld(database, plans(), new Date());
  const left = await database.query<{ kind: string; value: string }>(
    'select kind, value from mark order by kind, value',
  );
  expect(left.map(({ kind, value }) => (kind === 'clock' ? kind : `${kind} ${value}`))).toEqual([
    ...['clock', 'guardrails 2', 'publication 1', 'publication 2'],
  ]);
});

describe('the journal', () => {
  const at = (days: number): Date => new Date(Date.now() - days * DAY);

  async function entry(journey: string, days: number): Promise<void> {
    await database.query(
      `insert into journal (class, day, instance_id, seq, profile_id, partition, entry)
       values ($1, $2, $3, 1, $3, 0, $4)`,
      [journey, at(days).toISOString().slice(0, 10), uuidv7(), `${journey} ${days}`],
    );
  }

  const entries = async () =>
    (await database.query<{ entry: string }>('select entry from journal order by entry')).map(
      (row) => row.entry,
    );

  test('is dropped by whole days when its class is over, and has its days ahead, whoever looks and how often', async () => {
    for (const days of [40, 20, 0]) {
      await keepJournalPartitions(database, at(days));
      for (const name of ['short', 'standard']) await entry(name, days);
    }
    const all = ['short 0', 'short 20', 'standard 0', 'standard 20', 'standard 40'];
    expect(await entries()).toEqual(all);
    expect(await keepJournalPartitions(database, at(0))).toEqual({ made: 0, dropped: 0 });
    // Several replicas at once, eleven days on: seven days ahead of that there is room.
    await Promise.all(Array.from({ length: 4 }, () => keepJournalPartitions(database, at(-11))));
    expect(await entries()).toEqual(all.filter((each) => each !== 'short 20'));
    for (const name of ['short', 'standard', 'long']) await entry(name, -18);
    await expect(entry('short', -19)).rejects.toThrow('no partition');
  });

  test('keeps nobody waiting behind a drop that waits for an open transaction; it is done the next time', async () => {
    await keepJournalPartitions(database, at(-60));
    const reader = await database.dedicated('reader');
    try {
      await reader.query('begin');
      await reader.query('select from journal limit 1');
      expect(await keepJournalPartitions(database, at(-95), 100)).toMatchObject({ dropped: 0 });
      // It has given way: who writes does not wait for the reader.
      await entry('short', -96);
    } finally {
      await reader.end();
    }
    const { dropped } = await keepJournalPartitions(database, at(-95));
    expect(dropped).toBeGreaterThan(0);
    expect(await keepJournalPartitions(database, at(-95))).toEqual({ made: 0, dropped: 0 });
  });
});

test('rows that nobody asks for again go in their time', async () => {
  const old = (days: number): string => `now() - interval '${days} days'`;
  for (const days of [6, 8, 34, 36]) {
    await database.query(`insert into command values ($1, $1, ${old(days)})`, [uuidv7()]);
    await database.query(`insert into request values ($1, 'applied', null, ${old(days)})`, [uuidv7()]);
    for (const state of ['completed', 'open'])
      await database.query(
        `insert into worker_task (task_id, instance_id, journey, version, step, visit, kind, attempt, state, input,
           lease_ms, offered_at, ended_at)
         values ($1, $1, '', 1, '', 1, '', 1, $2, '', 1, ${old(days)}, ${state === 'open' ? 'null' : old(days)})`,
        [uuidv7(), state],
      );
  }
  for (const days of [399, 401])
    await database.query(
      `insert into decision (profile_id, customer, journey, version, at, rule, inputs)
       values ($1, '', '', 1, ${old(days)}, 'reentry', '{}')`,
      [uuidv7()],
    );
  await forgetOld(database, plans(), new Date());
  const count = async (from: string): Promise<number> =>
    (await database.query<{ count: number }>(`select count(*)::int as count from ${from}`))[0]?.count ?? -1;
  expect(await count('command')).toBe(3);
  expect(await count('request')).toBe(1);
  expect(await count(`worker_task where state = 'completed'`)).toBe(3);
  expect(await count(`worker_task where state = 'open'`)).toBe(4);
  expect(await count('decision')).toBe(1);
});

test('is done again and again; a round that fails is told and the next one makes up for it', async () => {
  await database.query('delete from instance');
  await instance('short', 100);
  const told: string[] = [];
  const logger = { warn: (_about: unknown, text: string) => void told.push(text) };
  const maintenance = new Maintenance(database, plans(), logger as never, 20);
  await database.query('alter table request rename to request_out_of_reach');
  await maintenance.start();
  await eventually(() => told.length > 1, { what: 'rounds that fail' });
  expect(await database.query('select from instance')).toHaveLength(1);
  await database.query('alter table request_out_of_reach rename to request');
  await eventually(async () => (await database.query('select from instance')).length === 0, {
    what: 'a round that does not',
  });
  await maintenance.stop();
  await instance('short', 100);
  const rounds = told.length;
  expect(await database.query('select from instance')).toHaveLength(1);
  expect(told).toHaveLength(rounds);
});
