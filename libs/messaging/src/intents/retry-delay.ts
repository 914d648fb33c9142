// How long to wait before the next attempt of a call. Pure.

export interface RetryBackoff {
  /** @default 500 */
  readonly firstMs?: number;
  /** @default 300_000 */
  readonly longestMs?: number;
}

/**
 * Doubles with each attempt up to the longest, then spreads over its upper half: many that failed together don't come
 * back together. `draw` is between 0 and 1.
 */
export function retryDelay(attempt: number, backoff: RetryBackoff, draw: number): number {
  const { firstMs = 500, longestMs = 300_000 } = backoff;
  const full = Math.min(longestMs, firstMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(full / 2 + (full / 2) * draw);
}
