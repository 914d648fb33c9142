// Proves that the mark never claims more than what has been read and sent.
import { afterLook, readUpTo, unknownMark } from './low-water.js';

describe('readUpTo', () => {
  const done = { start: 0n, end: 5n, next: 5n, clock: 900 };

  it('is the time of the look when every partition is read to its end', () => {
    expect(readUpTo([done, { start: 0n, end: 0n }, { start: 7n, end: 7n }], 1_000)).toBe(999);
  });

  it('is what the slowest partition has read', () => {
    expect(readUpTo([done, { start: 0n, end: 9n, next: 3n, clock: 500 }], 1_000)).toBe(499);
  });

  it('is unknown while a partition with records has not been begun', () => {
    expect(readUpTo([done, { start: 0n, end: 1n }], 1_000)).toBeNull();
    expect(readUpTo([done, { start: 0n, end: 1n, next: 0n, clock: 0 }], 1_000)).toBeNull();
  });
});

describe('afterLook', () => {
  it('confirms at once when nothing is unsent', () => {
    expect(afterLook(unknownMark, { readUpTo: 10, lastRow: null, firstUnsent: null })).toEqual({
      mark: 10,
      waiting: [],
    });
  });

  it('waits until the rows of that time have left, though new ones keep coming', () => {
    let state = afterLook(unknownMark, { readUpTo: 10, lastRow: 3n, firstUnsent: 1n });
    expect(state.mark).toBeNull();
    state = afterLook(state, { readUpTo: 20, lastRow: 9n, firstUnsent: 3n });
    expect(state.mark).toBeNull();
    state = afterLook(state, { readUpTo: 30, lastRow: 12n, firstUnsent: 4n });
    expect(state.mark).toBe(10);
    state = afterLook(state, { readUpTo: 40, lastRow: 15n, firstUnsent: 13n });
    expect(state.mark).toBe(30);
  });

  it('never goes back, and stands while nothing is known', () => {
    const state = afterLook(unknownMark, { readUpTo: 10, lastRow: null, firstUnsent: null });
    expect(afterLook(state, { readUpTo: 5, lastRow: null, firstUnsent: null }).mark).toBe(10);
    expect(afterLook(state, { readUpTo: null, lastRow: null, firstUnsent: null }).mark).toBe(10);
  });
});
