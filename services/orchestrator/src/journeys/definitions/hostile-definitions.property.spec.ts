// Definitions nobody would write: right ones with parts exchanged, taken away and spoilt. Each is read, or refused with
// findings that name file, line and rule; none makes the reader throw, or the times of what it has read.
import { contract } from '@continuo/contracts';
import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { contractCatalogue } from './contract-catalogue.js';
import { DefinitionReader } from './definition-source.js';

const seed = Number(process.env['SEED'] ?? 20260115);
const numRuns = Number(process.env['RUNS'] ?? 300);
const NOW = Date.UTC(2026, 10, 29);
const reader = new DefinitionReader(
  new URL('../../../../../schemas/journey.schema.json', import.meta.url),
  contractCatalogue(contract),
);

const HEAD = `
journey: right
title: A right one
owner: tests
objective: to be spoilt
metrics: [spoilt]
`;
const ORDER = `entry: [{ on: continuo.operations.OrderAccepted.v1, when: event.fulfilment == 'collect', key: event.orderId }]\n`;
/** Something of everything, in three. */
const RIGHT = [
  `${HEAD}
retention: long
timeZone: Europe/Zurich
category: promotion
limits: { stuck: P3D, steps: { over: P1D } }
priority: 60
group: all
preempts: true
concurrency: { total: 10 }
reentry: { after: P30D, max: 3 }
holdout: { percent: 10, name: spring }
goals: [{ name: bought, on: continuo.operations.OrderAccepted.v1, when: event.orderId == key, within: P7D }]
entry:
  - { on: continuo.operations.OrderAccepted.v1, key: event.orderId, set: { day: "'2026-01-01'" } }
  - { schedule: { every: P1M, at: "09:00", timeZone: Europe/Berlin, from: 2026-01-31 }, audience: "'vip' in profile.segments" }
exit: [{ on: continuo.operations.OrderCancelled.v1, when: event.orderId == key, outcome: cancelled, undo: true }]
steps: { over: { end: over } }
`,
  `${HEAD}${ORDER}
steps:
  stock:
    office: back
    act: operations.ReserveStock
    with: { orderId: key, storeId: "'s-1'" }
    retry: { attempts: 3, backoff: PT10S }
    timeout: PT1H
    compensate: { act: operations.ReleaseStock, with: { orderId: key } }
    failed: over
  tell: { office: front, act: collaboration.SendMessage, with: { template: "'t'", purpose: "'service'" }, notAfter: PT4H }
  calm:
    office: back
    wait:
      - { on: continuo.operations.OrderReady.v1, when: event.orderId == key, since: step, next: over }
      - { on: continuo.cdp.TrackReceived.v1, when: "event.name.matches('^[a-z]+$')", restart: true }
      - { until: "'2026-01-01'", at: "08:00", zone: customer }
      - { after: P2D }
  over: { end: over, undo: true }
`,
  `${HEAD}${ORDER}
steps:
  ask:
    office: middle
    approve: goodwill
    role: supervisor
    deadline: P2D
    escalate: [{ after: PT4H, role: operator }]
    approved: work
    rejected: over
    expired: over
  work: { office: back, task: score, lease: PT30S, timeout: P1D, set: { score: result.score }, retry: { attempts: 2, backoff: PT1M } }
  both:
    office: middle
    parallel: all
    branches:
      one: { steps: { note: { office: back, set: { n: visits.ask + 1 } } } }
      two: { steps: { rest: { office: back, wait: [{ after: PT1M }] } } }
  pick: { office: middle, choose: [{ when: profile.valueTier == 'gold', next: arm }, { else: true, next: other }] }
  arm: { office: middle, split: { experiment: e, arms: [{ arm: a, weight: 1, next: best }, { arm: b, weight: 3, next: over }] } }
  best: { office: middle, decide: { candidates: [{ name: c, when: key != '', rank: "0.5", next: other }], otherwise: over } }
  other: { office: middle, journey: another, outcomes: { done: over }, timeout: P3D, onTimeout: leave }
  over: { end: over }
`,
];

/** What stands where something of its look should: only that comes past the schema. */
const DURATIONS = words(
  'P300000Y P4294967295Y P99999999D PT9007199254740991S PT1E9H P1Y-1M P PT0.0000000001S P0D P100Y P101Y P9000Y',
);
const TYPES = ['cdp.ProfileChanged', 'cdp.Nothing', 'cdp.constructor'].map((name) => `continuo.${name}.v1`);
const DAYS = words('9999-12-31 0000-01-01 2026-02-30 2026-13-01');
const TIMES = words('24:00 23:59 02:30');
const NAMES = words('constructor has-own-property over calm ask both note');
const EXPRESSIONS = [
  ...[`${'('.repeat(1_900)}`, `${'!'.repeat(1_900)}true`, `1${'+1'.repeat(900)}`, `key${'.a'.repeat(900)}`],
  ...words('1/0 9223372036854775808 1e999 1u x.y(z) event visits result .. {}{} size() has(1) a.map(b) key['),
  ...words(
    "b'1' ''.matches() visits.constructor vars.__proto__ profile.x.y.z {1:2}.a timestamp('x') matches(key)",
  ),
  ...["'a'.matches('(')", "'a'.matches('(?<n>a{1000}{1000})')", '[1].map(a, [2].map(b, [3].map(c, a)))'],
  ...['"\\ud800"', "'\\U0010ffff'", '\u0000', 'true ? 1', `${'['.repeat(900)}1${']'.repeat(900)}`],
];
/** What has the look of nothing. */
const OTHERS: readonly unknown[] = [
  ...[
    '__proto__',
    'a'.repeat(300),
    '\u0000',
    '\ud800',
    '',
    'Mars/Olympus',
    'customer',
    '+25:00',
    '1.__proto__',
  ],
  ...[
    null,
    true,
    0,
    -1,
    1e308,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    2n ** 65n,
    {},
    [],
    [[]],
    [null],
    { on: null },
  ],
];
const MARKS = [
  '\r',
  '\r\n',
  '\ufeff',
  '\u0000',
  '\t',
  '\u2028',
  '\ud800',
  '---\n',
  '...\n',
  '%YAML 9.9\n',
  '<<: ',
];
const MORE_MARKS = words('&a *a !!set !!binary !<x> ? - : | " \' # { } [ ] ,').map((mark) => `${mark} `);

function words(text: string): readonly string[] {
  return text.split(' ');
}

function alike(value: unknown): readonly unknown[] {
  if (typeof value !== 'string') return OTHERS;
  if (value.startsWith('P')) return DURATIONS;
  if (value.startsWith('continuo.')) return TYPES;
  if (/^\d{4}-/.test(value)) return DAYS;
  if (/^\d\d:/.test(value)) return TIMES;
  return /^[a-z][a-z-]*$/.test(value) ? NAMES : EXPRESSIONS;
}

type Path = readonly string[];

/** Every place in a value; of its leaves only, where one is to be put in place of another. */
function placesIn(value: unknown, onlyLeaves: boolean, at: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [at];
  const below = Object.entries(value).flatMap(([key, part]) => placesIn(part, onlyLeaves, [...at, key]));
  return onlyLeaves ? below : [at, ...below];
}

function partOf(value: unknown, at: Path): unknown {
  return at.reduce((part, key) => (part as Record<string, unknown>)[key], value);
}

/** The value with other entries in place of the one there. */
function withEntries(value: unknown, at: Path, entries: readonly (readonly [string, unknown])[]): unknown {
  const [key, ...below] = at;
  if (key === undefined) return entries[0]?.[1] ?? null;
  const parts = Object.entries(value as object).flatMap(([own, part]: [string, unknown]) => {
    if (own !== key) return [[own, part] as const];
    return below.length === 0 ? entries : [[own, withEntries(part, below, entries)] as const];
  });
  return Array.isArray(value) ? parts.map(([, part]) => part) : Object.fromEntries(parts);
}

const KINDS = ['spoilt', 'spoilt', 'spoilt', 'replaced', 'gone', 'copied', 'renamed', 'marked'] as const;
const change = fc.record({ is: fc.constantFrom(...KINDS), at: fc.nat(), by: fc.nat() });
interface Change {
  readonly is: (typeof KINDS)[number];
  readonly at: number;
  readonly by: number;
}

function one<T>(of: readonly T[], number: number): T {
  return of[number % of.length] as T;
}

function changed(value: unknown, { is, at, by }: Change): unknown {
  const place = one(placesIn(value, is === 'spoilt'), at);
  const own = partOf(value, place);
  const key = place.at(-1) ?? '';
  switch (is) {
    case 'gone':
      return withEntries(value, place, []);
    case 'copied':
      return withEntries(value, place, [[key, partOf(value, one(placesIn(value, false), by))]]);
    case 'renamed':
      return withEntries(value, place, [[one([...NAMES, '__proto__', ''], by), own]]);
    case 'spoilt':
      return withEntries(value, place, [[key, one(alike(own), by)]]);
    case 'replaced':
      return withEntries(value, place, [[key, one(OTHERS, by)]]);
    case 'marked':
      return value;
  }
}

function hostile(right: unknown, changes: readonly Change[]): string {
  let text = stringify(changes.reduce(changed, right), { lineWidth: 0, aliasDuplicateObjects: false });
  for (const { is, at, by } of changes) {
    if (is !== 'marked') continue;
    const place = at % (text.length + 1);
    text = `${text.slice(0, place)}${one([...MARKS, ...MORE_MARKS], by)}${text.slice(place)}`;
  }
  return text;
}

test.each(RIGHT)('%# is right before it is spoilt', (text) => {
  const read = reader.read(text, 'right.yaml', 1);
  expect(read.ok ? [] : read.problems).toEqual([]);
});

test('reading a definition never throws', () => {
  const definition = fc
    .tuple(
      fc.constantFrom(...RIGHT.map((text): unknown => parse(text))),
      fc.array(change, { minLength: 1, maxLength: 3 }),
    )
    .map(([right, changes]) => hostile(right, changes));
  const isTold = (text: string): void => {
    const read = reader.read(text, 'hostile.yaml', 1);
    if (read.ok) {
      const { schedules, goals, stuckAfter } = read.plan;
      const times = schedules.flatMap(({ schedule }) => [
        schedule.latest(NOW)?.due ?? 0,
        schedule.next(NOW).due,
      ]);
      times.push(...goals.map(({ within }) => within.after(NOW)), ...stuckAfter.values());
      expect(times.every(Number.isFinite)).toBe(true);
      return;
    }
    const lines = text.split('\n').length;
    const untold = read.problems.filter(
      ({ file, line, column, rule, message }) =>
        file !== 'hostile.yaml' || line < 1 || line > lines || column < 1 || rule === '' || message === '',
    );
    expect([read.problems.length > 0, untold]).toEqual([true, []]);
  };
  fc.assert(fc.property(definition, isTold), { seed, numRuns });
});
