// What events did to a customer of a great many journeys: only the newest are looked at, and the answer says so.
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { orchestratorMigrations } from '../src/migrations/all-migrations.js';
import { declinedBy, entriesNaming, instanceThatKnows } from '../src/journeys/why/touches.store.js';

const [PROFILE, EVENT] = [uuidv7(), uuidv7()];
const INSTANCES = [uuidv7(), uuidv7(), uuidv7()];
const ALL = { instances: 9, ofOne: 9, entries: 99, declined: 9 };
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('touches');
  database = await Database.open({ url: own.url, applicationName: 'touches' });
  await migrate(database, [messagingMigrations, serviceKitMigrations, orchestratorMigrations]);
  const today = new Date().toISOString().slice(0, 10);
  await database.query(
    `create table journal_today partition of journal_standard for values from ('${today}') to ('9999-12-31')`,
  );
  // Three instances, the newest last, of four entries each; all of them name the event.
  for (const [at, id] of INSTANCES.entries()) {
    await database.query(
      `insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, changed_at,
         state) values ($1, $2, 'many', 1, $3, '', now(), false, 'ended', 's', now() + $4 * interval '1 ms', '{}')`,
      [id, PROFILE, `${at}`, at],
    );
    await database.query(
      `insert into journal (class, day, instance_id, seq, profile_id, partition, recorded_at, entry)
       select 'standard', $1, $2, seq, $3, 0, now() + ($4 * 10 + seq) * interval '1 ms',
         format('{"name":"%s/%s","event":"%s"}', $4::int, seq, $5::text) from generate_series(1, 4) as n(seq)`,
      [today, id, PROFILE, at, EVENT],
    );
  }
  await database.query(
    `insert into decision (profile_id, customer, journey, version, at, rule, inputs)
     select $1, '', 'many', n, now(), 'reentry', format('{"entry":"%s"}', $2::text) from generate_series(1, 5) as s(n)`,
    [PROFILE, EVENT],
  );
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

const named = async (looked: Partial<typeof ALL>) => {
  const { rows, isComplete } = await entriesNaming(database, PROFILE, [EVENT], { ...ALL, ...looked });
  return { names: rows.map((entry) => (entry as unknown as { name: string }).name), isComplete };
};

test('everything of a customer with few, in order', async () => {
  const { names, isComplete } = await named({});
  expect([names.length, names[0], names.at(-1), isComplete]).toEqual([12, '0/1', '2/4', true]);
  expect(await named({ instances: 3, ofOne: 4, entries: 12 })).toMatchObject({ isComplete: true });
  expect(await entriesNaming(database, PROFILE, [uuidv7()], ALL)).toEqual({ rows: [], isComplete: true });
});

test.each<[string, Partial<typeof ALL>, readonly string[]]>([
  ['instances', { instances: 1 }, ['1/1', '1/2', '1/3', '1/4', '2/1', '2/2', '2/3', '2/4']],
  ['entries of one', { ofOne: 1 }, ['0/3', '0/4', '1/3', '1/4', '2/3', '2/4']],
  ['entries of all', { entries: 4 }, ['1/4', '2/1', '2/2', '2/3', '2/4']],
])('the newest %s alone, and that it is not all', async (_what, looked, names) => {
  expect(await named(looked)).toEqual({ names, isComplete: false });
});

test('the instance that knows an id, the newest first, and no further back than is looked', async () => {
  const knows = (id: string, looked: Partial<typeof ALL> = {}) =>
    instanceThatKnows(database, PROFILE, id, { ...ALL, ...looked });
  const [oldest, , newest] = INSTANCES;
  expect([await knows(EVENT), await knows('0/1'), await knows(uuidv7())]).toEqual([
    newest,
    oldest,
    undefined,
  ]);
  const bounds = [{ instances: 1 }, { ofOne: 1 }, { entries: 4 }];
  expect(await Promise.all(bounds.map((looked) => knows('0/1', looked)))).toEqual(
    bounds.map(() => undefined),
  );
  expect(await knows('0/4', { ofOne: 1 })).toBe(oldest);
});

test('before the newest the one that was answered: others may have been started by the answer', async () => {
  const answer = uuidv7();
  const [answered, , started] = INSTANCES;
  const deeds = [
    [answered, `{"deeds":[{"did":"answered","event":"${answer}"}]}`],
    [started, `{"deeds":[{"did":"entered"}],"input":{"id":"${answer}"}}`],
  ];
  for (const [nth, [id, entry]] of deeds.entries())
    await database.query(
      `insert into journal (class, day, instance_id, seq, profile_id, partition, recorded_at, entry)
       values ('standard', now()::date, $1, 5, $2, 0, now() + $3 * interval '1 hour', $4)`,
      [id, PROFILE, nth, entry],
    );
  expect(await instanceThatKnows(database, PROFILE, answer, ALL)).toBe(answered);
  await database.query('delete from journal where seq = 5');
});

test('the newest of what was declined', async () => {
  const declined = async (most: number) => declinedBy(database, PROFILE, [EVENT], { ...ALL, declined: most });
  expect(await declined(5)).toMatchObject({
    rows: [1, 2, 3, 4, 5].map((version) => ({ version, rule: 'reentry', inputs: { entry: EVENT } })),
    isComplete: true,
  });
  const { rows, isComplete } = await declined(2);
  expect([rows.map(({ version }) => version), isComplete]).toEqual([[3, 4, 5], false]);
});
