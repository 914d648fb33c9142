// An outage in which events came and timers became due: afterwards both are applied in the order of their times, and what
// should have been sent by then is not sent any more. And what one customer can do to others in one moment.
import { eventually } from '@continuo/testing';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const WAITS_MS = 3_000;
const NOT_AFTER_MS = 1_000;

const REMINDER = `
journey: reminder
title: A full cart finds its way to the till
owner: online-shop
objective: fewer carts left behind
metrics: [orders-after-reminder]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Checkout Started", key: event.properties.cart_id }
steps:
  thinking:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Order Completed" && event.properties.cart_id == key, next: bought }
      - { after: PT${WAITS_MS / 1_000}S, next: remind }
  remind:
    office: front
    act: collaboration.SendMessage
    with: { template: "'cart'", purpose: "'service'", channel: "'email'" }
    notAfter: PT${NOT_AFTER_MS / 1_000}S
  left: { end: left }
  bought: { end: bought }
`;

/** Counts what it saw, in the order in which it came. */
const COUNTER = `
journey: counter
title: Everything that comes
owner: online-shop
objective: to be in order
metrics: [order]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Counting", key: "'all'" , set: { seen: "''" } }
steps:
  next:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Count", set: { seen: "vars.seen + event.properties.n" }, next: again }
      - { after: P1D, next: over }
  again: { office: middle, choose: [{ when: visits.next <= 20000, next: next }, { else: true, next: over }] }
  over: { end: over }
`;

const STOPS = '{ on: continuo.cdp.TrackReceived.v1, when: event.name == "Stop"';

/** Counts how often its time came before it was stopped. */
const TICKING = `
journey: ticking
title: A timer after the other
owner: online-shop
objective: none is forgotten
metrics: [ticks]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Ticking", key: "'all'", set: { seen: "0" } }
steps:
  tick:
    office: front
    wait: [${STOPS}, set: { seen: visits.tick }, next: over }, { after: PT0.001S, next: again }]
  again: { office: middle, choose: [{ when: visits.tick <= 50000, next: tick }, { else: true, next: over }] }
  over: { end: over }
`;

/** Many at once of one customer, each with one timer. */
const ALARM = `
journey: alarm
title: One alarm of many
owner: online-shop
objective: all of them ring
metrics: [rung]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Alarm", key: event.properties.n }
steps:
  nap: { office: front, wait: [${STOPS}, next: stopped }, { after: PT0.3S, next: rang }] }
  stopped: { end: stopped }
  rang: { end: rang }
`;

let rig: OrchestratorRig;

beforeAll(async () => {
  rig = await OrchestratorRig.open({ drain: { perSecond: 2_000, slice: 50 } });
  await rig.publish(REMINDER);
  await rig.publish(COUNTER);
  await rig.publish(TICKING);
  await rig.publish(ALARM);
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 60_000);

async function outcomes(): Promise<
  ReadonlyMap<string, { readonly status: string; readonly outcome: string | null }>
> {
  const rows = await rig.testDatabase.query<{ profile_id: string; status: string; outcome: string | null }>(
    `select profile_id, status, outcome from instance where journey = 'reminder'`,
  );
  return new Map(rows.map((row) => [row.profile_id, row]));
}

test('after an outage nobody is reminded of what they did, and nothing is sent too late', async () => {
  const [inTime, never, tooLate] = [0, 1, 2].map((group) =>
    Array.from({ length: 12 }, (_, n) => profileIn(3 * group + (n % 3))),
  ) as [string[], string[], string[]];
  const checkout = (profileId: string) => tracked(profileId, 'Checkout Started', { cart_id: 'c-1' });
  const order = (profileId: string) => tracked(profileId, 'Order Completed', { cart_id: 'c-1' });
  await rig.consumer.start();
  await rig.send(...[...inTime, ...never, ...tooLate].map(checkout));
  await rig.settled();
  await rig.renewed();
  await rig.send(...inTime.map(order));
  const last = Date.now();
  await eventually(() => Date.now() > last + WAITS_MS + NOT_AFTER_MS + 500, {
    within: 20_000,
    what: 'the outage',
  });
  await rig.send(...tooLate.map(order));
  await rig.consumer.start();
  await eventually(async () => [...(await outcomes()).values()].every(({ status }) => status === 'ended'), {
    within: 30_000,
  });
  // By the times in the log: on a slow machine some orders may have come late.
  const log = (await rig.records(TIMELINE)).map(({ key, timestamp }) => ({
    key: key?.toString() ?? '',
    timestamp,
  }));
  const found = await outcomes();
  let bought = 0;
  for (const profileId of [...inTime, ...never, ...tooLate]) {
    const [first = 0, second = Number.POSITIVE_INFINITY] = log
      .filter(({ key }) => key === profileId)
      .map(({ timestamp }) => timestamp);
    const expected = second <= first + WAITS_MS ? 'bought' : 'left';
    bought += expected === 'bought' ? 1 : 0;
    expect([profileId, found.get(profileId)?.outcome]).toEqual([profileId, expected]);
  }
  expect(bought).toBeGreaterThan(0);
  const published = await rig.records('orchestrator.instances');
  const skipped = published.filter(({ headers }) => headers['ce_type']?.includes('SendSkipped'));
  expect(skipped).toHaveLength(found.size - bought);
  expect(await rig.records('collaboration.commands')).toEqual([]);
}, 90_000);

test('ten events within a millisecond, and a flood: all of them, in their order, and others are not behind them', async () => {
  const [quick, flooding, other] = [profileIn(20), profileIn(20), profileIn(20)];
  const count = (profileId: string, from: number, to: number) =>
    Array.from({ length: to - from }, (_, n) => tracked(profileId, 'Count', { n: `${from + n},` }));
  await rig.send(
    tracked(quick, 'Counting', {}),
    ...count(quick, 0, 10),
    tracked(flooding, 'Counting', {}),
    ...count(flooding, 0, 900),
    tracked(other, 'Counting', {}),
    ...count(other, 0, 3),
  );
  const seen = async (profileId: string): Promise<string> => {
    const [row] = await rig.testDatabase.query<{ state: string }>(
      `select state from instance where journey = 'counter' and profile_id = $1`,
      [profileId],
    );
    return row === undefined ? '' : (JSON.parse(row.state) as { vars: { seen: string } }).vars.seen;
  };
  const all = (to: number): string => Array.from({ length: to }, (_, n) => `${n},`).join('');
  await eventually(async () => (await seen(other)) === all(3), { within: 20_000 });
  const before = (await seen(flooding)).split(',').length;
  await eventually(async () => (await seen(flooding)) === all(900), { within: 40_000 });
  expect(await seen(quick)).toBe(all(10));
  // The other one came last and was done while the flood was still drained.
  expect(before).toBeLessThan(900);
  expect(await rig.testDatabase.query('select from messaging.parked_record')).toEqual([]);
  expect(await rig.testDatabase.query('select from messaging.held_batch')).toEqual([]);
}, 90_000);

test('more timers than one transaction fires all come before what came after them, and others wait for none of it', async () => {
  const ALARMS = 700;
  const [ticking, other, alarmed] = [profileIn(22), profileIn(22), profileIn(23)];
  await rig.renewed();
  await rig.send(
    tracked(ticking, 'Ticking', {}),
    tracked(other, 'Counting', {}),
    ...Array.from({ length: ALARMS }, (_, n) => tracked(alarmed, 'Alarm', { n: String(n) })),
  );
  const begun = Date.now();
  await eventually(() => Date.now() > begun + 1_300, { what: 'more timers than fit' });
  await rig.send(...[ticking, alarmed].map((profileId) => tracked(profileId, 'Stop', {})));
  await rig.send(tracked(other, 'Count', { n: 'other' }));
  await rig.consumer.start();
  const found = () =>
    rig.testDatabase.query<{ journey: string; outcome: string | null; count: number }>(
      `select journey, outcome, count(*)::int as count from instance where profile_id in ($1, $2)
       group by 1, 2 order by 1, 2`,
      [ticking, alarmed],
    );
  const isOver = (all: Awaited<ReturnType<typeof found>>): boolean =>
    all.length > 1 && all.every(({ outcome }) => outcome !== null);
  await eventually(async () => isOver(await found()), { within: 30_000 });
  expect(await found()).toEqual([
    { journey: 'alarm', outcome: 'rang', count: ALARMS },
    { journey: 'ticking', outcome: 'over', count: 1 },
  ]);
  const [first = 0, last = 0] = (await rig.records(TIMELINE)).flatMap(({ key, timestamp }) =>
    key?.toString() === ticking ? [timestamp] : [],
  );
  // On a tie a record comes before a timer.
  expect(last - first).toBeGreaterThan(1_000);
  const lastOf = async (profileId: string) => {
    const [row] = await rig.testDatabase.query<{ state: string; transaction: string }>(
      `select i.state, j.xmin::text as transaction from instance i join journal j on j.instance_id = i.id
       where i.profile_id = $1 order by j.seq desc limit 1`,
      [profileId],
    );
    return { ...row, vars: (JSON.parse(row?.state ?? '{}') as { vars: { seen: unknown } }).vars };
  };
  const [stopped, counted] = [await lastOf(ticking), await lastOf(other)];
  expect(stopped.vars).toEqual({ seen: last - first });
  expect(counted.vars).toEqual({ seen: 'other' });
  expect(Number(counted.transaction)).toBeLessThan(Number(stopped.transaction));
  expect(await rig.testDatabase.query('select from messaging.parked_record')).toEqual([]);
  expect(await rig.testDatabase.query('select from messaging.held_batch')).toEqual([]);
  expect(await rig.testDatabase.query('select from messaging.held_key')).toEqual([]);
}, 60_000);
