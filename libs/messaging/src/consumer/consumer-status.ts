// What a consumer says of itself: for metrics, health and people.
import type { ConsumerCounter, PartitionPlace } from './consumer-observer.js';

/** `claiming`: assigned, not yet owned; `paused`: rests and goes on by itself; `stopped`: waits for a person. */
export type PartitionState = 'claiming' | 'running' | 'paused' | 'stopped';

export interface PartitionStatus extends PartitionPlace {
  readonly state: PartitionState;
  /** Why it is paused or stopped. */
  readonly code: string | null;
  readonly reason: string | null;
  readonly until: Date | null;
  readonly position: bigint;
  /** The log's end as it was seen last. */
  readonly end: bigint;
  readonly lag: bigint;
  readonly clock: number;
  readonly epoch: bigint | null;
  /** Records below this offset are taken one by one. */
  readonly recordByRecordUntil: bigint | null;
  readonly heldKeys: number;
  readonly heldBytes: number;
}

export interface ConsumerStatus {
  readonly group: string;
  /** False when this consumer will not work again without a restart, or has not fetched for too long. */
  readonly live: boolean;
  /** Why it is not live. */
  readonly dead: string | null;
  readonly partitions: readonly PartitionStatus[];
  /** Counts since the start. */
  readonly totals: Readonly<Partial<Record<ConsumerCounter, number>>>;
}
