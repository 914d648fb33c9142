// Proves on a real database that a task is one worker's at a time, settled once, and lost to nobody for good.
import { canonicalJson } from '@continuo/kernel';
import { Erasures, PersonalData } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { outboxRig, type OutboxRig } from '@continuo/testing/service';
import { uuidv7 } from 'uuidv7';
import { orchestratorMigrations } from '../migrations/all-migrations.js';
import { writeOffers, type Offer } from './offers.store.js';
import { WaitingWorkers } from './waiting-workers.js';
import { WorkerTasks, type ClaimedTask, type Settlement } from './worker-tasks.service.js';
import { WorkerTasksStore } from './worker-tasks.store.js';

let rig: OutboxRig;
let waiting: WaitingWorkers;
let tasks: WorkerTasks;
const personalData = new PersonalData();
const here = new AbortController().signal;
const done: Settlement = { state: 'completed', result: { score: 7 } };

beforeAll(async () => {
  const topics = ['orchestrator.requests'];
  rig = await outboxRig({ service: 'orchestrator', migrations: orchestratorMigrations, topics });
  const store = new WorkerTasksStore(personalData);
  waiting = new WaitingWorkers(rig.database, store);
  tasks = new WorkerTasks(rig.database, rig.outbox, store, waiting);
}, 30_000);

afterAll(async () => {
  waiting.stop();
  await rig.close();
});

/** An instance that waits for a task of this kind. */
async function offer(kind: string, more: Partial<Offer> = {}): Promise<Offer & { profileId: string }> {
  const [instanceId, profileId] = [uuidv7(), uuidv7()];
  const state = { correlationId: `story-${instanceId}`, hops: 2 };
  await rig.own.query(
    `insert into instance (id, profile_id, journey, version, key, customer, started_at, open, status, step, changed_at,
       state) values ($1, $2, 'j', 1, '', '', now(), true, 'running', 's', now(), $3)`,
    [instanceId, profileId, JSON.stringify(state)],
  );
  const of = { instanceId, journey: 'j', version: 1, step: 's', visit: 1, kind, attempt: 1 };
  const offered: Offer = { op: 'offer', taskId: uuidv7(), ...of, input: '{"n":1}', leaseMs: 60_000, ...more };
  await write(offered);
  return { ...offered, profileId };
}

async function write(...offers: readonly Offer[]): Promise<void> {
  await rig.database.transaction((tx) => writeOffers(tx, offers));
}

async function claim(kind: string | readonly string[], more: { max?: number; waitMs?: number } = {}) {
  const kinds = typeof kind === 'string' ? [kind] : kind;
  const claimed = await tasks.claim({ kinds, max: 1, worker: 'bot', waitMs: 0, ...more }, here);
  if (!claimed.ok) throw new Error(claimed.refusal.code);
  return claimed.value;
}

async function one(kind: string): Promise<ClaimedTask> {
  const [task] = await claim(kind);
  if (task === undefined) throw new Error('there was nothing to take');
  return task;
}

/** The lease is over by the database's clock. */
async function lapse(taskId: string): Promise<void> {
  await rig.own.query(`update worker_task set leased_until = now() - interval '1 ms' where task_id = $1`, [
    taskId,
  ]);
}

const codeOf = (
  result: { ok: boolean } & ({ ok: true } | { ok: false; refusal: { code: string } }),
): string => (result.ok ? 'ok' : result.refusal.code);

describe('claiming', () => {
  it('gives each task to one of many workers who ask at once', async () => {
    const offered = await Promise.all(Array.from({ length: 40 }, () => offer('crowd')));
    const claims = await Promise.all(Array.from({ length: 30 }, () => claim('crowd', { max: 3 })));
    const rest: ClaimedTask[] = [];
    for (
      let more = await claim('crowd', { max: 10 });
      more.length > 0;
      more = await claim('crowd', { max: 10 })
    )
      rest.push(...more);
    const taken = [...claims.flat(), ...rest].map(({ taskId }) => taskId);
    expect(taken.sort()).toEqual(offered.map(({ taskId }) => taskId).sort());
  });

  it('gives the oldest first, and of several kinds each in turn, however many one of them has', async () => {
    const many = [await offer('many'), await offer('many'), await offer('many'), await offer('many')];
    const few = await offer('few');
    const kinds = (await claim(['many', 'few'], { max: 2 })).map(({ kind }) => kind).sort();
    expect(kinds).toEqual(['few', 'many']);
    expect((await claim(['many', 'few'], { max: 9 })).map(({ taskId }) => taskId)).toEqual(
      many.slice(1).map(({ taskId }) => taskId),
    );
    expect(codeOf(await tasks.heartbeat(few.taskId, uuidv7()))).toBe('lease-lost');
    expect(await claim('nothing-such')).toEqual([]);
  });

  it('waits for something to do, and ends at once when the caller is gone', async () => {
    const begun = performance.now();
    const waited = claim('later', { waitMs: 10_000 });
    const task = await offer('later');
    expect((await waited).map(({ taskId }) => taskId)).toEqual([task.taskId]);
    expect(performance.now() - begun).toBeLessThan(5_000);
    const gone = new AbortController();
    const left = tasks.claim({ kinds: ['later'], max: 1, worker: 'bot', waitMs: 20_000 }, gone.signal);
    gone.abort();
    expect(await left).toEqual({ ok: true, value: [] });
    expect(await claim('later', { waitMs: 120 })).toEqual([]);
  });

  it('wakes those who wait in their order, one for each task', async () => {
    const first = claim('queue', { waitMs: 10_000 });
    await eventually(() => waiting.count === 1);
    const second = claim('queue', { waitMs: 10_000 });
    await eventually(() => waiting.count === 2);
    const a = await offer('queue');
    expect(await first).toMatchObject([{ taskId: a.taskId }]);
    const b = await offer('queue');
    expect(await second).toMatchObject([{ taskId: b.taskId }]);
  });

  it('that dies before its commit takes nothing', async () => {
    const { taskId } = await offer('killed');
    const store = new WorkerTasksStore(new PersonalData());
    await expect(
      rig.database.transaction(async (tx) => {
        expect(await store.claim(tx, ['killed'], 1, 'bot')).toHaveLength(1);
        await tx.client.query('select pg_terminate_backend(pg_backend_pid())');
      }),
    ).rejects.toThrow();
    expect(await one('killed')).toMatchObject({ taskId, attempt: 1 });
  });
});

describe('a lease', () => {
  it('that lapses gives the task to another worker; the first one is told, whatever it says', async () => {
    const { taskId } = await offer('lapsing');
    const first = await one('lapsing');
    expect(await claim('lapsing')).toEqual([]);
    await lapse(taskId);
    expect(codeOf(await tasks.heartbeat(taskId, first.lease))).toBe('lease-lost');
    expect(codeOf(await tasks.settle(taskId, first.lease, done, 'bots'))).toBe('lease-lost');
    const second = await one('lapsing');
    expect(second.taskId).toBe(taskId);
    expect(second.lease).not.toBe(first.lease);
    expect(codeOf(await tasks.settle(taskId, first.lease, done, 'bots'))).toBe('lease-lost');
    expect(codeOf(await tasks.settle(taskId, second.lease, done, 'bots'))).toBe('ok');
    expect(codeOf(await tasks.settle(taskId, first.lease, done, 'bots'))).toBe('lease-lost');
  });

  it('is kept by signs of life, from the database’s time on', async () => {
    const { taskId } = await offer('living', { leaseMs: 30_000 });
    const { lease, leasedUntil } = await one('living');
    const kept = await tasks.heartbeat(taskId, lease);
    expect(kept.ok && kept.value.getTime() > leasedUntil.getTime()).toBe(true);
    const [row] = await rig.own.query<{ ms: number }>(
      `select extract(epoch from leased_until - now())::float8 * 1000 as ms from worker_task where task_id = $1`,
      [taskId],
    );
    expect(row?.ms).toBeGreaterThan(25_000);
    expect(row?.ms).toBeLessThanOrEqual(30_000);
  });

  it('of a task that is offered for another attempt, or withdrawn, is lost', async () => {
    const offered = await offer('again');
    const { lease } = await one('again');
    await write({ ...offered, attempt: 2 });
    expect(codeOf(await tasks.settle(offered.taskId, lease, done, 'bots'))).toBe('lease-lost');
    const second = await one('again');
    expect(second.attempt).toBe(2);
    await write({ ...offered, op: 'withdraw', attempt: 2 });
    expect(codeOf(await tasks.heartbeat(offered.taskId, second.lease))).toBe('task-withdrawn');
    expect(codeOf(await tasks.settle(offered.taskId, second.lease, done, 'bots'))).toBe('task-withdrawn');
    expect(await claim('again')).toEqual([]);
    await write({ ...(await offer('never')), op: 'withdraw' });
    expect(await claim('never')).toEqual([]);
  });
});

describe('settling', () => {
  it('tells the journey once, under the task as its command; the same word is answered as before', async () => {
    const { taskId, profileId, instanceId } = await offer('once');
    const { lease } = await one('once');
    const all = await Promise.all(
      Array.from({ length: 10 }, () => tasks.settle(taskId, lease, done, 'bots')),
    );
    expect(all.map(codeOf)).toEqual(Array.from({ length: 10 }, () => 'ok'));
    const published = await rig.published(profileId);
    expect(published).toMatchObject([
      {
        name: 'WorkerTaskSettled',
        topic: 'orchestrator.requests',
        value: { taskId, instanceId, attempt: 1, outcome: 'completed', result: '{"score":7}', actor: 'bots' },
        headers: { commandid: taskId, ce_profileid: profileId, ce_hops: '2' },
      },
    ]);
    const other: Settlement = { state: 'completed', result: { score: 8 } };
    expect(codeOf(await tasks.settle(taskId, lease, other, 'bots'))).toBe('already-completed');
    const failed: Settlement = { state: 'failed', code: 'no-line', retriable: true };
    expect(codeOf(await tasks.settle(taskId, lease, failed, 'bots'))).toBe('already-completed');
    // The journey has gone on, or left: the worker that repeats itself is answered as before.
    await write({ ...(await found(taskId)), op: 'withdraw' });
    expect(codeOf(await tasks.settle(taskId, lease, done, 'bots'))).toBe('ok');
    expect(await rig.published(profileId)).toHaveLength(1);
  });

  it('of two workers that both believe they hold it counts one', async () => {
    for (let round = 0; round < 8; round += 1) {
      const { taskId, profileId } = await offer('both');
      const first = await one('both');
      await lapse(taskId);
      const second = await one('both');
      const results = await Promise.all([
        tasks.settle(taskId, first.lease, { state: 'completed', result: 1 }, 'bots'),
        tasks.settle(taskId, second.lease, { state: 'completed', result: 2 }, 'bots'),
      ]);
      expect(results.map(codeOf)).toEqual(['lease-lost', 'ok']);
      expect(await rig.published(profileId)).toMatchObject([{ value: { result: '2' } }]);
    }
  });

  it('that dies before its commit leaves neither a word nor a state behind, and can be said again', async () => {
    const { taskId, profileId } = await offer('broken');
    const { lease } = await one('broken');
    const store = new WorkerTasksStore(new PersonalData());
    const breaking = Object.create(store) as WorkerTasksStore;
    breaking.settle = async (tx, ...rest) => {
      await store.settle(tx, ...rest);
      await tx.client.query('select pg_terminate_backend(pg_backend_pid())');
    };
    const broken = new WorkerTasks(rig.database, rig.outbox, breaking, waiting);
    await expect(broken.settle(taskId, lease, done, 'bots')).rejects.toThrow();
    expect(await rig.published(profileId)).toEqual([]);
    await eventually(async () => (await tasks.settle(taskId, lease, done, 'bots')).ok);
    expect(await rig.published(profileId)).toHaveLength(1);
  });

  it('is not done once more while its word is under way; opened again when the journey knows it', async () => {
    const offered = await offer('retried');
    const { lease } = await one('retried');
    expect(codeOf(await tasks.settle(offered.taskId, lease, done, 'bots'))).toBe('ok');
    // Its time was over before its word came: taken back, and an operator has it tried again.
    await write({ ...offered, op: 'withdraw' });
    await write(offered);
    expect(await claim('retried')).toEqual([]);
    expect(codeOf(await tasks.settle(offered.taskId, lease, done, 'bots'))).toBe('ok');
    await write({ ...offered, again: true });
    expect(await claim('retried')).toMatchObject([{ taskId: offered.taskId }]);
    expect(codeOf(await tasks.settle(offered.taskId, lease, done, 'bots'))).toBe('lease-lost');
  });

  it('refuses what must not travel, unknown tasks, and keeps the task for its worker', async () => {
    const { taskId } = await offer('shy');
    const { lease } = await one('shy');
    const mail: Settlement = { state: 'completed', result: { to: 'ada@example.org' } };
    expect(codeOf(await tasks.settle(taskId, lease, mail, 'bots'))).toBe('looks-personal');
    expect(codeOf(await tasks.settle(uuidv7(), lease, done, 'bots'))).toBe('task-unknown');
    expect(codeOf(await tasks.heartbeat(taskId, lease))).toBe('ok');
  });
});

describe('what is kept', () => {
  it('is listed newest first, over pages and by filter', async () => {
    const offered = [await offer('listed'), await offer('listed'), await offer('listed')];
    const seen: string[] = [];
    let after: readonly [string, string] | undefined;
    for (;;) {
      const [task] = await tasks.list({ kind: 'listed', limit: 1, ...(after && { after }) });
      if (task === undefined) break;
      seen.push(task.taskId);
      after = [task.place, task.taskId];
    }
    expect(seen).toEqual(offered.map(({ taskId }) => taskId).reverse());
    expect(await tasks.list({ kind: 'listed', state: 'leased', limit: 5 })).toEqual([]);
    expect(await tasks.list({ kind: 'listed', journey: 'other', limit: 5 })).toEqual([]);
  });

  it('is counted by kind and state, with the age of the oldest', async () => {
    await offer('counted');
    const { taskId } = await one('counted');
    await lapse(taskId);
    await offer('counted');
    const counts = await new WorkerTasksStore(new PersonalData()).counts(rig.database);
    expect(counts.filter(({ kind }) => kind === 'counted')).toMatchObject([
      { state: 'lapsed', count: 1 },
      { state: 'open', count: 1 },
    ]);
  });

  it('goes with an erasure: the worker that holds it is told that nobody waits', async () => {
    const { taskId, profileId } = await offer('erased', { input: canonicalJson({ secret: 'Quartermain' }) });
    const { lease } = await one('erased');
    const erasures = new Erasures(personalData);
    const count = () => rig.database.transaction((tx) => erasures.count(tx, [profileId]));
    expect(await count()).toContainEqual({ store: 'worker_task', rows: 1 });
    await rig.database.transaction((tx) => erasures.erase(tx, { erasureId: uuidv7(), profileId }));
    expect(await count()).toContainEqual({ store: 'worker_task', rows: 0 });
    expect(codeOf(await tasks.heartbeat(taskId, lease))).toBe('task-withdrawn');
    expect(JSON.stringify(await rig.own.query('select * from worker_task'))).not.toContain('Quartermain');
  });
});

async function found(taskId: string): Promise<Offer> {
  const task = await tasks.find(taskId);
  if (task === undefined) throw new Error('no such task');
  const { instanceId, journey, version, step, kind, attempt } = task;
  return {
    op: 'offer',
    taskId,
    instanceId,
    journey,
    version,
    step,
    kind,
    attempt,
    visit: 1,
    input: '{}',
    leaseMs: 1,
  };
}
