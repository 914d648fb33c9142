// Lets a partition's timers fire while no record comes, in the same kind of locked transaction as a batch.
import { together } from '@continuo/persistence';
import type { HandlerResult } from '../handler.js';
import type { ConsumerContext } from './consumer-options.js';
import { tickClock, type IdleReading } from './partition-clock.js';
import { lockRow, storeRow, type PartitionId } from './partition-row.js';
import { LockedScope } from './partition-scope.js';

export interface TickOutcome {
  readonly clock: number;
  readonly heldKeys: number;
  readonly heldBytes: number;
}

/** Fires what is due at the partition's clock, which may be the idle clock of this reading. */
export async function tickPartition(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  reading: IdleReading | null,
  onProgress: () => void,
): Promise<TickOutcome> {
  const outcome = await context.database.transaction(async (tx) => {
    const row = await lockRow(tx, id, epoch);
    await context.seam('locked', id);
    const clock = tickClock(row, reading);
    const scope = new LockedScope(tx, id, row, { nextOffset: row.nextOffset, clock }, onProgress);
    const result = await callTimers(context, scope);
    await context.seam('handled', id);
    const heldKeys = row.heldKeys + scope.change.keys;
    const heldBytes = row.heldBytes + scope.change.bytes;
    await together([
      storeRow(tx, id, { ...row, clock, heldKeys, heldBytes }),
      context.outbox.insertOutgoing(tx, result.outgoing ?? []),
    ]);
    await context.seam('before-commit', id);
    return { clock, heldKeys, heldBytes };
  });
  await context.seam('after-commit', id);
  return outcome;
}

async function callTimers(context: ConsumerContext, scope: LockedScope): Promise<HandlerResult> {
  const { timers } = context.handler;
  if (timers === undefined) return {};
  const run = (): Promise<HandlerResult> => timers.tick(scope);
  return context.observer.around(scope, [], run);
}
