// What maintenance removes, on a real database: ended instances when their journals go, marks when the log is gone.
import { contract } from '@continuo/contracts';
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { contractCatalogue } from '../src/journeys/definitions/contract-catalogue.js';
import { DefinitionReader } from '../src/journeys/definitions/definition-source.js';
import { PlanBook } from '../src/journeys/definitions/plan-book.js';
import { forgetOld } from '../src/journeys/timeline/maintenance.js';
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
  await forgetOld(
    database,
    new PlanBook(new DefinitionReader(schemaFile, contractCatalogue(contract))),
    new Date(),
  );
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
  await forgetOld(
    database,
    new PlanBook(new DefinitionReader(schemaFile, contractCatalogue(contract))),
    new Date(),
  );
  const left = await database.query<{ kind: string; value: string }>(
    'select kind, value from mark order by kind, value',
  );
  expect(left.map(({ kind, value }) => (kind === 'clock' ? kind : `${kind} ${value}`))).toEqual([
    ...['clock', 'guardrails 2', 'publication 1', 'publication 2'],
  ]);
});
