// Kafka's record batch (format 2), written in one pass: the client's own writer allocates a buffer per header.
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { crc32c } from './crc32c.js';
import type { KafkaMessage } from './kafka-client.js';

const HEADER_BYTES = 61;
const LENGTH_AT = 8;
const MAGIC_AT = 16;
const CRC_AT = 17;
const ATTRIBUTES_AT = 21;
const GZIP = 1;

const compress = promisify(gzip);

/** All messages of one partition as one batch; they must be of one send and in order. */
export async function recordBatch(
  messages: readonly KafkaMessage[],
  now: number,
  gzipped: boolean,
): Promise<Buffer> {
  const writer = new RecordWriter(estimate(messages));
  messages.forEach((message, offset) => writer.record(message, offset));
  const records = gzipped ? await compress(writer.written()) : writer.written();
  return framed(records, messages.length, now, gzipped ? GZIP : 0);
}

function framed(records: Buffer, count: number, now: number, attributes: number): Buffer {
  const batch = Buffer.allocUnsafe(HEADER_BYTES + records.length);
  batch.writeBigInt64BE(0n, 0);
  batch.writeInt32BE(batch.length - LENGTH_AT - 4, LENGTH_AT);
  batch.writeInt32BE(-1, 12); // partition leader epoch: the broker's
  batch.writeInt8(2, MAGIC_AT);
  batch.writeInt16BE(attributes, ATTRIBUTES_AT);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(BigInt(now), 27);
  batch.writeBigInt64BE(BigInt(now), 35);
  batch.writeBigInt64BE(-1n, 43); // no producer id, epoch and sequence: not idempotent
  batch.writeInt16BE(-1, 51);
  batch.writeInt32BE(-1, 53);
  batch.writeInt32BE(count, 57);
  records.copy(batch, HEADER_BYTES);
  batch.writeUInt32BE(crc32c(batch.subarray(ATTRIBUTES_AT)), CRC_AT);
  return batch;
}

/** Right for ASCII; the writer grows where it is not. */
function estimate(messages: readonly KafkaMessage[]): number {
  let bytes = 64;
  for (const { key, value, headers } of messages) {
    bytes += 32 + (key?.length ?? 0) + (value?.length ?? 0);
    for (const name in headers) bytes += name.length + (headers[name]?.length ?? 0) + 4;
  }
  return bytes;
}

class RecordWriter {
  private at = 0;

  constructor(
    size: number,
    private buffer = Buffer.allocUnsafe(size),
  ) {}

  written(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  record({ key, value, headers }: KafkaMessage, offset: number): void {
    this.measured(bodyGuess(key, value), () => {
      this.reserve(1);
      this.buffer[this.at++] = 0; // attributes
      this.varint(0); // of the batch's time
      this.varint(offset);
      this.bytes(key);
      this.bytes(value);
      const names = Object.keys(headers);
      this.varint(names.length);
      for (const name of names) {
        this.text(name);
        this.text(headers[name] ?? '');
      }
    });
  }

  private bytes(bytes: Buffer | null): void {
    if (bytes === null) {
      this.varint(-1);
      return;
    }
    this.varint(bytes.length);
    this.reserve(bytes.length);
    bytes.copy(this.buffer, this.at);
    this.at += bytes.length;
  }

  private text(text: string): void {
    this.measured(text.length, () => {
      this.reserve(text.length * 3);
      this.at += this.buffer.write(text, this.at, 'utf8');
    });
  }

  /** Writes a length before what `write` writes, in the place that the guess needs; moves it when the guess was wrong. */
  private measured(guess: number, write: () => void): void {
    const kept = varintSize(guess);
    const start = this.at;
    this.reserve(kept);
    this.at += kept;
    write();
    const length = this.at - start - kept;
    const needed = varintSize(length);
    if (needed !== kept) {
      this.reserve(needed);
      this.buffer.copyWithin(start + needed, start + kept, this.at);
    }
    this.at = start;
    this.varint(length);
    this.at += length;
  }

  private varint(value: number): void {
    this.reserve(5);
    let zigzag = (value << 1) ^ (value >> 31);
    while ((zigzag & ~0x7f) !== 0) {
      this.buffer[this.at++] = (zigzag & 0x7f) | 0x80;
      zigzag >>>= 7;
    }
    this.buffer[this.at++] = zigzag;
  }

  private reserve(count: number): void {
    if (this.at + count <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + count));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

function bodyGuess(key: Buffer | null, value: Buffer | null): number {
  // With our headers a record is hardly ever shorter than what two bytes of length begin to be needed for.
  return 64 + (key?.length ?? 0) + (value?.length ?? 0);
}

function varintSize(value: number): number {
  let zigzag = value << 1;
  let size = 1;
  while ((zigzag & ~0x7f) !== 0) {
    zigzag >>>= 7;
    size += 1;
  }
  return size;
}
