// Taking a partition: raising its epoch, and checking that its position still fits the log.
import { resumeBatches } from '../parking/held-batches.js';
import type { ConsumerContext } from './consumer-options.js';
import { PartitionFault } from './failure.js';
import type { LogWatch } from './log-watch.js';
import { claimRow, type PartitionId, type PartitionRow } from './partition-row.js';
import { positionAdvice, positionFault } from './position-check.js';
import { modeOnClaim, type RecordMode } from './record-mode.js';

export interface Claim {
  readonly row: PartitionRow;
  readonly mode: RecordMode;
  /** The owner before left in order: nothing that it had begun can have ended it. */
  readonly clean: boolean;
  /** The log's end when the partition was taken. */
  readonly end: bigint;
}

/**
 * Makes this process the owner. `lastEpochHere`: the last epoch it held itself, which needs no mark. Throws a fault that
 * stops the partition when its position does not fit the log.
 */
export async function claimPartition(
  context: ConsumerContext,
  log: LogWatch,
  id: PartitionId,
  lastEpochHere: bigint | undefined,
): Promise<Claim> {
  let bounds = await log.bounds(id);
  const row = await context.database.transaction(async (tx) => {
    const claimed = await claimRow(tx, id, bounds.topicId, bounds.start);
    await resumeBatches(tx, id);
    return claimed;
  });
  let fault = positionFault(row, bounds);
  if (fault !== null) {
    // Another owner may have moved the position on since the log was looked at.
    bounds = await log.boundsNow(id);
    fault = positionFault(row, bounds);
  }
  if (fault !== null) {
    throw new PartitionFault(fault, positionAdvice(fault, row, bounds), 'stopped', {
      restMs: context.stoppedLookMs,
    });
  }
  const before = row.epoch - 1n;
  const clean = before === 0n || row.handedOverEpoch === before || lastEpochHere === before;
  const { end } = bounds;
  const mode = modeOnClaim(row.mode, row.nextOffset, clean, {
    batchSize: context.batchSizeOf(id.topic),
    end,
  });
  return { row, clean, mode, end };
}
