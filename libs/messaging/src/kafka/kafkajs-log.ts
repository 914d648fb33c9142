// Looks at logs without being a member of a group: ends of many topics by one question, records of a partition from an offset.
import { Fault } from '@continuo/kernel';
import { createRequire } from 'node:module';
import type { KafkaMessage } from 'kafkajs';
import type { KafkaBatch, KafkaLog, LogFetch } from './kafka-client.js';
import { ClusterConnection, type Cluster, type FetchedPartition } from './kafkajs-cluster.js';
import type { OwnKafka } from './kafkajs-connections.js';
import { kafkaFault } from './kafkajs-faults.js';
import { toRecord } from './kafkajs-records.js';
import { everyHeader, HeaderReader } from './record-headers.js';

const DEFAULT_BYTES = 1_048_576;
/** What the isolation level "read committed" is called in the protocol. */
const READ_COMMITTED = 1;

export class KafkajsLog implements KafkaLog {
  private readonly connection: ClusterConnection;
  private readonly readers = new WeakMap<ReadonlySet<string>, HeaderReader>();

  constructor(
    newKafka: () => OwnKafka,
    private readonly prefix: string,
  ) {
    this.connection = new ClusterConnection(newKafka);
  }

  ends(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.offsets(topics, false);
  }

  starts(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.offsets(topics, true);
  }

  fetch({ topic, partition, from, maxBytes = DEFAULT_BYTES, headers }: LogFetch): Promise<KafkaBatch> {
    return this.ask(`records of ${topic}/${partition}`, async (cluster) => {
      const name = this.prefix + topic;
      await cluster.addMultipleTargetTopics([name]);
      await cluster.refreshMetadataIfNecessary();
      const [nodeId] = Object.keys(cluster.findLeaderForPartitions(name, [partition]));
      if (nodeId === undefined) throw topicUnknown(`${topic}/${partition}`);
      const broker = await cluster.findBroker({ nodeId });
      const partitions = [{ partition, fetchOffset: String(from), maxBytes }];
      const { responses } = await broker.fetch({
        maxWaitTime: 100,
        minBytes: 1,
        maxBytes,
        isolationLevel: READ_COMMITTED,
        topics: [{ topic: name, partitions }],
      });
      const answer = responses[0]?.partitions[0];
      if (answer === undefined)
        throw new Fault(`no answer about ${topic}/${partition}`, {
          code: 'kafka-unavailable',
          retriable: true,
        });
      return {
        topic,
        partition,
        records: visible(name, from, answer).map((message) =>
          toRecord({ topic, partition }, message, this.readerOf(headers)),
        ),
        nextOffset: nextOffset(from, answer),
        endOffset: BigInt(answer.highWatermark),
      };
    });
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** One for each set, as it learns from record to record. */
  private readerOf(headers: ReadonlySet<string> | undefined): HeaderReader {
    if (headers === undefined) return everyHeader;
    const reader = this.readers.get(headers) ?? new HeaderReader(headers);
    this.readers.set(headers, reader);
    return reader;
  }

  private offsets(
    topics: readonly string[],
    fromBeginning: boolean,
  ): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.ask('ends of topics', async (cluster) => {
      const names = topics.map((topic) => this.prefix + topic);
      await cluster.addMultipleTargetTopics(names);
      await cluster.refreshMetadataIfNecessary();
      const asked = names.map((topic) => ({
        topic,
        fromBeginning,
        partitions: cluster
          .findTopicPartitionMetadata(topic)
          .map(({ partitionId }) => ({ partition: partitionId })),
      }));
      const answers = await cluster.fetchTopicsOffset(asked);
      return new Map(
        answers.map(({ topic, partitions }) => [
          topic.slice(this.prefix.length),
          new Map(partitions.map(({ partition, offset }) => [partition, BigInt(offset)])),
        ]),
      );
    });
  }

  private async ask<T>(what: string, question: (cluster: Cluster) => Promise<T>): Promise<T> {
    try {
      return await this.connection.ask((cluster) =>
        question(cluster).catch((error: unknown) => {
          throw isOutside(error) ? offsetGone(what, error) : error;
        }),
      );
    } catch (error) {
      throw kafkaFault(what, error);
    }
  }
}

function offsetGone(what: string, cause: unknown): Fault {
  return new Fault(`${what}: not at that offset`, { code: 'offset-gone', retriable: false, cause });
}

/**
 * Behind the last batch that came, whatever compaction has left in it. Where none came, nothing is read yet: kafkajs would
 * go on at the end of the log, and pass over what a transaction that is still open has written.
 */
export function nextOffset(from: bigint, { messages, behind }: FetchedPartition): bigint {
  if (behind !== undefined) return behind > from ? behind : from;
  // Compressed, and so read by kafkajs, which tells of records only. A batch that was emptied is never compressed.
  const last = messages.at(-1);
  if (last === undefined) return from;
  const offset = BigInt(last.offset);
  return (offset > from ? offset : from) + 1n;
}

/** Without those before the offset, of control, and of transactions that were given up: these by kafkajs' own way, as they are rare. */
function visible(topic: string, from: bigint, answer: FetchedPartition): readonly KafkaMessage[] {
  if (answer.abortedTransactions.length > 0) return keptByKafkajs(topic, from, answer);
  const { messages } = answer;
  // In their order: only the first batch can begin before the offset that was asked for.
  const first = messages.findIndex(({ offset }) => BigInt(offset) >= from);
  if (first < 0) return [];
  return messages.filter((message, nth) => nth >= first && !isControl(message));
}

/** A property that the client's types leave out. */
function isControl(message: KafkaMessage): boolean {
  return (message as { readonly isControlRecord?: boolean }).isControlRecord === true;
}

function keptByKafkajs(topic: string, from: bigint, answer: FetchedPartition): readonly KafkaMessage[] {
  const require = createRequire(import.meta.url);
  const Batch = require('kafkajs/src/consumer/batch') as new (
    topic: string,
    from: string,
    answer: FetchedPartition,
  ) => { readonly messages: readonly KafkaMessage[] };
  return new Batch(topic, String(from), answer).messages;
}

function topicUnknown(name: string): Fault {
  return new Fault(`${name} is unknown`, { code: 'topic-unknown', retriable: true });
}

/** kafkajs has a class of its own for this one. */
function isOutside(error: unknown): boolean {
  return error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange';
}
