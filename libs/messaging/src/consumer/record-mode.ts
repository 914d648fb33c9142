// Record by record: how a partition finds the one record that fails, and when it stops trying it.

/** The durable part, kept in the partition's row. */
export interface RecordMode {
  /** Records below this offset are taken one at a time; null: batches. */
  readonly until: bigint | null;
  /** The record that was started last in this mode, and how often. */
  readonly attemptOffset: bigint | null;
  readonly attempts: number;
}

export const BATCH_MODE: RecordMode = { until: null, attemptOffset: null, attempts: 0 };

/** True while the next record must be taken alone. */
export function isRecordByRecord(mode: RecordMode, nextOffset: bigint): boolean {
  return mode.until !== null && nextOffset < mode.until;
}

/**
 * A new owner's mode: without the mark of a clean hand-over, one batch's length is taken record by record, up to the log's
 * end: what came later was not in the hands of whoever was ended. Should it have come between the look at the end and the
 * claim, it ends one process more, and is behind the end that the next owner sees.
 */
export function modeOnClaim(
  mode: RecordMode,
  nextOffset: bigint,
  clean: boolean,
  { batchSize, end }: { readonly batchSize: number; readonly end: bigint },
): RecordMode {
  const kept = isRecordByRecord(mode, nextOffset) ? mode : BATCH_MODE;
  if (clean) return kept;
  const length = nextOffset + BigInt(batchSize);
  const last = length < end ? length : end;
  const until = kept.until !== null && kept.until > last ? kept.until : last;
  return until > nextOffset ? { ...mode, until } : kept;
}

/** After a batch failed for a reason that trying again will not cure: record by record until past it. */
export function modeAfterFailure(mode: RecordMode, lastOffset: bigint): RecordMode {
  const past = lastOffset + 1n;
  return { ...mode, until: mode.until !== null && mode.until > past ? mode.until : past };
}

/** Whether a record may be started once more, or has used its starts up. */
export function verdict(mode: RecordMode, offset: bigint, maxAttempts: number): 'start' | 'park' {
  return mode.attemptOffset === offset && mode.attempts >= maxAttempts ? 'park' : 'start';
}

/** What is written durably before a record is started. A start that ended transiently is not counted again. */
export function withStart(mode: RecordMode, offset: bigint, repeatsTransient: boolean): RecordMode {
  if (mode.attemptOffset !== offset) return { ...mode, attemptOffset: offset, attempts: 1 };
  return repeatsTransient ? mode : { ...mode, attempts: mode.attempts + 1 };
}

/** After the position moved: what is behind it is forgotten. */
export function modeAt(mode: RecordMode, nextOffset: bigint): RecordMode {
  if (!isRecordByRecord(mode, nextOffset)) return BATCH_MODE;
  if (mode.attemptOffset !== null && mode.attemptOffset < nextOffset) {
    return { until: mode.until, attemptOffset: null, attempts: 0 };
  }
  return mode;
}
