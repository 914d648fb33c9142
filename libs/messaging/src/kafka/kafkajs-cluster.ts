// The cluster connection inside kafkajs, for what its public clients can't ask: topic ids, many topics at once, records without a group.
import { Fault } from '@continuo/kernel';
import type { Kafka, KafkaMessage } from 'kafkajs';
import type { OwnKafka } from './kafkajs-connections.js';

interface Connections {
  send<T>(exchange: {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<unknown>;
    };
    readonly response: { decode(payload: Buffer): Promise<Buffer>; parse(payload: Buffer): Promise<T> };
  }): Promise<T>;
}

/** As a fetch brought it: control records and what precedes the offset are among the messages. */
export interface FetchedPartition {
  readonly partition: number;
  readonly highWatermark: string;
  readonly messages: readonly KafkaMessage[];
  /** The offset behind its last batch, where we have read them ourselves and there is one. */
  readonly behind?: bigint;
  readonly abortedTransactions: readonly unknown[];
}

export interface FetchAnswer {
  readonly responses: readonly {
    readonly topicName: string;
    readonly partitions: readonly FetchedPartition[];
  }[];
}

export interface Broker {
  readonly connectionPool: Connections;
  fetch(request: {
    readonly maxWaitTime: number;
    readonly minBytes: number;
    readonly maxBytes: number;
    readonly isolationLevel: number;
    readonly topics: readonly {
      readonly topic: string;
      readonly partitions: readonly {
        readonly partition: number;
        readonly fetchOffset: string;
        readonly maxBytes: number;
      }[];
    }[];
  }): Promise<FetchAnswer>;
}

export interface Cluster {
  connect(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly { readonly partitionId: number }[];
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): Readonly<Record<string, readonly number[]>>;
  fetchTopicsOffset(
    topics: readonly {
      readonly topic: string;
      readonly fromBeginning: boolean;
      readonly partitions: readonly { readonly partition: number }[];
    }[],
  ): Promise<
    readonly {
      readonly topic: string;
      readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
    }[]
  >;
  findBroker(which: { readonly nodeId: string }): Promise<Broker>;
  findControllerBroker(): Promise<Broker>;
  disconnect(): Promise<void>;
}

type ClusterFactory = (options: { allowAutoTopicCreation: boolean }) => Cluster;

interface Opened {
  readonly kafka: OwnKafka;
  readonly cluster: Promise<Cluster>;
  /** How many questions it has been asked. */
  questions: number;
}

/** One connection, made when it is first asked for, and made anew after a failure: leaders may have moved, a topic come or gone. */
export class ClusterConnection {
  private shared: Opened | undefined;
  /** Until it has ended: the shared one, those of one question each, and those that are ending. */
  private readonly all = new Set<Opened>();
  private closed = false;

  constructor(private readonly newKafka: () => OwnKafka) {}

  /**
   * The question's own error is passed on. One that is no Fault ends the connection for all who use it; and who was not the
   * only one to ask there asks again by a connection of their own, since kafkajs asks for the topics of all at once: one
   * that is unknown fails every question.
   */
  async ask<T>(question: (cluster: Cluster) => Promise<T>): Promise<T> {
    const opened = (this.shared ??= this.open());
    opened.questions += 1;
    try {
      return await question(await opened.cluster);
    } catch (error) {
      if (error instanceof Fault) throw error;
      if (this.shared === opened) this.shared = undefined;
      await this.end(opened);
      if (opened.questions === 1 || this.closed) throw error;
      return this.askAlone(question);
    }
  }

  /** For good. */
  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.all].map((opened) => this.end(opened)));
  }

  private async askAlone<T>(question: (cluster: Cluster) => Promise<T>): Promise<T> {
    const opened = this.open();
    try {
      return await question(await opened.cluster);
    } finally {
      await this.end(opened);
    }
  }

  /** Also for who still waits for an answer there: that is an error then. */
  private async end(opened: Opened): Promise<void> {
    const { kafka, cluster } = opened;
    kafka.refuse();
    await cluster.then((open) => open.disconnect()).catch(() => undefined);
    kafka.close();
    this.all.delete(opened);
  }

  private open(): Opened {
    if (this.closed) throw new Fault('the client was closed', { code: 'kafka-unavailable', retriable: true });
    const kafka = this.newKafka();
    const cluster = clusterOf(kafka);
    const connect = async (): Promise<Cluster> => {
      await cluster.connect();
      await cluster.refreshMetadataIfNecessary();
      return cluster;
    };
    const opened = { kafka, cluster: connect(), questions: 0 };
    this.all.add(opened);
    return opened;
  }
}

/** Not connected yet. Made by the Kafka object itself, so that SASL and TLS apply as everywhere else. */
function clusterOf(kafka: Kafka): Cluster {
  // kafkajs keeps its factory under a symbol; it has no public way to send a request of one's own.
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const factory = symbol && (kafka as unknown as Record<symbol, unknown>)[symbol];
  if (typeof factory !== 'function') throw new TypeError('kafkajs has no cluster factory where 2.2.4 has it');
  return (factory as ClusterFactory)({ allowAutoTopicCreation: false });
}
