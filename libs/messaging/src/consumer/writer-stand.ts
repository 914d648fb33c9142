// Where a partition's writer stands, as its committed transactions have told, and how that is shown.
import type { BatchOutcome } from './batch-outcome.js';
import type { Claim } from './claim.js';
import type { PartitionState, PartitionStatus } from './consumer-status.js';
import type { PartitionId } from './partition-row.js';
import type { Rest } from './rest.js';

/** What a transaction without records may have changed. */
export interface StandChange {
  readonly clock?: number;
  readonly heldKeys?: number;
  readonly heldBytes?: number;
}

/** What the writer adds when it shows itself: what it owns, and which of its work rests. */
interface Owning {
  readonly epoch: bigint | null;
  readonly recordByRecordUntil: bigint | null;
  readonly rest: Rest | undefined;
}

/** For looks and polls only: what a transaction needs, it reads under the partition's lock. */
export class WriterStand {
  /** The log's end as it was seen last. */
  end = 0n;
  private nextOffset = 0n;
  private time = 0;
  private heldKeys = 0;
  private heldBytes = 0;

  get position(): bigint {
    return this.nextOffset;
  }

  get clock(): number {
    return this.time;
  }

  claimed({ row, end }: Claim): void {
    this.end = end;
    this.moved(row);
  }

  moved(outcome: Pick<BatchOutcome, 'nextOffset' | 'clock' | 'heldKeys' | 'heldBytes'>): void {
    this.nextOffset = outcome.nextOffset;
    this.changed(outcome);
  }

  changed({ clock = this.time, heldKeys = this.heldKeys, heldBytes = this.heldBytes }: StandChange): void {
    this.time = clock;
    this.heldKeys = heldKeys;
    this.heldBytes = heldBytes;
  }

  status(id: PartitionId, { epoch, recordByRecordUntil, rest }: Owning): PartitionStatus {
    const { position, end, clock, heldKeys, heldBytes } = this;
    return {
      ...id,
      ...stateOf(rest, epoch !== null),
      position,
      end,
      lag: end > position ? end - position : 0n,
      clock,
      epoch,
      recordByRecordUntil,
      heldKeys,
      heldBytes,
    };
  }
}

function stateOf(
  rest: Rest | undefined,
  owned: boolean,
): Pick<PartitionStatus, 'code' | 'reason' | 'until'> & { readonly state: PartitionState } {
  const trouble = rest?.trouble;
  if (rest !== undefined && trouble) {
    return { state: trouble.kind, code: trouble.code, reason: trouble.reason, until: new Date(rest.until) };
  }
  return { state: owned ? 'running' : 'claiming', code: null, reason: null, until: null };
}
