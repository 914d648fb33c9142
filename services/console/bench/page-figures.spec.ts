// The arithmetic of the pages' figures.
import { inpOfStretches, percentile, slopePerMinute } from './page-figures.js';

test('of a visit the longest interaction counts, and with each fifty one more is left out', () => {
  const some = (count: number, from = 0) =>
    Array.from({ length: count }, (_, at) => ({ id: at, at: from + at, duration: at + 1 }));
  expect(inpOfStretches([])).toEqual([]);
  expect(inpOfStretches(some(10))).toEqual([10]);
  expect(inpOfStretches(some(50))).toEqual([49]);
  expect(inpOfStretches(some(100))).toEqual([98]);
  expect(inpOfStretches([...some(10), ...some(3, 60_000)])).toEqual([10, 3]);
});

test('percentiles are values that were there', () => {
  expect(percentile([], 0.75)).toBe(0);
  expect(percentile([4, 1, 3, 2], 0.75)).toBe(3);
  expect(percentile([7], 0.95)).toBe(7);
});

test('the slope is what is added in a minute, without the first sample', () => {
  const samples = [0, 1, 2, 3, 4].map((minute) => ({ at: minute * 60_000, bytes: 100 + 5 * minute }));
  expect(slopePerMinute(samples)).toBeCloseTo(5);
  expect(slopePerMinute([{ at: 0, bytes: 1 }, ...samples.slice(1)])).toBeCloseTo(5);
  expect(slopePerMinute([{ at: 0, bytes: 7 }])).toBe(0);
});
