// Entries by schedule on real servers: each customer of the audience once, over a crash; after an outage the last one only.
import { Scheduler, type SchedulerOptions } from '../src/journeys/entries/scheduler.js';
import { passOnRequests } from './bulk-under-test.js';
import { OrchestratorRig, profileIn } from './orchestrator-rig.js';

const NEWS = `
journey: news
title: Who wants it is told once a day
owner: online-shop
objective: people know what is new
metrics: [told]
retention: short
entry:
  - schedule: { every: P1D, at: "09:00", timeZone: Europe/Berlin, from: 2026-01-01 }
    audience: profile.language == "de"
    set: { language: profile.language }
steps:
  pause:
    office: back
    wait: [{ after: P5D }]
  over: { end: over }
`;
const DAY = 86_400_000;
/** Ten in the morning in Berlin, well after the publication. */
const TOMORROW = Date.parse(new Date(Date.now() + DAY).toISOString().slice(0, 10)) + 9 * 3_600_000;

let rig: OrchestratorRig;
const germans = [1, 2, 3, 4, 5].map(profileIn);
const others = [6, 7].map(profileIn);

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(NEWS);
  await rig.consumer.start();
  const known = (profileId: string, language: string) => ({
    profileId,
    type: 'continuo.cdp.ProfileChanged.v1',
    value: {
      ...{ profileId, version: 1, changed: ['language'], language, timeZone: null, valueTier: null },
      ...{ segments: [], reachability: {}, consents: [], scores: {}, changedAt: Date.now() },
    },
  });
  await rig.timeline(
    ...germans.map((profileId) => known(profileId, 'de')),
    ...others.map((profileId) => known(profileId, 'fr')),
  );
  await rig.settled();
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

const scheduler = (now: number, more: Partial<SchedulerOptions> = {}) =>
  new Scheduler({
    plans: rig.book,
    database: rig.database,
    outbox: rig.outbox,
    page: 2,
    now: () => now,
    ...more,
  });

async function workOff(one: Scheduler): Promise<void> {
  while ((await one.work()) > 0);
  await passOnRequests(rig);
}

async function entered(): Promise<readonly string[]> {
  const rows = await rig.database.query<{ profile_id: string }>(
    `select profile_id from instance where journey = 'news' order by profile_id`,
  );
  return rows.map(({ profile_id }) => profile_id);
}

test('what was due before the publication is not made up for', async () => {
  expect(await scheduler(Date.now()).begin()).toBe(0);
});

test('each customer of the audience enters once, by two replicas at once and over a crash', async () => {
  const [one, two] = [scheduler(TOMORROW), scheduler(TOMORROW)];
  const begun = await Promise.all([one.begin(), two.begin()]);
  expect(begun.reduce((sum, count) => sum + count, 0)).toBe(1);
  let pages = 0;
  const crashing = scheduler(TOMORROW, {
    seam: () => {
      if ((pages += 1) === 2) throw new Error('crash');
    },
  });
  await crashing.work();
  await expect(crashing.work()).rejects.toThrow('crash');
  await Promise.all([workOff(one), workOff(two)]);
  await passOnRequests(rig);
  expect(await entered()).toEqual([...germans].sort());
  const [row] = await rig.database.query<{ asked: number; looked: number; done: boolean }>(
    'select asked, looked, done_at is not null as done from occurrence',
  );
  expect(row).toEqual({ asked: 5, looked: 7, done: true });
  const [vars] = await rig.database.query<{ vars: object }>(
    `select state::json -> 'vars' as vars from instance limit 1`,
  );
  expect(vars?.vars).toEqual({ language: 'de' });
  expect(await one.begin()).toBe(0);
}, 60_000);

test('after an outage of days the last one only; those who are in it are not entered again', async () => {
  const late = scheduler(TOMORROW + 4 * DAY);
  expect(await late.begin()).toBe(1);
  await workOff(late);
  expect(await entered()).toHaveLength(5);
  const rows = await rig.database.query<{ missed: number }>('select missed from occurrence order by due');
  expect(rows.map(({ missed }) => missed).at(-1)).toBe(3);
  const outcomes = await rig.database.query<{ outcome: string; count: number }>(
    'select outcome, count(*)::int as count from request group by 1 order by 1',
  );
  expect(outcomes).toEqual([
    { outcome: 'already-running', count: 5 },
    { outcome: 'applied', count: 5 },
  ]);
}, 60_000);
