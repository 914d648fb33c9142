// How much of what lies in a topic's outbox goes into its next batch. Pure.

export interface CuttableRow {
  readonly id: number;
  readonly partition: number;
  /** Bytes of key, value and headers. */
  readonly size: number;
}

export interface CutLimits {
  /** A partition's records of one send are one record batch: it must stay below what the broker takes. */
  readonly partitionBytes: number;
  /** Of the batch in all. */
  readonly batchBytes: number;
}

export const CUT_LIMITS: CutLimits = { partitionBytes: 512 * 1024, batchBytes: 8 * 1024 * 1024 };

/** What a record takes beside its key, value and headers: lengths, offsets, and the sequence that the relay adds. */
const RECORD_OVERHEAD = 120;

export interface Cut<Row> {
  /** In the order given; of each partition a prefix of its rows. */
  readonly taken: readonly Row[];
  /** The first row, by id, that has to wait; undefined when every row was taken. */
  readonly firstLeft: number | undefined;
  readonly bytes: number;
}

/**
 * Takes rows, given in id order, until they don't fit: a partition ends at its first row that is too much for it,
 * the batch at the first row that is too much in all. A row that is too large even alone is taken alone.
 */
export function cutBatch<Row extends CuttableRow>(
  rows: readonly Row[],
  limits: CutLimits = CUT_LIMITS,
): Cut<Row> {
  const taken: Row[] = [];
  const filled = new Map<number, number>();
  const ended = new Set<number>();
  let bytes = 0;
  let firstLeft: number | undefined;
  for (const row of rows) {
    const cost = row.size + RECORD_OVERHEAD;
    if (taken.length > 0 && bytes + cost > limits.batchBytes)
      return { taken, firstLeft: firstLeft ?? row.id, bytes };
    const before = filled.get(row.partition) ?? 0;
    if (ended.has(row.partition) || (before > 0 && before + cost > limits.partitionBytes)) {
      ended.add(row.partition);
      firstLeft ??= row.id;
      continue;
    }
    filled.set(row.partition, before + cost);
    bytes += cost;
    taken.push(row);
  }
  return { taken, firstLeft, bytes };
}
