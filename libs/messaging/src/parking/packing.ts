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
 * Puts what only waits into batches, where a key has much of it. The first record of each key stays a row: what a key may do
 * next is told by its oldest row, and a batch becomes rows when all rows before it are gone. So does what names somebody by
 * an identifier, which an erasure has to find.
 */
export function packed<Row extends ParkedRow>(rows: readonly Row[]): Packed<Row> {
  const groups = new Map<string, Waiting[]>();
  for (const row of rows) {
    if (!onlyWaits(row)) continue;
    const name = `${row.code} ${keyId(row.record.key)}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  const away = new Set<ParkedRow>();
  const batches: HeldBatch[] = [];
  for (const group of groups.values()) {
    if (group.length < FEWEST) continue;
    const [, ...rest] = group;
    for (const part of parts(rest)) batches.push(batchOf(part));
    for (const row of rest) away.add(row);
  }
  return { rows: rows.filter((row) => !away.has(row)), batches };
}

type Waiting = ParkedRow & { readonly record: BatchedRecord & { readonly key: Buffer } };

/** Not every record comes in bytes of its own: one of a compressed batch has to be a row. */
function onlyWaits(row: ParkedRow): row is Waiting {
  const { record, state, holdsKey, attempts } = row;
  if (state !== 'held' || !holdsKey || attempts > 0 || !(record instanceof BatchedRecord)) return false;
  return record.key !== null && record.headers['customer'] === undefined;
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

function batchOf(part: readonly Waiting[]): HeldBatch {
  const { record, code, reason } = part[0]!;
  const bytes = rebatched(part.map((row) => row.record));
  return { key: record.key, code, reason, firstOffset: record.offset, count: part.length, bytes };
}
