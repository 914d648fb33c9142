// What became of a batch: where the partition stands now, and what is counted.
import type { RecordMode } from './record-mode.js';

/** Told once the batch is committed. */
export interface BatchOutcome {
  readonly nextOffset: bigint;
  readonly clock: number;
  readonly mode: RecordMode;
  readonly heldKeys: number;
  readonly heldBytes: number;
  readonly delivered: number;
  readonly held: number;
  /** Keys that had more to do than one may have in a batch. */
  readonly deferredKeys: number;
  /** Keys (as `keyId`) of which records only wait now. */
  readonly waitingKeys: ReadonlySet<string>;
  readonly parked: readonly string[];
  readonly duplicates: { readonly offset: number; readonly sequence: number };
  readonly ignored: Readonly<Record<string, number>>;
  readonly incidents: readonly string[];
}
