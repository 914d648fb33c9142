// What operations are shown of timers, on a real database: how many are set, and for how long the oldest has been due.
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { serviceKitMigrations } from '@continuo/service-kit';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { timersLag, timersPending } from '../src/journeys/timeline/timers.store.js';
import { orchestratorMigrations } from '../src/migrations/all-migrations.js';

const PARTITIONS = 8;
const MINUTE = 60_000;

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('figures');
  database = await Database.open({ url: own.url, applicationName: 'figures' });
  await migrate(database, [messagingMigrations, serviceKitMigrations, orchestratorMigrations]);
}, 30_000);

beforeEach(async () => {
  await database.query('delete from timer');
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

async function timer(partition: number, dueIn: number, profileId = uuidv7()): Promise<void> {
  await database.query(
    'insert into timer (instance_id, partition, due, profile_id) values ($1, $2, $3, $4)',
    [uuidv7(), partition, Date.now() + dueIn, profileId],
  );
}

async function timerState() {
  return { pending: await timersPending(database), lag: await timersLag(database, PARTITIONS) };
}

test('no timer is none, and nothing is late', async () => {
  expect(await timerState()).toEqual({ pending: 0, lag: 0 });
});

test('timers that are not due yet are set and not late', async () => {
  await timer(0, MINUTE);
  await timer(7, 1);
  await timer(7, 60 * MINUTE);
  const { pending, lag } = await timerState();
  expect(pending).toBe(3);
  expect(lag).toBeLessThan(5);
  await database.query('delete from timer where due < $1', [Date.now() + MINUTE / 2]);
  expect(await timerState()).toEqual({ pending: 2, lag: 0 });
});

test('the oldest of all partitions says how late they are, that of a held profile too', async () => {
  const held = uuidv7();
  await database.query(
    `insert into messaging.held_key (group_name, topic, partition, key) values ('orchestrator', 'cdp.timeline', 2, $1)`,
    [Buffer.from(held)],
  );
  await timer(0, 5 * MINUTE);
  await timer(5, -MINUTE);
  await timer(7, -30_000);
  expect((await timerState()).lag).toBeCloseTo(60, -1);
  await timer(2, -2 * MINUTE, held);
  const { pending, lag } = await timerState();
  expect(pending).toBe(4);
  expect(lag).toBeGreaterThanOrEqual(120);
  expect(lag).toBeLessThan(130);
});

test('very many are as many as the database thinks, and never fewer than were counted', async () => {
  await database.query(
    `insert into timer (instance_id, partition, due, profile_id)
     select gen_random_uuid(), n % 8, $1, gen_random_uuid() from generate_series(1, 12000) n`,
    [Date.now() + MINUTE],
  );
  expect((await timerState()).pending).toBeGreaterThan(10_000);
  await database.query('analyze timer');
  const { pending, lag } = await timerState();
  expect(pending).toBe(12_000);
  expect(lag).toBe(0);
});
