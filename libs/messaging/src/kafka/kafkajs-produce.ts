// Writes what is sent: kafkajs makes a buffer of half a kilobyte for each header of each record, and copies all of them.
import { createRequire } from 'node:module';
import { batchOf, type Checksum, type WrittenRecord } from './record-batch-writer.js';

/** What a producer sends to one broker, as kafkajs has put it together. */
interface Sent {
  readonly acks: number;
  readonly timeout: number;
  readonly compression: number;
  readonly transactionalId?: string | null;
  readonly producerId: number;
  readonly topicData: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly messages: readonly WrittenRecord[];
    }[];
  }[];
}

/** How kafkajs sends something; what it encodes is copied behind a header of its own. */
interface Exchange {
  readonly request: { encode(): Promise<unknown> };
  readonly response: unknown;
}

interface Definition {
  protocol(of: { readonly version: number }): (sent: Sent) => Exchange;
}

/** What every broker since 2.1 speaks with kafkajs 2.2.4; from this version's records on there are headers. */
const VERSION = 7;
const NOT_COMPRESSED = 0;
const NOT_NUMBERED = -1;

let replaced = false;

/**
 * In the place of kafkajs 2.2.4's own encoding, which was a fifth of what a relay costs. Everything else stays kafkajs':
 * compressed batches, transactions and idempotent producers too.
 */
export function writeBatchesOnce(): void {
  if (replaced) return;
  replaced = true;
  const require = createRequire(import.meta.url);
  const produce = require('kafkajs/src/protocol/requests/produce') as Definition;
  const checksum = require('kafkajs/src/protocol/recordBatch/crc32C') as Checksum;
  const original = produce.protocol;
  produce.protocol = (of) => {
    const exchange = original(of);
    if (of.version !== VERSION) return exchange;
    return (sent) => {
      const theirs = exchange(sent);
      if (!isOurs(sent)) return theirs;
      const encode = (): Promise<unknown> => Promise.resolve(encoded(produceRequest(sent, checksum)));
      return { ...theirs, request: { ...theirs.request, encode } };
    };
  };
}

/** Other producers of this process may send what the port does not know: numbered records, times, headers that are bytes. */
function isOurs({ compression, transactionalId, producerId, topicData }: Sent): boolean {
  if (compression !== NOT_COMPRESSED || (transactionalId ?? null) !== null) return false;
  if (producerId !== NOT_NUMBERED) return false;
  return topicData.every(({ partitions }) => partitions.every(({ messages }) => messages.every(isPlain)));
}

function isPlain(message: WrittenRecord): boolean {
  const { key, value, headers } = message as Partial<Record<keyof WrittenRecord, unknown>>;
  if ('timestamp' in message || !isBytes(key) || !isBytes(value)) return false;
  if (typeof headers !== 'object' || headers === null) return false;
  return Object.values(headers).every((each) => typeof each === 'string');
}

function isBytes(value: unknown): boolean {
  return value === null || Buffer.isBuffer(value);
}

function produceRequest({ acks, timeout, topicData }: Sent, checksum: Checksum): Buffer {
  const now = Date.now();
  const parts = [
    fixed(8, (bytes) => {
      bytes.writeInt16BE(-1, 0);
      bytes.writeInt16BE(acks, 2);
      bytes.writeInt32BE(timeout, 4);
    }),
    int32(topicData.length),
  ];
  for (const { topic, partitions } of topicData) {
    const name = Buffer.from(topic);
    parts.push(
      fixed(2, (bytes) => bytes.writeInt16BE(name.length, 0)),
      name,
      int32(partitions.length),
    );
    for (const { partition, messages } of partitions) {
      const batch = batchOf(messages, now, checksum);
      parts.push(int32(partition), int32(batch.length), batch);
    }
  }
  return Buffer.concat(parts);
}

function int32(value: number): Buffer {
  return fixed(4, (bytes) => bytes.writeInt32BE(value, 0));
}

function fixed(length: number, write: (bytes: Buffer) => void): Buffer {
  const bytes = Buffer.allocUnsafe(length);
  write(bytes);
  return bytes;
}

/** As kafkajs' encoder looks to those who copy it. */
function encoded(bytes: Buffer): object {
  return { buf: bytes, buffer: bytes, size: () => bytes.length };
}
