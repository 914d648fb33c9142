// Slots of a pace: one behind the other, none twice, none from long ago.
import { PaceLedger, recordedPace } from './pace.js';

const NOW = 1_000_000;
const ledger = (...blocks: readonly { start: number; count: number }[]) =>
  new PaceLedger([{ rule: 'r', blocks }], new Map([['r', 100]]), NOW);

test('gives what was leased one behind the other, then says how many are wanted', () => {
  const slots = ledger({ start: NOW, count: 2 }, { start: NOW + 900, count: 1 });
  expect([1, 2, 3, 4, 5].map(() => slots.take('r'))).toEqual([NOW, NOW + 100, NOW + 900, null, null]);
  expect([...slots.wanted]).toEqual([['r', 2]]);
  expect(slots.changed).toEqual([{ rule: 'r', blocks: [] }]);
  slots.add('r', { start: NOW + 2_000, count: 2 });
  expect(slots.changed).toEqual([{ rule: 'r', blocks: [{ start: NOW + 2_000, count: 2 }] }]);
});

test('slots of long ago are gone: what stood still does not come all at once', () => {
  const slots = ledger({ start: NOW - 10_150, count: 3 });
  expect([slots.take('r'), slots.take('r')]).toEqual([NOW - 9_950, null]);
});

test('of another rule nothing is taken, and what is not touched is not written', () => {
  const slots = ledger({ start: NOW, count: 1 });
  expect(slots.take('other')).toBeNull();
  expect(slots.changed).toEqual([]);
});

test('a journal gives its slots again, and notices when more are asked for', () => {
  const slots = recordedPace([NOW, null]);
  expect([slots.take('r'), slots.take('r')]).toEqual([NOW, null]);
  expect(() => slots.take('r')).toThrow(/fewer slots/);
});
