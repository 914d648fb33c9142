// Reads the answers to fetches: kafkajs makes objects of each header and copies all of them again for each one of a record.
import { createRequire } from 'node:module';
import { behindBatches, isReadable, readBatches } from './record-batch.js';

/** kafkajs' reader of an answer, as far as it is used here. */
interface Reader {
  readInt16(): number;
  readInt32(): number;
  readInt64(): bigint;
  readString(): string | null;
  readBytes(): Buffer | null;
}

/** How kafkajs asks for something, and what it does with the answer. */
interface Exchange {
  readonly response: { decode(bytes: Buffer): Promise<unknown> };
}

interface Definition {
  protocol(of: { readonly version: number }): (options: unknown) => Exchange;
}

/** What every broker since 2.3 speaks with kafkajs 2.2.4. */
const VERSION = 11;

let replaced = false;

/**
 * In the place of kafkajs 2.2.4's own: with a dozen headers, reading records was most of what a consumer costs. Everything
 * else stays kafkajs', compressed batches too.
 */
export function readFetchesOnce(): void {
  if (replaced) return;
  replaced = true;
  const require = createRequire(import.meta.url);
  const fetch = require('kafkajs/src/protocol/requests/fetch') as Definition;
  const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => Reader;
  const original = fetch.protocol;
  fetch.protocol = (of) => {
    const exchange = original(of);
    if (of.version !== VERSION) return exchange;
    return (options) => {
      const theirs = exchange(options);
      const decode = (bytes: Buffer): Promise<unknown> => {
        const answer = answerOf(new Decoder(bytes));
        return answer === null ? theirs.response.decode(bytes) : Promise.resolve(answer);
      };
      return { ...theirs, response: { ...theirs.response, decode } };
    };
  };
}

/** An answer of this version; null where a batch in it is not ours to read. */
function answerOf(reader: Reader): object | null {
  const clientSideThrottleTime = reader.readInt32();
  const errorCode = reader.readInt16();
  const sessionId = reader.readInt32();
  let isOurs = true;
  const responses = listOf(reader, () => ({
    topicName: reader.readString(),
    partitions: listOf(reader, () => {
      const partition = partitionOf(reader);
      isOurs &&= partition.messages !== null;
      return partition;
    }),
  }));
  // As kafkajs tells it: the broker has not waited, the client is asked to.
  return isOurs ? { throttleTime: 0, clientSideThrottleTime, errorCode, sessionId, responses } : null;
}

function partitionOf(reader: Reader) {
  const about = {
    partition: reader.readInt32(),
    errorCode: reader.readInt16(),
    highWatermark: String(reader.readInt64()),
    lastStableOffset: String(reader.readInt64()),
    lastStartOffset: String(reader.readInt64()),
    abortedTransactions: listOf(reader, () => ({
      producerId: String(reader.readInt64()),
      firstOffset: String(reader.readInt64()),
    })),
    preferredReadReplica: reader.readInt32(),
  };
  const bytes = reader.readBytes();
  return { ...about, messages: messagesOf(bytes), behind: bytes === null ? undefined : behindBatches(bytes) };
}

function messagesOf(bytes: Buffer | null) {
  if (bytes === null) return [];
  return isReadable(bytes) ? readBatches(bytes) : null;
}

function listOf<Item>(reader: Reader, read: () => Item): Item[] {
  return Array.from({ length: Math.max(0, reader.readInt32()) }, read);
}
