// Journeys nobody would write: generated definitions with parallel ways, journeys that start others, and waits that begin
// anew, for properties of the engine, of simulation and of the long runs.
import fc from 'fast-check';
import type { DefinitionSource } from '../src/journeys/domain/language/definition.js';
import { StepBuilder, type Seed, type Steps, type TimeSeed, type WaitSeed } from './generated-steps.js';

type Mutable<Source> = { -readonly [Field in keyof Source]: Source[Field] };

/** Events that the definitions wait for. */
export const WAITED = [
  'operations.OrderReady',
  'operations.OrderCollected',
  'collaboration.PlaceEntered',
] as const;

const CONDITIONS = [
  'vars.n > 1',
  'visits.over == 0',
  "key == 'o-1'",
  "vars.storeId == 's-1'",
  'true',
  'false',
];

const jump = fc.option(fc.nat(5), { freq: 2 });
const condition = fc.constantFrom(...CONDITIONS);
const waitSeed: fc.Arbitrary<WaitSeed> = fc.record({
  on: fc.constantFrom(...WAITED),
  since: fc.constantFrom('entry' as const, 'step' as const),
  restart: fc.nat(3).map((n) => n === 0),
  to: fc.double({ min: 0, max: 0.999, noNaN: true }),
});
const timeSeed: fc.Arbitrary<TimeSeed> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ after: fc.constantFrom('PT1H', 'PT1H', 'PT4H', 'P1D') }) },
  {
    weight: 1,
    arbitrary: fc.record(
      {
        until: fc.constantFrom("'2026-01-02'", "'2025-12-01'", "'2026-01-01T04:00'"),
        zone: fc.constantFrom('customer', 'Asia/Tokyo'),
        at: fc.constantFrom('09:00', '02:30'),
      },
      { requiredKeys: ['until'] },
    ),
  },
);

/** What may stand in a list of steps; parallels at most two inside each other, other journeys where there are any. */
function seedOf(depth: number, journeys: number): fc.Arbitrary<Seed> {
  const options: fc.WeightedArbitrary<Seed>[] = [
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('act' as const),
        send: fc.boolean(),
        attempts: fc.integer({ min: 1, max: 2 }),
        undo: fc.boolean(),
        jumps: fc.array(jump, { minLength: 3, maxLength: 3 }),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('wait' as const),
        events: fc.array(waitSeed, { maxLength: 2 }),
        time: timeSeed,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('choose' as const), when: condition, jump: fc.nat(5) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('set' as const),
        value: fc.constantFrom('1', '2', 'vars.missing'),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('stop' as const), when: condition, undo: fc.boolean() }),
    },
  ];
  if (depth > 0)
    options.push({
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('parallel' as const),
        join: fc.constantFrom('all' as const, 'any' as const),
        branches: fc.array(seedsOf(depth - 1, journeys, 3), { minLength: 1, maxLength: 3 }),
      }),
    });
  if (journeys > 0)
    options.push({
      weight: 2,
      arbitrary: fc.record({
        kind: fc.constant('journey' as const),
        which: fc.nat(journeys - 1),
        key: fc.constantFrom('key', "'k'"),
        awaited: fc.boolean(),
        leave: fc.boolean(),
        jumps: fc.array(jump, { minLength: 3, maxLength: 3 }),
      }),
    });
  return fc.oneof(...options);
}

function seedsOf(depth: number, journeys: number, most: number): fc.Arbitrary<readonly Seed[]> {
  return fc.array(seedOf(depth, journeys), { minLength: 1, maxLength: most, size: 'max' });
}

/** The definitions by their names, the one that an accepted order starts first; the others start by a step alone. */
export interface GeneratedJourneys {
  readonly sources: readonly DefinitionSource[];
}

const OTHERS = ['second', 'third'];

/** What a test turns off where its model knows less. */
export interface GeneratedOptions {
  readonly journeys?: boolean;
}

/** One to three journeys that start each other. JSON is YAML: `JSON.stringify` of a source is its text. */
export function generatedJourneys(options: GeneratedOptions = {}): fc.Arbitrary<GeneratedJourneys> {
  const others = options.journeys === false ? [] : OTHERS;
  const main = seedsOf(2, others.length, 6);
  const rest = others.map((_, at) => seedsOf(1, at === 0 ? others.length : 0, 4));
  return fc.tuple(main, ...rest).map((lists) => ({
    sources: lists.map((seeds, at) => {
      const name = at === 0 ? 'under-test' : (others[at - 1] ?? '');
      // The second starts the third; the first may start both, and the second itself.
      const within = at === 0 ? others : ['third', 'second'];
      const steps = new StepBuilder(within).list(seeds, 'over');
      return definition(name, { ...steps, over: { end: 'over' } }, at === 0);
    }),
  }));
}

function definition(journey: string, steps: Steps, starts: boolean): DefinitionSource {
  const source: Mutable<DefinitionSource> = {
    journey,
    title: 'Generated',
    owner: 'tests',
    objective: 'to be right',
    metrics: ['right'],
    retention: 'long',
    timeZone: 'Europe/Zurich',
    entry: [
      {
        on: 'continuo.operations.OrderAccepted.v1',
        when: starts ? 'true' : "event.orderId == 'nobody'",
        key: 'event.orderId',
        set: { storeId: 'event.storeId', n: '1' },
      },
    ],
    exit: [
      {
        on: 'continuo.operations.OrderCancelled.v1',
        when: 'event.orderId == key',
        outcome: 'cancelled',
        undo: true,
      },
    ],
    steps,
  };
  return source;
}
