// Who wants little gets it, and leaves the rest to who wants more.
import fc from 'fast-check';
import { portions } from './portions.js';

test('one that wants much gets what the others leave', () => {
  expect(portions([500, 3, 0, 2], 1_000)).toEqual([500, 3, 0, 2]);
  expect(portions([500, 500, 500, 10], 1_000)).toEqual([330, 330, 330, 10]);
  expect(portions([], 10)).toEqual([]);
});

test('nobody gets more than they want, nothing is left while somebody wants, none is far behind another', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(600), { maxLength: 12 }), fc.nat(2_000), (wanted, all) => {
      const given = portions(wanted, all);
      const sum = given.reduce((total, each) => total + each, 0);
      expect(given.every((each, place) => each <= (wanted[place] ?? 0))).toBe(true);
      expect(sum).toBeLessThanOrEqual(all);
      const short = given.filter((each, place) => each < (wanted[place] ?? 0));
      if (short.length === 0) return;
      expect(all - sum).toBeLessThan(wanted.length);
      expect(Math.min(...short) + 1).toBeGreaterThanOrEqual(Math.max(...given));
    }),
  );
});
