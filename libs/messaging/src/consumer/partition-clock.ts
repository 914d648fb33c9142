// A partition's clock: the time its state stands at, which timers obey. It never goes back.

/** A record stamped further ahead of database time than this pauses its partition. */
export const AHEAD_LIMIT_MS = 60_000;
/** Without a mark fresher than this the idle clock stands. */
export const LOW_WATER_MARK_STALE_MS = 5_000;

/** The clock after records were read: the largest log-append time so far. */
export function clockAfter(before: number, timestamps: Iterable<number>): number {
  let clock = before;
  for (const timestamp of timestamps) if (timestamp > clock) clock = timestamp;
  return clock;
}

/** True when the broker's clock runs ahead of the database's by more than is believable. */
export function isAhead(timestamp: number, databaseTime: number): boolean {
  return timestamp > databaseTime + AHEAD_LIMIT_MS;
}

/** A low-water mark and how long ago it was told. `time` null: the source does not know one now. */
export interface LowWaterMark {
  readonly time: number | null;
  readonly age: number;
}

/**
 * How far an idle partition's clock may go: database time, no further than the low-water mark. Null: it stands.
 * `mark` is undefined for a topic that has none (database time alone).
 */
export function idleLimit(databaseTime: number, mark: LowWaterMark | undefined): number | null {
  if (mark === undefined) return databaseTime;
  if (mark.time === null || mark.age > LOW_WATER_MARK_STALE_MS) return null;
  return Math.min(databaseTime, mark.time);
}

/** What was asked before a tick's transaction, in this order: the time, then the end of the log. */
export interface IdleReading {
  readonly limit: number;
  readonly endOffset: bigint;
}

/**
 * The clock of a tick. The reading counts only if the locked row's position reached the end that was seen: then every
 * record stamped before the reading's time has been applied.
 */
export function tickClock(
  row: { readonly clock: number; readonly nextOffset: bigint },
  reading: IdleReading | null,
): number {
  if (reading === null || row.nextOffset < reading.endOffset) return row.clock;
  return Math.max(row.clock, reading.limit);
}
