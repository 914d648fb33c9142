// What is usual in a step, from what was: found of the stuck, quiet about the well.
import { bucketOf, endOf, stayAt, countOf, NO_TIME, type Histogram } from './histogram.js';
import { passesOf } from './passes.js';
import { ENOUGH, stuckLimit } from './stuck-limit.js';
import { START, journey, JourneyUnderTest, planFrom } from '../../../../test/journey-under-test.js';

const HOUR = 3_600_000;
const seed = Number(process.env['SEED'] ?? 20260303);

/** Mulberry32: the same numbers for the same seed. */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function histogramOf(stays: readonly number[]): Histogram {
  const histogram = new Map<number, number>();
  for (const stay of stays) histogram.set(bucketOf(stay), (histogram.get(bucketOf(stay)) ?? 0) + 1);
  return histogram;
}

const normal = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const DISTRIBUTIONS: Readonly<Record<string, (random: () => number) => number>> = {
  'answers within seconds': (random) => -Math.log(1 - random()) * 2_000,
  'people within hours': (random) => Math.exp(normal(random) * 1.5) * HOUR,
  'some quickly, some after a day': (random) =>
    random() < 0.7 ? random() * HOUR : (20 + 8 * random()) * HOUR,
  'most until the time is over': (random) => (random() < 0.8 ? 48 * HOUR : random() * 48 * HOUR),
  'always the same': () => 4 * HOUR,
};

describe('a bucket', () => {
  test.each([0, 0.5, 1, 999, 60_000, 30 * 24 * HOUR, 3_660 * 24 * HOUR])(
    'holds %d ms within five percent',
    (stay) => {
      expect(endOf(bucketOf(stay))).toBeGreaterThanOrEqual(stay);
      expect(endOf(bucketOf(stay))).toBeLessThanOrEqual(Math.max(1, stay * 1.0501));
    },
  );

  test('of no time counts for passes only', () => {
    expect(
      countOf(
        new Map([
          [NO_TIME, 5],
          [10, 2],
        ]),
      ),
    ).toBe(2);
    expect(
      stayAt(
        new Map([
          [NO_TIME, 5],
          [10, 2],
        ]),
        1,
      ),
    ).toBe(endOf(10));
  });
});

describe(`a healthy run (seed ${seed})`, () => {
  test.each(Object.entries(DISTRIBUTIONS))(
    'of %s raises fewer than one false alarm in a hundred',
    (_what, draw) => {
      const random = numbers(seed);
      let alarms = 0;
      let looked = 0;
      // Fifty steps that are known by a hundred stays, a thousand, ten thousand: what they know, then what comes.
      for (const known of [ENOUGH, 1_000, 10_000]) {
        for (let step = 0; step < (known === 10_000 ? 5 : 50); step += 1) {
          const limit = stuckLimit(
            histogramOf(Array.from({ length: known }, () => draw(random))),
            undefined,
            0,
          );
          const later = Array.from({ length: 1_000 }, () => draw(random));
          alarms += later.filter((stay) => stay > (limit?.after ?? 0)).length;
          looked += later.length;
        }
      }
      expect(alarms / looked).toBeLessThan(0.01);
    },
  );
});

test('what takes clearly longer than usual is found', () => {
  const random = numbers(seed);
  const draw = DISTRIBUTIONS['people within hours'] ?? (() => 0);
  const stays = Array.from({ length: 5_000 }, () => draw(random));
  const limit = stuckLimit(histogramOf(stays), HOUR, 60_000);
  expect(limit).toMatchObject({ by: 'percentile', stays: 5_000 });
  expect(limit?.after).toBeLessThan(Math.max(...stays) * 1.3);
});

test('a hundred stays go before the definition, ninety-nine do not', () => {
  const stays = (count: number) => histogramOf(Array.from({ length: count }, () => 1_000));
  expect(stuckLimit(stays(99), 5 * HOUR, 0)).toEqual({ after: 5 * HOUR, by: 'definition', stays: 99 });
  expect(stuckLimit(stays(100), 5 * HOUR, 0)).toMatchObject({ by: 'percentile', stays: 100 });
  expect(stuckLimit(stays(100), 5 * HOUR, 60_000)?.after).toBe(60_000);
  expect(stuckLimit(undefined, undefined, 60_000)).toBeNull();
});

test('the journal tells which steps were left, where to and after how long', () => {
  const run = new JourneyUnderTest(
    planFrom(
      journey(`
    pause: { office: back, wait: [{ on: continuo.operations.OrderReady.v1, next: note }, { after: PT1H, next: over }] }
    note: { office: back, set: { a: "1" } }
    over: { end: over }`),
    ),
  )
    .event('operations.OrderAccepted', { orderId: 'o-1', storeId: 's-1' })
    .pass('PT30M')
    .event('operations.OrderReady', { orderId: 'o-1' });
  const passes = run.changes.flatMap(({ journal }) => passesOf(journal));
  expect(run.clock - START).toBe(HOUR / 2);
  expect(passes.map(({ step, next, bucket }) => [step, next, bucket])).toEqual([
    ['pause', 'note', bucketOf(HOUR / 2)],
    ['note', 'over', 0],
    ['over', '', 0],
  ]);
});

test('a definition says when somebody is to look', () => {
  const plan = planFrom(
    journey(
      `
    pause: { office: back, wait: [{ after: PT1H }] }
    date: { office: back, wait: [{ until: vars.storeId }] }
    over: { end: over }`,
      { head: 'limits: { steps: { pause: PT2H } }' },
    ),
  );
  expect([...plan.stuckAfter]).toEqual([
    ['pause', 2 * HOUR],
    ['over', 300_000],
  ]);
  expect(() =>
    planFrom(journey(`    over: { end: over }`, { head: 'limits: { steps: { ovr: PT2H } }' })),
  ).toThrow('did you mean over?');
});
