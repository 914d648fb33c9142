// Counts of journeys as they are told: who is in them now, who began and who ended in a window of days.

/** Instances that have not ended, by their states; `stalled` are those with an incident. */
export interface OpenCounts {
  readonly running: number;
  readonly stalled: number;
  readonly undoing: number;
}

export interface OutcomeCount {
  readonly outcome: string;
  readonly count: number;
}

/** Whole days of UTC, the last of them today. */
export interface CountWindow {
  readonly days: number;
  readonly from: string;
  readonly to: string;
}

/** Where a window of `$place` days begins. */
export function windowFrom(place: string): string {
  return `(date_trunc('day', now() at time zone 'UTC') - (${place}::int - 1) * interval '1 day')`;
}

export const NONE_OPEN: OpenCounts = { running: 0, stalled: 0, undoing: 0 };

export function sumOf({ running, stalled, undoing }: OpenCounts): number {
  return running + stalled + undoing;
}

/** Adds a state's count to those of a key. */
export function addOpen<Key>(counts: Map<Key, OpenCounts>, key: Key, state: string, count: number): void {
  const before = counts.get(key) ?? NONE_OPEN;
  const name = state === 'stalled' || state === 'undoing' ? state : 'running';
  counts.set(key, { ...before, [name]: before[name] + count });
}

/** The most frequent first. */
export function byCount(outcomes: readonly OutcomeCount[]): readonly OutcomeCount[] {
  return [...outcomes].sort((a, b) => b.count - a.count || (a.outcome < b.outcome ? -1 : 1));
}
