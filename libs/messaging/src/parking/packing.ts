// Which held records are put away many at once, and how: one row for each is most of what a flood costs those behind it.
import { keyId } from '../consumer/batch-plan.js';
import { FURTHEST, rebatched } from '../kafka/record-batch-writer.js';
import { BatchedRecord } from '../kafka/record-batch.js';
import type { ParkedRow } from './parked-store.js';

/** Fewer of a key are rows at once: there is nothing to be gained. */
const FEWEST = 64;
/** Becomes rows again in one statement. */
const MOST = 200;
const MOST_BYTES = 512 * 1_024;

/** Records of one key that only wait, oldest first, as a record batch of Kafka's. */
export interface HeldBatch {
  readonly key: Buffer;
  readonly code: string;
  readonly reason: string;
  readonly firstOffset: bigint;
  readonly count: number;
  readonly bytes: Buffer;
}

export interface Packed<Row> {
  readonly rows: readonly Row[];
  readonly batches: readonly HeldBatch[];
}

/**
 * Puts what only waits into batches, where a key has much of it in a row. The first record of a key stays a row: what a key
 * may do next is told by its oldest row, and a batch becomes rows when all rows before it are gone. What names somebody by an
 * identifier stays one as well, since an erasure has to find it. No other record of the key lies within a batch's offsets.
 */
export function packed<Row extends ParkedRow>(rows: readonly Row[]): Packed<Row> {
  const away = new Set<ParkedRow>();
  const batches: HeldBatch[] = [];
  for (const ofKey of byKey(rows)) {
    for (const run of runs(ofKey.slice(1))) {
      if (run.length < FEWEST) continue;
      for (const part of parts(run)) batches.push(heldBatch(part));
      for (const row of run) away.add(row);
    }
  }
  return { rows: rows.filter((row) => !away.has(row)), batches };
}

/** In the order of their offsets: what a handler leaves comes behind what was never given to it. */
function byKey(rows: readonly ParkedRow[]): Iterable<readonly ParkedRow[]> {
  const keys = new Map<string, ParkedRow[]>();
  for (const row of rows) {
    const { key } = row.record;
    if (!row.holdsKey || key === null) continue;
    const known = keys.get(keyId(key));
    if (known === undefined) keys.set(keyId(key), [row]);
    else known.push(row);
  }
  for (const ofKey of keys.values()) ofKey.sort((a, b) => Number(a.record.offset - b.record.offset));
  return keys.values();
}

type Waiting = ParkedRow & { readonly record: BatchedRecord & { readonly key: Buffer } };

/** What only waits for the same reason, with nothing in between. */
function* runs(rows: readonly ParkedRow[]): Generator<readonly Waiting[]> {
  let run: Waiting[] = [];
  for (const row of rows) {
    const waits = onlyWaits(row);
    if (run.length > 0 && !(waits && row.code === run[0]!.code && row.reason === run[0]!.reason)) {
      yield run;
      run = [];
    }
    if (waits) run.push(row);
  }
  yield run;
}

/** Not every record comes in bytes of its own: one of a compressed batch has to be a row. */
function onlyWaits(row: ParkedRow): row is Waiting {
  const { record, state, attempts } = row;
  if (state !== 'held' || attempts > 0 || !(record instanceof BatchedRecord)) return false;
  return record.headers['customer'] === undefined;
}

function* parts(rows: readonly Waiting[]): Generator<readonly Waiting[]> {
  let part: Waiting[] = [];
  let bytes = 0;
  for (const row of rows) {
    const { length } = row.record.bytes;
    const isFull = part.length === MOST || bytes + length > MOST_BYTES;
    if (part.length > 0 && (isFull || isFar(row.record, part[0]!.record))) {
      yield part;
      part = [];
      bytes = 0;
    }
    part.push(row);
    bytes += length;
  }
  if (part.length > 0) yield part;
}

function isFar(record: BatchedRecord, first: BatchedRecord): boolean {
  const apart = Math.abs(record.timestamp - first.timestamp);
  return apart > FURTHEST || record.offset - first.offset > BigInt(FURTHEST);
}

function heldBatch(part: readonly Waiting[]): HeldBatch {
  const { record, code, reason } = part[0]!;
  const bytes = rebatched(part.map((row) => row.record));
  return { key: record.key, code, reason, firstOffset: record.offset, count: part.length, bytes };
}
