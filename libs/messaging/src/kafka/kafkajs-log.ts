// Looks at logs without being a member of a group: ends of many topics by one question, records of a partition from an offset.
import { Fault } from '@continuo/kernel';
import { createRequire } from 'node:module';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { KafkaBatch, KafkaLog, LogFetch } from './kafka-client.js';
import { clusterOf, type Cluster, type FetchedPartition } from './kafkajs-cluster.js';
import { kafkaFault } from './kafkajs-faults.js';
import { toRecord } from './kafkajs-records.js';

const DEFAULT_BYTES = 1_048_576;
/** What the isolation level "read committed" is called in the protocol. */
const READ_COMMITTED = 1;

export class KafkajsLog implements KafkaLog {
  private cluster: Promise<Cluster> | undefined;

  constructor(
    private readonly kafka: Kafka,
    private readonly prefix: string,
  ) {}

  ends(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.offsets(topics, false);
  }

  starts(topics: readonly string[]): Promise<ReadonlyMap<string, ReadonlyMap<number, bigint>>> {
    return this.offsets(topics, true);
  }

  fetch({ topic, partition, from, maxBytes = DEFAULT_BYTES }: LogFetch): Promise<KafkaBatch> {
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
      const batch = visible(name, from, answer);
      return {
        topic,
        partition,
        records: batch.messages.map((message) => toRecord({ topic, partition }, message)),
        nextOffset: BigInt(batch.lastOffset()) + 1n,
        endOffset: BigInt(answer.highWatermark),
      };
    });
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    await cluster?.then((open) => open.disconnect()).catch(() => undefined);
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

  /** After a failure the connection is made anew: leaders may have moved, a topic may have been made or taken away. */
  private async ask<T>(what: string, question: (cluster: Cluster) => Promise<T>): Promise<T> {
    const asked = (this.cluster ??= this.connect());
    try {
      return await question(await asked);
    } catch (error) {
      if (isOutside(error))
        throw new Fault(`${what}: not at that offset`, {
          code: 'offset-gone',
          retriable: false,
          cause: error,
        });
      // Others may have made it anew already: theirs is not to be closed for an answer of the old one.
      if (!(error instanceof Fault) && this.cluster === asked) await this.close();
      throw kafkaFault(what, error);
    }
  }

  private async connect(): Promise<Cluster> {
    try {
      const cluster = clusterOf(this.kafka);
      await cluster.connect();
      await cluster.refreshMetadataIfNecessary();
      return cluster;
    } catch (error) {
      this.cluster = undefined;
      throw error;
    }
  }
}

interface VisibleBatch {
  readonly messages: readonly KafkaMessage[];
  lastOffset(): string;
}

/** kafkajs' own way from a fetch to records: without those before the offset, of aborted transactions, and of control. */
function visible(topic: string, from: bigint, answer: FetchedPartition): VisibleBatch {
  const require = createRequire(import.meta.url);
  const Batch = require('kafkajs/src/consumer/batch') as new (
    topic: string,
    from: string,
    answer: FetchedPartition,
  ) => VisibleBatch;
  return new Batch(topic, String(from), answer);
}

function topicUnknown(name: string): Fault {
  return new Fault(`${name} is unknown`, { code: 'topic-unknown', retriable: true });
}

/** kafkajs has a class of its own for this one. */
function isOutside(error: unknown): boolean {
  return error instanceof Error && error.name === 'KafkaJSOffsetOutOfRange';
}
