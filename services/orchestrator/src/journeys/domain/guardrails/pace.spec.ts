// Slots of a pace: one behind the other, none twice, none from long ago.
import { grant, PaceLedger, recordedPace, type Pace } from './pace.js';

const NOW = 1_000_000;
const DAY = 86_400_000;
const LATE = NOW + DAY;
/** A message that asks once. */
let asked = 0;
const take = (slots: Pace, rule: string, latest: number): number | null =>
  slots.take(rule, latest, `m-${(asked += 1)}`);
const ledger = (...blocks: readonly { start: number; count: number }[]) =>
  new PaceLedger([{ rule: 'r', blocks }], new Map([['r', 100]]), NOW, DAY);

test('gives what was leased one behind the other, then says how many are wanted', () => {
  const slots = ledger({ start: NOW, count: 2 }, { start: NOW + 900, count: 1 });
  expect([1, 2, 3, 4, 5].map(() => take(slots, 'r', LATE))).toEqual([NOW, NOW + 100, NOW + 900, null, null]);
  expect([...slots.wanted]).toEqual([['r', 2]]);
  expect(slots.changed).toEqual([{ rule: 'r', blocks: [] }]);
  slots.add('r', { start: NOW + 2_000, count: 2 });
  expect(slots.changed).toEqual([{ rule: 'r', blocks: [{ start: NOW + 2_000, count: 2 }] }]);
});

test('slots of long ago are gone: what stood still does not come all at once', () => {
  const slots = ledger({ start: NOW - 10_150, count: 3 });
  expect([take(slots, 'r', LATE), take(slots, 'r', LATE)]).toEqual([NOW - 9_950, null]);
});

test('of another rule nothing is taken, and what is not touched is not written', () => {
  const slots = ledger({ start: NOW, count: 1 });
  expect(take(slots, 'other', LATE)).toBeNull();
  expect(slots.changed).toEqual([]);
});

test('a journal gives its slots again, and notices when more are asked for', () => {
  const slots = recordedPace([NOW, null]);
  expect([take(slots, 'r', LATE), take(slots, 'r', LATE)]).toEqual([NOW, null]);
  expect(() => take(slots, 'r', LATE)).toThrow(/fewer slots/);
});

test('who cannot wait for the next slot leaves it to who can', () => {
  const slots = ledger({ start: NOW + 5_000, count: 1 });
  expect(take(slots, 'r', NOW + 1_000)).toBe(NOW + 5_000);
  expect(slots.changed).toEqual([]);
  expect([take(slots, 'r', LATE), take(slots, 'r', LATE)]).toEqual([NOW + 5_000, null]);
});

test('a message that is let ask again before its slot was leased wants one, and not another', () => {
  const slots = ledger();
  for (const message of ['a', 'b', 'a', 'a']) expect(slots.take('r', LATE, message)).toBeNull();
  expect([...slots.wanted]).toEqual([['r', 2]]);
});

test('a flood is turned down at once, and takes no slot from those who come later', () => {
  const MINUTE = 60_000;
  let next = 0;
  let real = 0;
  let leases: readonly { rule: string; blocks: readonly { start: number; count: number }[] }[] = [];
  /** What a partition does in one transaction; with what came of each message. */
  const batch = (messages: number): ReturnType<PaceLedger['take']>[] => {
    const slots = new PaceLedger(leases, new Map([['r', MINUTE]]), real, DAY);
    const taken = Array.from({ length: messages }, () => take(slots, 'r', real + DAY));
    for (const [rule, wanted] of slots.wanted) {
      const start = Math.max(next, real);
      const given = grant(start, wanted, MINUTE, real + DAY);
      next = given.next;
      if (given.count > 0) slots.add(rule, { start, count: given.count });
      if (given.count < wanted) slots.add(rule, { start: given.next, count: 0 });
    }
    leases = [...new Map([...leases, ...slots.changed].map((each) => [each.rule, each])).values()];
    return taken;
  };
  expect(batch(30_000).every((slot) => slot === null)).toBe(true);
  const flood = batch(30_000);
  const inTime = flood.filter((slot) => slot !== null && slot <= real + DAY);
  expect([inTime.length, new Set(inTime).size]).toEqual([24 * 60, 24 * 60]);
  for (const day of [2, 5, 10, 18]) {
    real = day * DAY;
    expect(batch(1)).toEqual([null]);
    const [slot] = batch(1);
    expect(slot).toBeGreaterThanOrEqual(real);
    expect(slot).toBeLessThanOrEqual(real + MINUTE);
  }
});
