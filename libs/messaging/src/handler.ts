// What a service writes to consume a topic: pure of Kafka, in one transaction per batch of one partition.
import type { Some } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import type { IncomingRecord, Outgoing } from './message.js';

/** Everything a handler may rely on while it holds the partition's lock. */
export interface PartitionScope {
  readonly tx: Transaction;
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** The position after this batch (the offset of the next record). */
  readonly nextOffset: bigint;
  /** The partition's clock before this batch, milliseconds since the epoch (design 4, "Time"). 0 before the first record. */
  readonly clockBefore: number;
  /** The partition's clock after this batch. */
  readonly clock: number;
  /** Database time when the transaction began: real time, for quiet hours, expiry and sending only. */
  readonly now: Date;
  /**
   * Holds a key without parking a record (a merge does this): its later records of this partition are appended to the
   * held rows until `release` is called, by this partition's writer or through `requestRelease`. Records of the key
   * that this batch still has behind `after` are appended too, and the handler must not apply them.
   */
  hold(key: string, code: string, after?: IncomingRecord): Promise<void>;
  /** Lets a held key drain: its rows are applied in order by this partition's writer. */
  release(key: string): Promise<void>;
  /** Which of these keys are held now (parked, held or draining): their timers must wait. */
  held(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** Removes a key's parked and held rows and its hold, unapplied (an erasure does this). Answers how many rows. */
  discard(key: string): Promise<number>;
  /**
   * Says that the handler is alive. One call of `handle` or `tick` that neither ends nor calls this within the handler
   * timeout is taken for hung: this member leaves the group and others take over.
   */
  progress(): void;
}

/**
 * A record that cannot be applied, found before any SQL was run for it: parked, its key held, the rest of the batch goes
 * on. Later records of its key in the same batch are appended to the held rows, and the handler must not apply them.
 */
export interface ParkRequest {
  readonly record: IncomingRecord;
  readonly code: string;
  /** Free of personal data. */
  readonly reason: string;
  /** Leaves an incident for a person, which stands until the record is applied or discarded. @default false */
  readonly incident?: boolean;
}

/** At least one, of different partitions of one topic. */
export type PartitionScopes = Some<PartitionScope>;

export interface HandlerResult {
  /** Inserted into the outbox as the transaction's last statement. */
  readonly outgoing?: readonly Outgoing[];
  readonly park?: readonly ParkRequest[];
  /**
   * Records that are not applied yet, since what comes before them for their key does not fit into this transaction. They
   * and what lies behind them for their keys are deferred: held, and handed over again beside the stream. The rest of what
   * was done stands, so each time more of it must be. Later records of these keys must not be applied in this batch.
   */
  readonly defer?: readonly IncomingRecord[];
  /** Counted no-ops by reason. */
  readonly ignored?: Readonly<Record<string, number>>;
}

/** Handles batches of one partition. May throw: transient Faults pause the partition, anything else goes record by record. */
export interface PartitionHandler {
  handle(records: readonly IncomingRecord[], scope: PartitionScope): Promise<HandlerResult>;
  readonly timers?: PartitionTimers;
  /**
   * Types after which nothing of their key matters any more (an erasure): applied although records of the key are
   * parked, and their handler removes those with `scope.discard`. A key that is held on purpose keeps them waiting.
   */
  readonly lastWords?: ReadonlySet<string>;
  /**
   * False for a type that nobody here asked for: its records pass without a call, many in one transaction, which may
   * wait a moment for more of them. Left out: every type is handled.
   */
  handles?(type: string, topic: string): boolean;
  /** Called outside any transaction after a batch committed; must not throw. Only for wake-ups and counters. */
  committed?(topic: string, partition: number): void;
}

/** Work that becomes due by the partition's clock while no record comes. */
export interface PartitionTimers {
  /**
   * One cheap query outside the batch, about every 50 ms: which of these partitions have something due at or before their
   * clock, and since when (ms; the earliest). Leave out what belongs to held keys (`messaging.held_key`), else their
   * partitions are asked to tick in vain.
   */
  due(clocks: ReadonlyMap<number, number>, topic: string): Promise<ReadonlyMap<number, number>>;
  /**
   * Applies what is due in these partitions of one topic, whose locks one transaction holds (`tx` is the same in all of
   * them): those that are due together go together. `clock` is the idle clock. When it throws, nothing of it stands, and
   * each partition is asked again alone.
   */
  tick(scopes: PartitionScopes): Promise<HandlerResult>;
  /** True while each partition had better tick alone, since what is due may need what several can't have at once. */
  apart?(): boolean;
  /**
   * The time (ms) up to which every source record is on the topic; null when unknown. Asked about once a second, and anew
   * when only the mark keeps a timer from firing. Left out: database time alone.
   */
  lowWaterMark?(): Promise<number | null>;
}
