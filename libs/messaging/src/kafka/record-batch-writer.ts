// Kafka's record batch (magic 2, not compressed, of no transaction), written once into the bytes that are sent or kept.
import type { KafkaMessage } from './kafka-client.js';
import type { BatchedRecord } from './record-batch.js';

/** A record to be written, as far as its batch is concerned. */
export type WrittenRecord = Pick<KafkaMessage, 'key' | 'value' | 'headers'>;

/** Castagnoli's checksum of bytes. */
export type Checksum = (bytes: Buffer) => number;

/** What lies before the records: offset, length, leader's epoch, magic, checksum, and what is said of all of them. */
const BEFORE_RECORDS = 61;
const LENGTH_FROM = 12;
const MAGIC_AT = 16;
const CHECKSUM_AT = 17;
const CHECKED_FROM = 21;
const NOBODY = -1n;
/** How far times and offsets of a batch may be apart: what its numbers of 32 bits hold. */
export const FURTHEST = 2 ** 30;

/** The whole batch, all of its records of this time (milliseconds since the epoch). At least one record. */
export function batchOf(records: readonly WrittenRecord[], time: number, checksum: Checksum): Buffer {
  const measured = new Measured(records);
  const bytes = Buffer.allocUnsafe(BEFORE_RECORDS + measured.bytes);
  writeRecords(bytes, records, measured.lengths);
  const { length } = records;
  writeHead(bytes, { offset: 0n, lastDelta: length - 1, time, lastTime: time, count: length });
  bytes.writeUInt32BE(checksum(bytes.subarray(CHECKED_FROM)), CHECKSUM_AT);
  return bytes;
}

/**
 * Records of the log in a batch of their own, as they are and where they were, in the order of their offsets; at least one.
 * Nothing of them is read for it. Its checksum is left out: what is kept of it elsewhere is guarded there.
 * @throws RangeError where they are in another order, or times or offsets are further apart than `FURTHEST`
 */
export function rebatched(records: readonly BatchedRecord[]): Buffer {
  const first = records[0]!;
  const places = records.map((record) => placeOf(record, first));
  if (places.some(({ delta }, nth) => nth > 0 && delta <= places[nth - 1]!.delta))
    throw new RangeError('records of one batch are in the order of their offsets');
  const bytes = Buffer.alloc(places.reduce((sum, { size }) => sum + size, BEFORE_RECORDS));
  let at = BEFORE_RECORDS;
  for (const { content, length, since, delta } of places) {
    at = writeVarint(bytes, at, length);
    bytes[at++] = 0; // attributes, of which there are none
    at = writeVarint(bytes, at, since);
    at = writeVarint(bytes, at, delta);
    at += content.copy(bytes, at);
  }
  writeHead(bytes, {
    offset: first.offset,
    lastDelta: places.at(-1)!.delta,
    time: first.timestamp,
    lastTime: records.reduce((last, { timestamp }) => Math.max(last, timestamp), 0),
    count: records.length,
  });
  return bytes;
}

function placeOf(record: BatchedRecord, first: BatchedRecord) {
  const content = record.bytes;
  const since = record.timestamp - first.timestamp;
  const delta = Number(record.offset - first.offset);
  for (const each of [since, delta])
    if (Math.abs(each) > FURTHEST) throw new RangeError(`records of one batch are ${each} apart`);
  const length = 1 + sizeOfVarint(since) + sizeOfVarint(delta) + content.length;
  return { content, since, delta, length, size: sizeOfVarint(length) + length };
}

interface Head {
  readonly offset: bigint;
  readonly lastDelta: number;
  /** Milliseconds since the epoch: of the first record, and the latest. */
  readonly time: number;
  readonly lastTime: number;
  readonly count: number;
}

/** All before the records but the checksum. */
function writeHead(bytes: Buffer, { offset, lastDelta, time, lastTime, count }: Head): void {
  bytes.writeBigInt64BE(offset, 0);
  bytes.writeInt32BE(bytes.length - LENGTH_FROM, 8);
  bytes.writeInt32BE(0, LENGTH_FROM);
  bytes.writeInt8(2, MAGIC_AT);
  bytes.writeInt16BE(0, 21);
  bytes.writeInt32BE(lastDelta, 23);
  bytes.writeBigInt64BE(BigInt(time), 27);
  bytes.writeBigInt64BE(BigInt(lastTime), 35);
  bytes.writeBigInt64BE(NOBODY, 43);
  bytes.writeInt16BE(0, 51);
  bytes.writeInt32BE(0, 53);
  bytes.writeInt32BE(count, 57);
}

/**
 * How long everything will be: a record's length stands before it, so all of it is measured before it is written. The
 * lengths come in the order in which they are written, so that no text is measured twice.
 */
class Measured {
  readonly lengths: number[] = [];
  bytes = 0;

  constructor(records: readonly WrittenRecord[]) {
    records.forEach((record, at) => {
      const place = this.lengths.push(0) - 1;
      const length = this.#record(record, at);
      this.lengths[place] = length;
      this.bytes += sizeOfVarint(length) + length;
    });
  }

  #record({ key, value, headers }: WrittenRecord, at: number): number {
    const names = Object.keys(headers);
    let size = 2 + sizeOfVarint(at) + sizeOfBytes(key) + sizeOfBytes(value) + sizeOfVarint(names.length);
    for (const name of names) {
      const length = Buffer.byteLength(headers[name] ?? '');
      this.lengths.push(length);
      size += nameOf(name).length + sizeOfVarint(length) + length;
    }
    return size;
  }
}

function writeRecords(into: Buffer, records: readonly WrittenRecord[], lengths: readonly number[]): void {
  let at = BEFORE_RECORDS;
  let next = 0;
  records.forEach(({ key, value, headers }, nth) => {
    at = writeVarint(into, at, lengths[next++] ?? 0);
    into[at++] = 0; // attributes, of which there are none
    into[at++] = 0; // as old as the batch
    at = writeVarint(into, at, nth);
    at = writeBytes(into, at, key);
    at = writeBytes(into, at, value);
    const names = Object.keys(headers);
    at = writeVarint(into, at, names.length);
    for (const name of names) {
      const known = nameOf(name);
      known.copy(into, at);
      at += known.length;
      const length = lengths[next++] ?? 0;
      at = writeVarint(into, at, length);
      at += into.write(headers[name] ?? '', at, length, 'utf8');
    }
  });
}

/** Names of headers as they are written, their length before them; there are few, and each stands in every record. */
const names = new Map<string, Buffer>();
const MOST_NAMES = 256;

function nameOf(name: string): Buffer {
  const known = names.get(name);
  if (known !== undefined) return known;
  const length = Buffer.byteLength(name);
  const written = Buffer.alloc(sizeOfVarint(length) + length);
  written.write(name, writeVarint(written, 0, length));
  if (names.size < MOST_NAMES) names.set(name, written);
  return written;
}

function sizeOfBytes(bytes: Buffer | null): number {
  return bytes === null ? 1 : sizeOfVarint(bytes.length) + bytes.length;
}

function writeBytes(into: Buffer, at: number, bytes: Buffer | null): number {
  if (bytes === null) return writeVarint(into, at, -1);
  const from = writeVarint(into, at, bytes.length);
  return from + bytes.copy(into, from);
}

/** Of a zigzag number of up to 31 bits. */
function sizeOfVarint(value: number): number {
  const zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  if (zigzag < 0x80) return 1;
  if (zigzag < 0x4000) return 2;
  if (zigzag < 0x20_0000) return 3;
  return zigzag < 0x1000_0000 ? 4 : 5;
}

/** Answers where the next thing goes. */
function writeVarint(into: Buffer, at: number, value: number): number {
  let zigzag = ((value << 1) ^ (value >> 31)) >>> 0;
  while (zigzag >= 0x80) {
    into[at++] = (zigzag & 0x7f) | 0x80;
    zigzag >>>= 7;
  }
  into[at++] = zigzag;
  return at;
}
