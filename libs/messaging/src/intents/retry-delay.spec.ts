// Proves that waiting times grow, stay bounded and spread.
import fc from 'fast-check';
import { retryDelay } from './retry-delay.js';

describe('retryDelay', () => {
  it('doubles from the first to the longest', () => {
    const backoff = { firstMs: 100, longestMs: 1_000 };
    expect([1, 2, 3, 4, 5, 60].map((attempt) => retryDelay(attempt, backoff, 1))).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
  });

  it('stays between half and whole of it, whatever is drawn', () => {
    const draws = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), draws, (attempt, draw) => {
        const whole = retryDelay(attempt, {}, 1);
        const drawn = retryDelay(attempt, {}, draw);
        expect(drawn).toBeGreaterThanOrEqual(Math.floor(whole / 2));
        expect(drawn).toBeLessThanOrEqual(whole);
      }),
    );
  });
});
