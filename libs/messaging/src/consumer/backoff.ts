// How long a paused partition rests between two tries: doubling, bounded, spread.

export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

export const DEFAULT_BACKOFF: Backoff = { firstMs: 100, maxMs: 10_000 };

/** The rest before try number `attempt` (1 is the first repetition); `spread` in [0, 1) keeps partitions apart. */
export function restMs(backoff: Backoff, attempt: number, spread: number): number {
  const full = Math.min(backoff.maxMs, backoff.firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.round(full * (0.75 + 0.25 * spread));
}
