// What a service says once to take part: who it is, and where its servers are.
import type { Contract } from '@continuo/contracts';
import type { DatabaseOptions } from '@continuo/persistence';
import type { Logger } from '@continuo/telemetry';
import type { PartitionConsumerOptions } from '../consumer/consumer-options.js';
import type { KafkaOptions } from '../kafka/kafka-options.js';
import type { RelayOptions } from '../relay/relay.js';

export interface MessagingOptions {
  /** The service's name, as in `publisher` and `ce_source`: `customer-data-platform`. */
  readonly service: string;
  /** The consumer group of its handlers, as in topics.yaml: `cdp`. */
  readonly group: string;
  readonly database: Omit<DatabaseOptions, 'applicationName'>;
  readonly kafka: Omit<KafkaOptions, 'clientId'>;
  readonly schemaRegistry: { readonly url: string; readonly username?: string; readonly password?: string };
  readonly logger?: Logger;
  /** @default the repository's own */
  readonly contract?: Contract;
  /** Fine settings of its consumers. */
  readonly consumer?: Partial<
    Pick<
      PartitionConsumerOptions,
      | 'batchBytes'
      | 'sessionTimeoutMs'
      | 'fetchWaitMs'
      | 'handlerTimeoutMs'
      | 'timerPollMs'
      | 'brokerCommitMs'
      | 'backoff'
      | 'limits'
      | 'drain'
      | 'seams'
    >
  >;
  /** Fine settings of its relay. */
  readonly relay?: Partial<
    Pick<RelayOptions, 'leaseMs' | 'shortestPollMs' | 'longestPollMs' | 'limits' | 'batchRows' | 'seam'>
  >;
  /** How long a stopping service waits for its outbox to be sent; what is left is sent by the next owner. @default 3_000 */
  readonly flushMs?: number;
}

/** Token of the options. */
export const MESSAGING_OPTIONS = Symbol('MESSAGING_OPTIONS');
/** Token of the KafkaClient. */
export const KAFKA_CLIENT = Symbol('KAFKA_CLIENT');
/** Token of the contract in use. */
export const CONTRACT = Symbol('CONTRACT');
/** Token of the RecordEncoder. */
export const RECORD_ENCODER = Symbol('RECORD_ENCODER');
/** Token of the RecordDecoder. */
export const RECORD_DECODER = Symbol('RECORD_DECODER');
