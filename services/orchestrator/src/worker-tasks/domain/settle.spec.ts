// Specifies who may settle a task, and what is said to everybody else.
import { decideHeld, decideSettle, type HeldTask } from './settle.js';

const leased: HeldTask = { state: 'leased', lease: 'l-1', lapsed: false, settledHash: null };
const completed: HeldTask = { ...leased, state: 'completed', settledHash: 'h-1' };
const said = (task: HeldTask, lease = 'l-1', hash = 'h-1'): string => {
  const settling = decideSettle(task, { lease, hash });
  return settling.ok ? settling.value : settling.refusal.code;
};

describe('settling', () => {
  it('is for who holds the lease now', () => {
    expect(said(leased)).toBe('settle');
    expect(said(leased, 'l-2')).toBe('lease-lost');
    expect(said({ ...leased, lapsed: true })).toBe('lease-lost');
    expect(said({ ...leased, state: 'open', lease: null })).toBe('lease-lost');
    // Offered anew for another attempt: the row may still name the former lease.
    expect(said({ ...leased, state: 'open' })).toBe('lease-lost');
  });

  it('is answered as before to the same word of the same lease, however late', () => {
    expect(said(completed)).toBe('as-before');
    expect(said({ ...completed, lapsed: true })).toBe('as-before');
    expect(said({ ...completed, state: 'failed' })).toBe('as-before');
  });

  it('is refused by name when it was settled otherwise, or nobody waits', () => {
    expect(said(completed, 'l-1', 'h-2')).toBe('already-completed');
    expect(said(completed, 'l-2')).toBe('lease-lost');
    expect(said({ ...completed, state: 'failed' }, 'l-1', 'h-2')).toBe('already-failed');
    expect(said({ ...leased, state: 'withdrawn' })).toBe('task-withdrawn');
    expect(said({ ...leased, state: 'withdrawn' }, 'l-2')).toBe('task-withdrawn');
  });
});

it('a sign of life keeps only what is held', () => {
  expect(decideHeld(leased, 'l-1')).toEqual({ ok: true, value: 'held' });
  for (const task of [completed, { ...leased, lapsed: true }, { ...leased, state: 'withdrawn' } as const])
    expect(decideHeld(task, 'l-1').ok).toBe(false);
});
