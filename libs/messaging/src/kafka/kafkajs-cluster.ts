// Requests of our own on kafkajs' connections: it finds leaders, reconnects, and does SASL and TLS, as everywhere else.
import type { Kafka } from 'kafkajs';
import { createRequire } from 'node:module';

/** One kind of request: kafkajs writes the header and matches the answer. */
export interface Exchange<T> {
  readonly apiKey: number;
  readonly apiVersion: number;
  readonly apiName: string;
  /** What follows the request's header. */
  readonly request: Buffer;
  /** Reads what follows the answer's correlation id. */
  readonly answer: (payload: Buffer) => T;
}

interface Connections {
  send<T>(exchange: {
    readonly request: {
      readonly apiKey: number;
      readonly apiVersion: number;
      readonly apiName: string;
      encode(): Promise<{ readonly buf: Buffer; readonly buffer: Buffer }>;
    };
    readonly response: {
      decode(payload: Buffer): Promise<{ readonly payload: Buffer }>;
      parse(decoded: { readonly payload: Buffer }): Promise<T>;
    };
  }): Promise<T>;
}

export interface Broker {
  readonly connectionPool: Connections;
}

/** The part of kafkajs' cluster that is used. */
export interface Cluster {
  connect(): Promise<void>;
  addTargetTopic(topic: string): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  findControllerBroker(): Promise<Broker>;
  findBroker(node: { readonly nodeId: string }): Promise<Broker>;
  findLeaderForPartitions(
    topic: string,
    partitions: readonly number[],
  ): Readonly<Record<string, readonly number[]>>;
  disconnect(): Promise<void>;
}

type ClusterFactory = (options: {
  readonly allowAutoTopicCreation: boolean;
  readonly metadataMaxAge?: number;
}) => Cluster;

/** kafkajs keeps its factory under a symbol: it has no public way to send a request of one's own. */
export async function connectCluster(kafka: Kafka): Promise<Cluster> {
  const symbol = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  const factory = symbol && (kafka as unknown as Record<symbol, unknown>)[symbol];
  if (typeof factory !== 'function') throw new TypeError('kafkajs has no cluster factory where 2.2.4 has it');
  const cluster = (factory as ClusterFactory)({ allowAutoTopicCreation: false, metadataMaxAge: 300_000 });
  await cluster.connect();
  return cluster;
}

export function ask<T>(broker: Broker, exchange: Exchange<T>): Promise<T> {
  const { apiKey, apiVersion, apiName, request, answer } = exchange;
  return broker.connectionPool.send({
    // Looks like kafkajs' encoder to the one place that copies it behind the header.
    request: {
      apiKey,
      apiVersion,
      apiName,
      encode: () => Promise.resolve({ buf: request, buffer: request }),
    },
    response: {
      decode: (payload) => Promise.resolve({ payload }),
      parse: ({ payload }) => Promise.resolve(answer(payload)),
    },
  });
}

/** kafkajs' own error for a broker's error code: its name and whether it passes. */
export function brokerError(code: number): Error {
  const require = createRequire(import.meta.url);
  const errors = require('kafkajs/src/protocol/error') as { createErrorFromCode(code: number): Error };
  return errors.createErrorFromCode(code);
}
