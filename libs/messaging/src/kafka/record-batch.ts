// Kafka's record batches (magic 2, not compressed) as they lie in the log, read once and without anything in between.
import type { KafkaRecord } from './kafka-client.js';
import { everyHeader, type HeaderReader } from './record-headers.js';

/** What a batch says of all its records. */
interface OfBatch {
  readonly bytes: Buffer;
  readonly firstOffset: bigint;
  readonly isControlRecord: boolean;
  /** What a transaction that was given up is told by. */
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

type Content = Pick<KafkaRecord, 'value' | 'headers'>;

/**
 * A record in the bytes of its batch. Key, value and headers are read when they are asked for: most of what is fetched at once
 * waits for a while, and small objects that wait are what collecting garbage costs.
 */
export class BatchedRecord implements KafkaRecord {
  topic = '';
  partition = -1;
  headerReader: HeaderReader = everyHeader;
  #key: Buffer | null | undefined;
  #content: Content | undefined;

  constructor(
    private readonly batch: OfBatch,
    private readonly delta: number,
    readonly timestamp: number,
    /** Where its key begins. */
    private readonly from: number,
    /** Where its headers end. */
    readonly end: number,
  ) {}

  get offset(): bigint {
    return this.batch.firstOffset + BigInt(this.delta);
  }

  get key(): Buffer | null {
    return this.#key === undefined ? (this.#key = this.place().bytes()) : this.#key;
  }

  get value(): Buffer | null {
    return (this.#content ??= this.#read()).value;
  }

  get headers(): Readonly<Record<string, string>> {
    return (this.#content ??= this.#read()).headers;
  }

  /** Transactions' marks, which are nobody's to read. */
  get isControlRecord(): boolean {
    return this.batch.isControlRecord;
  }

  get batchContext(): OfBatch['batchContext'] {
    return this.batch.batchContext;
  }

  /** At the length of its key; value and headers follow. */
  place(): Cursor {
    return new Cursor(this.batch.bytes, this.from);
  }

  /** Key, value and headers as they lie in the batch. */
  get bytes(): Buffer {
    return this.batch.bytes.subarray(this.from, this.end);
  }

  forget(): void {
    this.#key = undefined;
    this.#content = undefined;
  }

  #read(): Content {
    const cursor = this.place();
    cursor.skip();
    const content = { value: cursor.bytes(), headers: this.headerReader.read(cursor, this.end) };
    cursor.mustBeAt(this.end);
    return content;
  }
}

/** Where the fields of a batch lie, counted from its beginning. */
const LENGTH = 8;
const MAGIC = 16;
const ATTRIBUTES = 21;
const LAST_DELTA = 23;
const FIRST_TIMESTAMP = 27;
const LAST_TIMESTAMP = 35;
const PRODUCER_ID = 43;
const COUNT = 57;
const RECORDS = 61;
/** What the length counts begins behind itself. */
const BEFORE_LENGTH_COUNTS = 12;

const COMPRESSION = 0x07;
const LOG_APPEND_TIME = 0x08;
const IN_TRANSACTION = 0x10;
const CONTROL = 0x20;

/** Whether every batch here can be read by `readBatches`; what is cut off at the end counts as well. */
export function isReadable(bytes: Buffer): boolean {
  for (let at = 0; at + RECORDS <= bytes.length; at = endOf(bytes, at)) {
    if (bytes[at + MAGIC] !== 2 || (bytes.readInt16BE(at + ATTRIBUTES) & COMPRESSION) !== 0) return false;
  }
  return true;
}

/** All records of the batches that are here whole: a fetch may cut the last one off. */
export function readBatches(bytes: Buffer): BatchedRecord[] {
  const records: BatchedRecord[] = [];
  for (let at = 0; at + RECORDS <= bytes.length;) {
    const end = endOf(bytes, at);
    if (end > bytes.length) break;
    readBatch(bytes, at, end, records);
    at = end;
  }
  return records;
}

/**
 * The offset behind the last batch that is here whole; undefined where there is none. It is not that of the last record: a
 * batch keeps its place in the log when compaction has taken its last records away, or all of them.
 */
export function behindBatches(bytes: Buffer): bigint | undefined {
  let behind: bigint | undefined;
  for (let at = 0; at + RECORDS <= bytes.length;) {
    const end = endOf(bytes, at);
    if (end > bytes.length) break;
    behind = bytes.readBigInt64BE(at) + BigInt(bytes.readInt32BE(at + LAST_DELTA)) + 1n;
    at = end;
  }
  return behind;
}

function endOf(bytes: Buffer, at: number): number {
  return at + BEFORE_LENGTH_COUNTS + Math.max(0, bytes.readInt32BE(at + LENGTH));
}

function readBatch(bytes: Buffer, at: number, batchEnd: number, into: BatchedRecord[]): void {
  const attributes = bytes.readInt16BE(at + ATTRIBUTES);
  const firstTimestamp = Number(bytes.readBigInt64BE(at + FIRST_TIMESTAMP));
  const appended =
    (attributes & LOG_APPEND_TIME) === 0 ? null : Number(bytes.readBigInt64BE(at + LAST_TIMESTAMP));
  const batch: OfBatch = {
    bytes,
    firstOffset: bytes.readBigInt64BE(at),
    isControlRecord: (attributes & CONTROL) !== 0,
    batchContext: {
      producerId: String(bytes.readBigInt64BE(at + PRODUCER_ID)),
      inTransaction: (attributes & IN_TRANSACTION) !== 0,
    },
  };
  const cursor = new Cursor(bytes, at + RECORDS);
  for (let left = bytes.readInt32BE(at + COUNT); left > 0; left -= 1) {
    const length = cursor.varint();
    const end = cursor.at + length;
    if (length < 0 || end > batchEnd) throw new Error('a record that goes beyond its batch');
    cursor.at += 1; // its attributes, of which there are none
    const since = cursor.varint();
    const delta = cursor.varint();
    into.push(new BatchedRecord(batch, delta, appended ?? firstTimestamp + since, cursor.at, end));
    cursor.at = end;
  }
}

/** Reads on in bytes. */
export class Cursor {
  constructor(
    readonly buffer: Buffer,
    public at: number,
  ) {}

  /** A zigzag number; beyond 32 bits it is a sum of doubles, exact as far as any time or length goes. */
  varint(): number {
    const { buffer } = this;
    let byte = buffer[this.at++] ?? 0;
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    let factor = 128;
    do {
      byte = buffer[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      factor *= 128;
    } while (byte >= 0x80);
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }

  skip(): void {
    const length = this.varint();
    if (length > 0) this.at += length;
  }

  /** @throws at another place: what was read is not a record then */
  mustBeAt(end: number): void {
    if (this.at !== end) throw new Error('a record whose parts are not as long as it is');
  }

  /** Bytes with their length before them, as UTF-8; null where it is negative. */
  text(): string | null {
    const length = this.varint();
    if (length < 0) return null;
    const from = this.at;
    this.at += length;
    return this.buffer.toString('utf8', from, this.at);
  }

  /** Bytes with their length before them; null where it is negative. They stay part of the whole. */
  bytes(): Buffer | null {
    const length = this.varint();
    if (length < 0) return null;
    const from = this.at;
    this.at += length;
    return this.buffer.subarray(from, this.at);
  }
}
