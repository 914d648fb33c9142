// How a consumer is set up, with every default in one place.
import type { Database, Transaction } from '@continuo/persistence';
import type { PartitionHandler } from '../handler.js';
import type { KafkaClient } from '../kafka/kafka-client.js';
import type { IncomingRecord, Outgoing } from '../message.js';
import { DEFAULT_BACKOFF, type Backoff } from './backoff.js';
import type { ConsumerContract } from './consumer-contract.js';
import type { ConsumerObserver, PartitionPlace } from './consumer-observer.js';
import { Pace } from './pace.js';
import { SafeObserver } from './safe-observer.js';

/** The part of `Outbox` that a consumer needs: its insert is the last statement of each of its transactions. */
export interface ConsumerOutbox {
  insertOutgoing(tx: Transaction, outgoing: readonly Outgoing[], cause?: IncomingRecord): Promise<void>;
  /** Resolves when there is room for what the next records publish. */
  room?(): Promise<void>;
}

/** Where a test may stop the world: each is awaited at its place. */
export type ConsumerSeam =
  | 'claimed'
  | 'start-written'
  | 'locked'
  | 'handled'
  | 'before-commit'
  | 'after-commit'
  | 'before-broker-commit';

export interface ConsumerLimits {
  /** Starts of a record before it is parked. With 1, what is in hand beside a record that kills the process is parked too. @default 5 */
  readonly maxAttempts?: number;
  /** Bytes of parked and held rows per partition; beyond, the partition stops. @default 1 GiB */
  readonly heldBytesPerPartition?: number;
  /** Rows of one key above which an incident is raised. @default 10_000 */
  readonly rowsPerKey?: number;
}

/** How what was parked or held is applied: beside the stream, and never so fast that others feel it. */
export interface DrainPace {
  /** Records a second, of all partitions of this member together. @default 1_000 */
  readonly perSecond?: number;
  /** Records of one key that are applied in one transaction, between two batches. @default 50 */
  readonly slice?: number;
}

export interface PartitionConsumerOptions {
  readonly group: string;
  readonly topics: readonly string[];
  readonly handler: PartitionHandler;
  readonly contract: ConsumerContract;
  readonly database: Database;
  readonly kafka: KafkaClient;
  readonly outbox: ConsumerOutbox;
  /**
   * Records that a handler is given in one transaction at most; each key that was let go just now may add its
   * `recordsPerKey`. @default 500
   */
  readonly batchSize?: number;
  /** Where a topic's batches are to be of another size. */
  readonly batchSizes?: ReadonlyMap<string, number | undefined>;
  /**
   * Records of one key that a batch applies at most. What it has beyond is deferred: appended to the held rows and
   * applied from there at the pace of `drain`, so that one key's flood does not stand in the way of the others. For the
   * same reason a record that fails alone is set aside then: it is started again beside the stream, while its key waits.
   * @default no limit
   */
  readonly recordsPerKey?: number;
  /** Where a topic's limit is to be another one. */
  readonly recordsPerKeys?: ReadonlyMap<string, number | undefined>;
  readonly drain?: DrainPace;
  /** Bytes of one transaction's values at most. @default 2 MiB */
  readonly batchBytes?: number;
  /** @default 30_000 */
  readonly sessionTimeoutMs?: number;
  /** How long the broker may hold an empty fetch. @default 100 */
  readonly fetchWaitMs?: number;
  /** A handler that neither ends nor reports progress for so long is hung. @default 60_000 */
  readonly handlerTimeoutMs?: number;
  /** How long a partition rests for a schema id that the registry does not know before it is parked. @default 60_000 */
  readonly unknownSchemaRestMs?: number;
  /** How often a stopped partition looks again whether an operator has decided. @default 10_000 */
  readonly stoppedLookMs?: number;
  /** Between two looks for due timers. @default 50 */
  readonly timerPollMs?: number;
  /** Between two looks for redrives and releases. @default 100 */
  readonly redrivePollMs?: number;
  /** Between two commits of positions to the broker. @default 500 */
  readonly brokerCommitMs?: number;
  readonly backoff?: Backoff;
  readonly limits?: ConsumerLimits;
  readonly observer?: ConsumerObserver;
  readonly seams?: (seam: ConsumerSeam, place: PartitionPlace) => void | Promise<void>;
}

type Resolved = Required<
  Omit<
    PartitionConsumerOptions,
    | 'limits'
    | 'seams'
    | 'observer'
    | 'batchSize'
    | 'batchSizes'
    | 'recordsPerKey'
    | 'recordsPerKeys'
    | 'drain'
  >
> & {
  readonly batchSizeOf: (topic: string) => number;
  /** Infinity where nothing is deferred. */
  readonly recordsPerKeyOf: (topic: string) => number;
  /** How many records of a key a transaction applies of what was held. */
  readonly sliceOf: (topic: string) => number;
  /** Shared by all partitions. */
  readonly drainPace: Pace;
  readonly observer: SafeObserver;
  readonly limits: Required<ConsumerLimits>;
  readonly seam: (seam: ConsumerSeam, place: PartitionPlace) => void | Promise<void>;
};

/** The options with every default filled in. */
export type ConsumerContext = Readonly<Resolved>;

export function resolveOptions(options: PartitionConsumerOptions): ConsumerContext {
  const { drain = {} } = options;
  const batchSizeOf = (topic: string): number => options.batchSizes?.get(topic) ?? options.batchSize ?? 500;
  return {
    group: options.group,
    topics: options.topics,
    handler: options.handler,
    contract: options.contract,
    database: options.database,
    kafka: options.kafka,
    outbox: options.outbox,
    batchSizeOf,
    recordsPerKeyOf: (topic) =>
      options.recordsPerKeys?.get(topic) ?? options.recordsPerKey ?? Number.POSITIVE_INFINITY,
    // A handler that takes records one by one is given one here, too.
    sliceOf: (topic) => Math.min(drain.slice ?? 50, batchSizeOf(topic)),
    drainPace: new Pace(drain.perSecond ?? 1_000),
    batchBytes: options.batchBytes ?? 2 * 1024 * 1024,
    sessionTimeoutMs: options.sessionTimeoutMs ?? 30_000,
    fetchWaitMs: options.fetchWaitMs ?? 100,
    handlerTimeoutMs: options.handlerTimeoutMs ?? 60_000,
    unknownSchemaRestMs: options.unknownSchemaRestMs ?? 60_000,
    stoppedLookMs: options.stoppedLookMs ?? 10_000,
    timerPollMs: options.timerPollMs ?? 50,
    redrivePollMs: options.redrivePollMs ?? 100,
    brokerCommitMs: options.brokerCommitMs ?? 500,
    backoff: options.backoff ?? DEFAULT_BACKOFF,
    observer: new SafeObserver(options.observer ?? {}),
    seam: options.seams ?? (() => undefined),
    limits: {
      maxAttempts: options.limits?.maxAttempts ?? 5,
      heldBytesPerPartition: options.limits?.heldBytesPerPartition ?? 1024 ** 3,
      rowsPerKey: options.limits?.rowsPerKey ?? 10_000,
    },
  };
}
