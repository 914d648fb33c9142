// Waits until a date in somebody's time zone, and waits whose times begin anew.
import { Temporal } from 'temporal-polyfill';
import {
  JourneyUnderTest,
  journey,
  planFrom,
  problemsOf,
  START,
} from '../../../../test/journey-under-test.js';
import { replay } from './replay.js';
import type { Json } from '../expressions/value.js';

const ORDER = { orderId: 'o-1', storeId: 's-1', fulfilment: 'collect' };
const HOUR = 3_600_000;

const until = (branch: string, head?: string): string =>
  journey(
    `
    pause: { office: back, wait: [{ ${branch} }] }
    over: { end: over }`,
    head === undefined ? {} : { head },
  );

function waiting(yaml: string, facts: Record<string, Json> = {}): JourneyUnderTest {
  return new JourneyUnderTest(planFrom(yaml)).facts(facts).event('operations.OrderAccepted', ORDER);
}

function dueIn(yaml: string, zone: string, facts?: Record<string, Json>): string {
  const { due } = waiting(yaml, facts);
  if (due === null) return JSON.stringify(waiting(yaml, facts).instance.incidents.map(({ code }) => code));
  return Temporal.Instant.fromEpochMilliseconds(due)
    .toZonedDateTimeISO(zone)
    .toString({ smallestUnit: 'minute' });
}

describe('a wait until a date', () => {
  test.each<[string, string, string, string]>([
    ['midnight where the journey lives', `until: "'2026-03-01'"`, 'Europe/Zurich', '2026-03-01T00:00+01:00'],
    ['a time of day', `until: "'2026-03-01'", at: "09:00"`, 'Europe/Zurich', '2026-03-01T09:00+01:00'],
    [
      'a zone of its own',
      `until: "'2026-03-01'", at: "09:00", zone: Asia/Tokyo`,
      'Asia/Tokyo',
      '2026-03-01T09:00+09:00',
    ],
    [
      'a date-time without an offset',
      `until: "'2026-07-01T18:30'"`,
      'Europe/Zurich',
      '2026-07-01T18:30+02:00',
    ],
    ['a date-time with one', `until: "'2026-07-01T18:30:00Z'"`, 'UTC', '2026-07-01T18:30+00:00'],
    [
      'the day of a moment, at another time',
      `until: "'2026-07-01T23:30:00Z'", at: "08:00"`,
      'Europe/Zurich',
      '2026-07-02T08:00+02:00',
    ],
    [
      'the day of milliseconds',
      `until: "1782948600000.0", at: "08:00"`,
      'Europe/Zurich',
      '2026-07-02T08:00+02:00',
    ],
    ['the time after a gap', `until: "'2026-03-29'", at: "02:30"`, 'Europe/Zurich', '2026-03-29T03:30+02:00'],
    ['the earlier of two', `until: "'2026-10-25'", at: "02:30"`, 'Europe/Zurich', '2026-10-25T02:30+02:00'],
    [
      'a day that begins at one',
      `until: "'2026-03-08'", zone: America/Havana`,
      'America/Havana',
      '2026-03-08T01:00-04:00',
    ],
    [
      'a day that never was',
      `until: "'2011-12-30'", zone: Pacific/Apia`,
      'Pacific/Apia',
      '2011-12-31T00:00+14:00',
    ],
  ])('%s', (_name, branch, zone, expected) => {
    expect(dueIn(until(branch, 'timeZone: Europe/Zurich'), zone).replace(/\[.*$/, '')).toBe(expected);
  });

  const theirs = until(`until: "'2026-06-01'", at: "09:00", zone: customer`, 'timeZone: Europe/Zurich');

  test("is the customer's, as the profile says", () => {
    const due = dueIn(theirs, 'America/New_York', { timeZone: 'America/New_York' });
    expect(due).toBe('2026-06-01T09:00-04:00[America/New_York]');
  });

  test.each<[string, Record<string, Json>]>([
    ['nothing', {}],
    ['null', { timeZone: null }],
    ['no zone', { timeZone: 'Mars/Olympus' }],
    ['something else', { timeZone: 7 }],
  ])('where the profile says %s, it is that of the definition', (_name, facts) => {
    expect(dueIn(theirs, 'Europe/Zurich', facts)).toBe('2026-06-01T09:00+02:00[Europe/Zurich]');
  });

  test('notes the profile that it looked at, and replays by it', () => {
    const when = waiting(theirs, { timeZone: 'America/New_York' });
    expect(when.changes[0]?.journal.facts.profile?.facts).toEqual({ timeZone: 'America/New_York' });
    const { recorded, again } = when.replayed();
    expect(again).toBe(recorded);
  });

  test('that has passed is over at once', () => {
    const when = waiting(until(`until: "'2020-02-29'", zone: customer`)).pass('PT0S');
    expect(when.instance).toMatchObject({ outcome: 'over', now: START });
  });

  test.each([
    `"'soon'"`,
    `"'2026-13-01'"`,
    `"true"`,
    `"'2026-02-30'"`,
    `"8.64e15 * 10.0"`,
    `"'2026-01-01', 'x'"`,
    `"vars.missing"`,
  ])('that is none (%s) is an incident, or refused', (value) => {
    const yaml = until(`until: ${value}`);
    if (problemsOf(yaml).length > 0)
      return expect(problemsOf(yaml)[0]).toMatch(/^10 (wrong-type|expression-syntax) pause/);
    return expect(waiting(yaml).instance.incidents[0]?.code).toMatch(/no-such-(overload|key)/);
  });

  test('is refused with a time or a zone that is none', () => {
    expect(problemsOf(until(`until: "'2026-03-01'", at: "25:00"`))).toEqual(['10 shape-pattern pause']);
    expect(problemsOf(until(`until: "'2026-03-01'", at: "9:00"`))).toEqual(['10 shape-pattern pause']);
    expect(problemsOf(until(`until: "'2026-03-01'", zone: Mars/Olympus`))).toEqual(['10 time-zone pause']);
  });

  test('on a loop that never rests stands after a hundred rounds', () => {
    const when = waiting(
      journey(`
    pause: { office: back, wait: [{ until: "'2020-01-01'", next: again }] }
    again: { office: middle, choose: [{ when: vars.storeId == 's-2', next: over }, { else: true, next: pause }] }
    over: { end: over }`),
    ).pass('P30D');
    expect(when.instance).toMatchObject({ visit: 101, incidents: [{ step: 'pause', code: 'restless' }] });
    when.pass('PT1S').action('retry').pass('PT0S');
    expect(when.instance).toMatchObject({ visit: 201, incidents: [{ step: 'pause', code: 'restless' }] });
  });

  test.each(['all', 'any'])('nor does one that goes through branches (%s)', (join) => {
    const when = waiting(
      journey(`
    both:
      office: middle
      parallel: ${join}
      branches:
        a: { steps: { pause: { office: back, wait: [{ until: "'2020-01-01'" }] } } }
        b: { steps: { rest: { office: back, wait: [{ until: "'2020-01-02'" }] } } }
    again: { office: middle, choose: [{ when: vars.storeId == 's-2', next: over }, { else: true, next: both }] }
    over: { end: over }`),
    ).pass('PT1S');
    expect(new Set(when.instance.incidents.map(({ code }) => code))).toEqual(new Set(['restless']));
    expect(when.instance.visits['both']).toBe(101);
  });

  test('without an offset was not understood before revision 3, and replays so', () => {
    const when = waiting(until(`until: "'2026-03-01'"`));
    const [first] = when.changes;
    if (first === undefined) throw new Error('nothing happened');
    const { journal, input, plan } = first;
    const last = (revision: number): string | undefined =>
      replay(plan, [{ entry: { ...journal, revision }, input }], when.around.derive).entries[0]?.deeds.at(-1)
        ?.did;
    expect([last(2), last(3)]).toEqual(['incident', 'waiting']);
  });
});

describe('a wait that begins anew', () => {
  const ABANDONED = journey(`
    idle:
      office: middle
      wait:
        - { on: continuo.operations.OrderReady.v1, when: event.orderId == key, set: { n: event.n }, restart: true }
        - { on: continuo.operations.OrderCollected.v1, next: bought }
        - { after: PT1H, next: remind }
    remind: { end: reminded }
    bought: { end: bought }`);

  test('is over an hour after the last event, and not before', () => {
    const when = waiting(ABANDONED)
      .pass('PT50M')
      .event('operations.OrderReady', { ...ORDER, n: 1 });
    expect(when.due).toBe(START + 50 * 60_000 + HOUR);
    when.pass('PT50M').event('operations.OrderReady', { ...ORDER, n: 2 });
    expect(when.pass('PT59M').instance).toMatchObject({ step: 'idle', visit: 1, vars: { n: 2 } });
    expect(when.pass('PT1M').instance.outcome).toBe('reminded');
    expect(when.path).toEqual(['idle', 'remind']);
    const { recorded, again } = when.replayed();
    expect(again).toBe(recorded);
  });

  test('by no other event, and ends by what ends it', () => {
    const when = waiting(ABANDONED)
      .pass('PT50M')
      .event('operations.OrderReady', { ...ORDER, orderId: 'o-2' });
    expect(when.due).toBe(START + HOUR);
    expect(when.instance.mailbox).toEqual([]);
    expect(when.event('operations.OrderCollected', ORDER).instance.outcome).toBe('bought');
  });

  test('nothing that came before is kept for it', () => {
    const when = waiting(
      journey(`
    before: { office: back, wait: [{ after: PT1H }] }
    idle: { office: back, wait: [{ on: continuo.operations.OrderReady.v1, restart: true }, { after: PT1H }] }
    over: { end: over }`),
    ).event('operations.OrderReady', ORDER);
    expect(when.instance.mailbox).toEqual([]);
  });

  test('takes neither a next nor a since, and does not stand for a time', () => {
    const branch = (more: string): readonly string[] =>
      problemsOf(
        journey(`
    idle: { office: back, wait: [{ on: continuo.operations.OrderReady.v1, restart: true${more} }, { after: PT1H }] }
    over: { end: over }`),
      );
    expect(branch('')).toEqual([]);
    expect(branch(', next: over')).toEqual(['10 shape-additionalProperties idle']);
    expect(branch(', since: entry')).toEqual(['10 shape-additionalProperties idle']);
    expect(problemsOf(until('on: continuo.operations.OrderReady.v1, restart: true'))).toContain(
      '10 wait-without-time pause',
    );
  });
});
