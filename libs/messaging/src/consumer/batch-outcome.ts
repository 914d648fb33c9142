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
  /** Keys that had more records than one may have in a batch. */
  readonly deferredKeys: number;
  /** Keys (as `keyId`) that had records which were only put behind what waits of them. */
  readonly waitingKeys: ReadonlySet<string>;
  readonly parked: readonly string[];
  readonly duplicates: { readonly offset: number; readonly sequence: number };
  readonly ignored: Readonly<Record<string, number>>;
  readonly incidents: readonly string[];
}
