// Proves what is open after records in any order: cases by their times, orders by their last word.
import { counts, openSince } from './customer-context.js';

describe('a case', () => {
  it('is open from its opening to its end', () => {
    expect(openSince({ openedAt: 1, reopenedAt: null, closedAt: null })).toBe(1);
    expect(openSince({ openedAt: 1, reopenedAt: null, closedAt: 5 })).toBeUndefined();
    expect(openSince({ openedAt: 5, reopenedAt: null, closedAt: 5 })).toBeUndefined();
  });

  it('goes on when it is reopened, until it is closed again', () => {
    expect(openSince({ openedAt: 1, reopenedAt: 6, closedAt: 5 })).toBe(1);
    expect(openSince({ openedAt: 1, reopenedAt: 6, closedAt: 7 })).toBeUndefined();
    expect(openSince({ openedAt: null, reopenedAt: 6, closedAt: 5 })).toBe(6);
  });

  it('of which only the end is known is not open', () => {
    expect(openSince({ openedAt: null, reopenedAt: null, closedAt: 5 })).toBeUndefined();
    expect(openSince({ openedAt: null, reopenedAt: null, closedAt: null })).toBeUndefined();
  });
});

describe('a word on an order', () => {
  it('counts when it is later', () => {
    expect(counts({ state: 'accepted', since: 1 }, undefined)).toBe(true);
    expect(counts({ state: 'ready', since: 2 }, { state: 'accepted', since: 1 })).toBe(true);
    expect(counts({ state: 'accepted', since: 1 }, { state: 'ready', since: 2 })).toBe(false);
  });

  it('is the last one when it ends the order, whatever comes late', () => {
    expect(counts({ state: 'collected', since: 1 }, { state: 'ready', since: 2 })).toBe(true);
    expect(counts({ state: 'ready', since: 9 }, { state: 'collected', since: 3 })).toBe(false);
    expect(counts({ state: 'cancelled', since: 4 }, { state: 'collected', since: 3 })).toBe(true);
  });
});
