// What telemetry hears of a consumer: what is counted, and what troubles a partition.
import type { IncomingRecord } from '../message.js';

export type ConsumerCounter =
  | 'delivered'
  | 'duplicate-offset'
  | 'duplicate-sequence'
  | 'ignored'
  | 'parked'
  | 'held'
  | 'keys-deferred'
  | 'redriven'
  | 'retried'
  | 'ticked'
  /** Partitions whose common transaction failed, under its code: each ticks alone then. */
  | 'ticked-apart'
  | 'epoch-lost';

export interface PartitionPlace {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

/** What telemetry hears. Nothing here may throw. */
export interface ConsumerObserver {
  /**
   * Around each call of the handler: spans are opened here. `records` is empty for a tick, and the place's partition -1
   * for one of several partitions.
   */
  around?<T>(place: PartitionPlace, records: readonly IncomingRecord[], run: () => Promise<T>): Promise<T>;
  count?(counter: ConsumerCounter, amount: number, place: PartitionPlace, code?: string): void;
  /** The partition rests or stopped, under this code. `error` is for logs: its message may quote data. */
  troubled?(place: PartitionPlace, code: string, reason: string): void;
  recovered?(place: PartitionPlace): void;
  incident?(place: PartitionPlace, code: string): void;
}
