// What is beyond a limit that all customers share: by the minute, and whichever customer is played first.
import fc from 'fast-check';
import { SharedLimits, type AskedSlot, type TakenPlace } from './shared-limits.js';

const MINUTE = 60_000;
const slot = (minute: number, perMinute = 2): AskedSlot => ({
  rule: 'pace/p',
  at: minute * MINUTE + 5,
  perMinute,
});
const place = (from: number, to: number, total = 2): TakenPlace => ({ journey: 'care', total, from, to });
const beyond = (
  slots: readonly AskedSlot[],
  places: readonly TakenPlace[] = [],
  share = 1,
): Record<string, number> => {
  const limits = new SharedLimits(share);
  for (const each of slots) limits.add({ slots: [each], places: [] });
  for (const each of places) limits.add({ slots: [], places: [each] });
  return Object.fromEntries(limits.beyond);
};

test('messages that do not go in their own minute are counted, and those behind them', () => {
  expect(beyond([slot(0), slot(0), slot(1), slot(1)])).toEqual({});
  expect(beyond([slot(0), slot(0), slot(0)])).toEqual({ 'pace/p': 1 });
  // Five in the first minute: three wait, two of them into the third; the one of the second minute waits behind them.
  expect(beyond([0, 0, 0, 0, 0, 1].map((at) => slot(at)))).toEqual({ 'pace/p': 4 });
  // Until the tenth minute all have gone.
  expect(beyond([0, 0, 0, 0, 0, 10].map((at) => slot(at)))).toEqual({ 'pace/p': 3 });
});

test('entries that find no place are counted, and take none from those behind them', () => {
  expect(beyond([], [place(0, 10), place(1, 10), place(10, 20)])).toEqual({});
  expect(beyond([], [place(0, 10), place(1, 10), place(2, 30), place(10, 20), place(11, 20)])).toEqual({
    concurrency: 1,
  });
  expect(beyond([], [place(0, Infinity, 1), place(100, Infinity, 1)])).toEqual({ concurrency: 1 });
  // Who ends in the moment of coming leaves the place to the next one.
  expect(beyond([], [place(0, 0, 1), place(5, 5, 1), place(7, 9, 1)])).toEqual({});
});

test('the same as looked up one by one', () => {
  const one = fc.tuple(fc.nat(30), fc.oneof(fc.nat(12), fc.constant(Infinity)));
  const total = fc.integer({ min: 1, max: 4 });
  fc.assert(
    fc.property(fc.array(one, { maxLength: 200 }), total, (lives, most) => {
      const places = lives.map(([from, length]) => place(from, from + length, most));
      const inOrder = [...places].sort((a, b) => a.from - b.from || (a.to < b.to ? -1 : Number(a.to > b.to)));
      const inside: TakenPlace[] = [];
      let away = 0;
      for (const each of inOrder) {
        if (inside.filter(({ to }) => to > each.from).length < most) inside.push(each);
        else away += 1;
      }
      expect(beyond([], places)).toEqual(away === 0 ? {} : { concurrency: away });
    }),
  );
});

test('the order does not matter', () => {
  const slots = [3, 0, 0, 1, 0, 0, 7, 0, 1].map((at) => slot(at));
  const places = [place(5, 9), place(0, 6), place(4, 8), place(2, 3), place(7, 12)];
  const forwards = beyond(slots, places);
  expect(forwards).toEqual({ 'pace/p': 5, concurrency: 1 });
  expect(beyond([...slots].reverse(), [...places].reverse())).toEqual(forwards);
});

test('a sample has its share of a limit; where the share is not known nothing is counted', () => {
  const slots = [0, 0, 0, 0].map((at) => slot(at, 4));
  expect(beyond(slots, [place(0, 9), place(0, 9)], 1)).toEqual({});
  expect(beyond(slots, [place(0, 9), place(0, 9)], 0.5)).toEqual({ 'pace/p': 2, concurrency: 1 });
  expect(beyond(slots, [place(0, 9), place(0, 9)], 0)).toEqual({});
});
