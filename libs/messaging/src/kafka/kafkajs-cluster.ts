// The cluster connection inside kafkajs, for what its public clients can't ask: topic ids, many topics at once, records without a group.
import { Fault } from '@continuo/kernel';
import type { Kafka, KafkaMessage } from 'kafkajs';

interface Connections {
  /** Connects it first where it is not; asked for twice at once it would connect twice, and forget one socket. */
  getConnection(index?: number): Promise<unknown>;
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

const sharing = new WeakSet<Connections>();

/** From now on all who ask for one of a broker's connections while it is being made wait for the same. */
export function shareConnecting({ connectionPool: pool }: Pick<Broker, 'connectionPool'>): void {
  if (sharing.has(pool)) return;
  sharing.add(pool);
  const connect = pool.getConnection.bind(pool);
  const underWay = new Map<number, Promise<unknown>>();
  pool.getConnection = (index = 0) => {
    const asked = underWay.get(index) ?? connect(index).finally(() => void underWay.delete(index));
    underWay.set(index, asked);
    return asked;
  };
}

type ClusterFactory = (options: { allowAutoTopicCreation: boolean }) => Cluster;

/** One connection, made when it is first asked for, and made anew after a failure: leaders may have moved, a topic come or gone. */
export class ClusterConnection {
  private cluster: Promise<Cluster> | undefined;

  constructor(private readonly kafka: Kafka) {}

  /** The question's own error is passed on. One that is no Fault ends the connection, unless others have made it anew. */
  async ask<T>(question: (cluster: Cluster) => Promise<T>): Promise<T> {
    const asked = (this.cluster ??= this.connect());
    try {
      return await question(await asked);
    } catch (error) {
      if (!(error instanceof Fault) && this.cluster === asked) await this.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    await cluster?.then((open) => open.disconnect()).catch(() => undefined);
  }

  private async connect(): Promise<Cluster> {
    const cluster = clusterOf(this.kafka);
    await cluster.connect();
    await cluster.refreshMetadataIfNecessary();
    return cluster;
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
