// Proves the promise about effects outside: at least once, with one idempotency key, whatever fails in between.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Database, migrate } from '@continuo/persistence';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import {
  messagingMigrations,
  type IntentHandler,
  type IntentWorkerOptions,
  type NewIntent,
} from '../src/index.js';
import { IntentReceiver } from './intent-receiver.js';
import { intentRig, KIND, type IntentRig } from './intent-rig.js';

let own: TestDatabase;
let database: Database;
const receiver = new IntentReceiver();
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  [own] = await Promise.all([testDatabase('intents'), receiver.start()]);
  database = await Database.open({ url: own.url, applicationName: 'intents-test' });
  await migrate(database, [messagingMigrations]);
  await own.query('create table told (id uuid, payload text, attempt int)');
}, 30_000);

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
  await own.query('truncate told, messaging.intent, messaging.outbox');
  receiver.calls.length = 0;
  receiver.effects.clear();
});

afterAll(async () => {
  await receiver.close();
  await database.close();
  await own.drop();
});

/** A worker with one kind; stopped after the test. */
function working(
  handler: Partial<IntentHandler<string>> = {},
  options: Partial<IntentWorkerOptions> = {},
): IntentRig {
  const rig = intentRig(database, receiver.url, handler);
  const worker = rig.worker(options);
  worker.start();
  stops.push(() => worker.stop(100));
  return rig;
}

async function ask(rig: IntentRig, ...asked: readonly Partial<NewIntent>[]): Promise<readonly string[]> {
  return database.transaction((tx) =>
    rig.intents.write(
      tx,
      asked.map((one) => ({ kind: KIND, payload: 'x', ...one })),
    ),
  );
}

async function told(): Promise<readonly string[]> {
  return (await own.query<{ id: string }>('select id from told')).map(({ id }) => id);
}

/** What the outbox holds for an intent. */
async function published(id: string): Promise<readonly string[]> {
  const rows = await own.query<{ value: Buffer }>(
    'select value from messaging.outbox where key = $1 order by id',
    [Buffer.from(id)],
  );
  return rows.map(({ value }) => value.toString());
}

const gone = async (id: string): Promise<boolean> =>
  (await own.query('select 1 from messaging.intent where id = $1', [id])).length === 0;

it('calls again with the same key when the receiver acted and did not answer: N calls, one key, one effect', async () => {
  receiver.treatments.set('slow', ['hang', 'hang']);
  const [id = ''] = await ask(working(), { payload: 'slow' });
  await eventually(() => gone(id));
  expect([receiver.calls, receiver.effects.get(id)]).toEqual([[id, id, id], 1]);
  expect([await told(), await published(id)]).toEqual([[id], ['done']]);
});

it('calls again with the same key after kill -9 between the call and the writing of its result', async () => {
  const rig = intentRig(database, receiver.url);
  const [id = ''] = await ask(rig, {});
  const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
  const order = JSON.stringify({ databaseUrl: own.url, receiverUrl: receiver.url });
  const child = spawn(
    process.execPath,
    ['--import', here('typescript-hooks.mjs'), here('intent-child.ts'), order],
    {
      stdio: ['ignore', 'ignore', 'inherit'],
    },
  );
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  expect([signal, receiver.calls, await told()]).toEqual(['SIGKILL', [id], []]);
  working();
  await eventually(() => gone(id));
  expect([receiver.calls, receiver.effects.get(id)]).toEqual([[id, id], 1]);
  expect([await told(), await published(id)]).toEqual([[id], ['done']]);
}, 30_000);

it('keeps the order of a key while one of it fails, and holds no other key', async () => {
  receiver.treatments.set('first', ['fail', 'fail']);
  const rig = working();
  const [a1 = '', a2 = '', a3 = '', b1 = ''] = await ask(
    rig,
    { key: 'a', payload: 'first' },
    { key: 'a', payload: 'second' },
    { key: 'a', payload: 'third' },
    { key: 'b', payload: 'other' },
  );
  await eventually(async () => (await told()).length === 4);
  expect(receiver.calls.filter((id) => id !== b1)).toEqual([a1, a1, a1, a2, a3]);
  expect(receiver.calls.indexOf(b1)).toBeLessThan(receiver.calls.lastIndexOf(a1));
});

it('parks after the last attempt, at once when the receiver refuses, and goes on when a person says so', async () => {
  receiver.treatments.set('failing', ['fail', 'fail', 'fail']);
  receiver.treatments.set('refused', ['refuse']);
  const rig = working({ maxAttempts: 3 });
  const [failing = '', behind = '', refused = ''] = await ask(
    rig,
    { key: 'k', payload: 'failing' },
    { key: 'k', payload: 'behind' },
    { payload: 'refused' },
  );
  const parked = await eventually(async () => {
    const rows = await rig.store.parked();
    return rows.length === 2 ? rows : undefined;
  });
  expect(parked.map(({ id, code, attempts, waiting }) => [id, code, attempts, waiting])).toEqual([
    [failing, 'partner-503', 3, 1],
    [refused, 'partner-422', 1, 0],
  ]);
  expect([await published(failing), receiver.calls.includes(behind)]).toEqual([['parked'], false]);
  expect([await rig.store.retry(failing), await rig.store.retry(failing)]).toEqual([true, false]);
  rig.intents.wake();
  await eventually(async () => (await told()).length === 2);
  expect(await told()).toEqual([failing, behind]);
  expect(await database.transaction((tx) => rig.store.cancel(tx, refused))).toBe(true);
  expect(await rig.store.parked()).toEqual([]);
});

it('does not call when the time for it has passed, and says so', async () => {
  const [late = '', inTime = ''] = await ask(
    working(),
    { notAfter: new Date(Date.now() - 1_000) },
    { notAfter: new Date(Date.now() + 60_000) },
  );
  await eventually(async () => (await gone(late)) && (await gone(inTime)));
  expect([receiver.calls, await published(late), await published(inTime)]).toEqual([
    [inTime],
    ['expired'],
    ['done'],
  ]);
});

it('writes nothing once its lease is lost, and nothing of a result whose transaction fails', async () => {
  let steal = true;
  const rig = working(
    { maxAttempts: 1_000 },
    {
      seam: async (seam, id) => {
        if (seam !== 'called' || !steal) return;
        steal = false;
        await own.query(
          'update messaging.intent set lease = gen_random_uuid(), due_at = clock_timestamp() where id = $1',
          [id],
        );
      },
    },
  );
  const [stolen = ''] = await ask(rig, {});
  await eventually(() => gone(stolen));
  expect([receiver.calls, await told(), await published(stolen)]).toEqual([
    [stolen, stolen],
    [stolen],
    ['done'],
  ]);
  await own.query('alter table told add constraint picky check (payload is distinct from $$"never"$$)');
  const [never = ''] = await ask(intentRig(database, receiver.url), { payload: 'never' });
  rig.intents.wake();
  await eventually(() => receiver.calls.filter((id) => id === never).length >= 2);
  await own.query('alter table told drop constraint picky');
  await eventually(() => gone(never));
  expect([(await told()).filter((id) => id === never), await published(never)]).toEqual([[never], ['done']]);
});

it('makes an intent known by the transaction alone: nothing after a rollback, one row for a repeated id', async () => {
  const rig = working();
  const id = '018f2b6e-7c1d-7000-8000-000000000001';
  const failing = database.transaction(async (tx) => {
    await rig.intents.write(tx, [{ kind: KIND, payload: 'x', id }]);
    throw new Error('rolled back');
  });
  await expect(failing).rejects.toThrow('rolled back');
  await ask(rig, { id, payload: 'U+0000 \u0000 and \ud800' }, { id, payload: 'again' });
  await eventually(() => gone(id));
  expect([receiver.calls, (await told()).length]).toEqual([[id], 1]);
});
