// The time up to which every record of the source topics is on the timeline, out of positions, ends and the outbox.

/** One source partition as it was seen. */
export interface SourcePartition {
  readonly start: bigint;
  /** Offset that its next record would get, asked after the time of the look. */
  readonly end: bigint;
  /** The resolver's position; undefined when it has none yet. */
  readonly next?: bigint;
  /** The largest log-append time that the resolver has read there. */
  readonly clock?: number;
}

/**
 * Up to when the resolver has read everything: a partition that is read to its end counts up to the time of the look
 * (asked before the end), another one up to what it has read. One millisecond less, since a later record may carry the
 * same one. Null when a partition holds records and has not been begun.
 */
export function readUpTo(partitions: readonly SourcePartition[], lookedAt: number): number | null {
  let mark = lookedAt;
  for (const { start, end, next, clock } of partitions) {
    if (next === undefined ? end === start : next >= end) continue;
    if (next === undefined || clock === undefined || clock === 0) return null;
    mark = Math.min(mark, clock);
  }
  return mark - 1;
}

/** What was read up to a time, waiting until its rows have left the outbox. */
export interface Candidate {
  readonly at: number;
  /** The last row that was written by then. */
  readonly lastRow: bigint;
}

export interface LowWaterState {
  readonly mark: number | null;
  readonly waiting: readonly Candidate[];
}

export const unknownMark: LowWaterState = { mark: null, waiting: [] };
const mostWaiting = 64;

/**
 * The state after a look. `readUpTo` and `lastRow` were seen in one snapshot with `firstUnsent`: what is read has been
 * written, and is on the timeline once no row up to `lastRow` is left. The mark never goes back.
 */
export function afterLook(
  state: LowWaterState,
  seen: {
    readonly readUpTo: number | null;
    readonly lastRow: bigint | null;
    readonly firstUnsent: bigint | null;
  },
): LowWaterState {
  const { readUpTo: at, lastRow, firstUnsent } = seen;
  const waiting = at === null ? state.waiting : [...state.waiting, { at, lastRow: lastRow ?? -1n }];
  const isSent = (candidate: Candidate): boolean => firstUnsent === null || candidate.lastRow < firstUnsent;
  const marks = waiting.filter(isSent).map((candidate) => candidate.at);
  const mark = marks.reduce<number | null>(
    (best, each) => (best === null || each > best ? each : best),
    state.mark,
  );
  // Under load each look adds one; of many the oldest are confirmed first, so the newest may wait for the next look.
  return { mark, waiting: waiting.filter((candidate) => !isSent(candidate)).slice(0, mostWaiting) };
}
