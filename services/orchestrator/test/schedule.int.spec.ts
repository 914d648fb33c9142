// Entries by schedule on real servers: each customer of the audience once, over a crash and over publications; after an
// outage the last one only.
import { Scheduler, type SchedulerOptions } from '../src/journeys/entries/scheduler.js';
import { deriveId } from '../src/journeys/timeline/derive-id.js';
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

async function entered(journey = 'news', version = 1): Promise<readonly string[]> {
  const rows = await rig.database.query<{ profile_id: string }>(
    'select profile_id from instance where journey = $1 and version = $2 order by profile_id',
    [journey, version],
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

describe('a version of a journey that was published long before', () => {
  const NINE =
    '{ schedule: { every: P1D, at: "09:00", from: 2026-01-01 }, audience: profile.language == "de" }';
  const TEN =
    '{ schedule: { every: P1D, at: "10:00", from: 2026-01-01 }, audience: profile.language == "fr" }';
  const LAST_MIDNIGHT = Math.floor(Date.now() / DAY) * DAY;
  const nine = LAST_MIDNIGHT + DAY + 9 * 3_600_000;
  const ten = nine + 3_600_000;

  /** A journey with these schedules, published some days ago. */
  async function published(journey: string, ...schedules: readonly string[]): Promise<void> {
    await republished(journey, ...schedules);
    await rig.database.query(
      `update publication set published_at = published_at - interval '9 days' where journey = $1`,
      [journey],
    );
  }

  const republished = (journey: string, ...schedules: readonly string[]): Promise<unknown> =>
    rig.publish(
      NEWS.replace('journey: news', `journey: ${journey}`).replace(
        /entry:[^]*steps:/,
        `entry:\n${schedules.map((each) => `  - ${each}\n`).join('')}steps:`,
      ),
    );

  const occurrences = (journey: string) =>
    rig.database.query<{ entry: number; version: number; due: Date; asked: number; done: boolean }>(
      `select entry, version, due, asked, done_at is not null as done from occurrence where journey = $1
       order by due, entry`,
      [journey],
    );

  /** How many occurrences of a journey begin. */
  async function begun(journey: string, now: number): Promise<number> {
    const before = await occurrences(journey);
    await scheduler(now).begin();
    return (await occurrences(journey)).length - before.length;
  }

  test('that adds or changes a schedule asks nobody before that one is due', async () => {
    await published('added', NINE);
    const now = Date.now();
    expect(await begun('added', now)).toBe(1);
    await republished('added', NINE, '{ schedule: { every: PT5M, from: 2026-01-01 }, audience: "true" }');
    expect(await begun('added', now)).toBe(0);
    await republished('added', NINE.replace('"de"', '"fr"'), TEN);
    expect(await begun('added', now)).toBe(0);
    expect(await begun('added', ten)).toBe(2);
    await workOff(scheduler(ten));
    expect(await occurrences('added')).toMatchObject([
      { version: 1, entry: 0, asked: 5 },
      { version: 3, entry: 0, asked: 2, due: new Date(nine) },
      { version: 3, entry: 1, asked: 2, due: new Date(ten) },
    ]);
  }, 60_000);

  test('that reorders or removes schedules leaves each its state', async () => {
    await published('reordered', TEN, NINE);
    expect(await begun('reordered', nine)).toBe(2);
    await republished('reordered', NINE, TEN);
    expect(await begun('reordered', nine + 1)).toBe(0);
    expect(await begun('reordered', ten)).toBe(1);
    await republished('reordered', TEN);
    expect(await begun('reordered', ten + 1)).toBe(0);
    await republished('reordered', NINE, TEN);
    expect(await begun('reordered', nine + DAY)).toBe(1);
    await workOff(scheduler(nine + DAY));
    expect(await occurrences('reordered')).toMatchObject([
      { entry: 0, version: 1, asked: 2, due: new Date(ten - DAY) },
      { entry: 1, version: 1, asked: 5, due: new Date(nine) },
      { entry: 1, version: 2, asked: 2, due: new Date(ten) },
      { entry: 0, version: 4, asked: 5, due: new Date(nine + DAY) },
    ]);
  }, 60_000);

  test('lets an occurrence that is under way end as it began', async () => {
    await published('open', NINE);
    const one = scheduler(nine);
    await one.begin();
    await one.work();
    await republished('open', TEN, TEN.replace('"fr"', '"it"'));
    await workOff(one);
    expect(await entered('open')).toEqual([...germans].sort());
  }, 60_000);

  test('goes on with what the version of the service before has begun by place, beside it and after it', async () => {
    await published('taken-over', NINE, TEN);
    await republished('taken-over', TEN, NINE);
    const [first = '', ...asked] = [...germans].sort();
    const begin = (entry: number, version: number, due: number, cursor: string): Promise<unknown> =>
      rig.database.query(
        `insert into occurrence (journey, entry, due, version, missed, cursor_id)
         values ('taken-over', $1, to_timestamp($2 / 1000.0), $3, 0, $4) on conflict do nothing`,
        [entry, due, version, cursor],
      );
    // By the first version, up to the first customer; and by the second as well, which took the place for the schedule.
    await begin(0, 1, nine, first);
    await begin(1, 2, nine, '00000000-0000-0000-0000-000000000000');
    expect(await begun('taken-over', nine)).toBe(1);
    await workOff(scheduler(nine));
    expect(await entered('taken-over')).toEqual(asked);
    expect(await entered('taken-over', 2)).toEqual([...others].sort());
    expect(await occurrences('taken-over')).toMatchObject([
      { entry: 0, version: 2, asked: 2, due: new Date(ten - DAY) },
      { entry: 0, version: 1, asked: asked.length, due: new Date(nine) },
      { entry: 1, version: 2, asked: 0, done: true, due: new Date(nine) },
    ]);
    // The version before would have asked by the same id, so nobody enters twice by both.
    const id = deriveId(`schedule/taken-over/0/${new Date(nine).toISOString()}/${asked[0]}`);
    const rows = await rig.database.query('select from request where request_id = $1', [id]);
    expect(rows).toHaveLength(1);
  }, 60_000);
});
