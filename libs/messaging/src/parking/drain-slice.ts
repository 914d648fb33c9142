// Applies several held records of one key in one transaction: what a flood left behind is drained in slices.
import { together, type Transaction } from '@continuo/persistence';
import type { ConsumerContext } from '../consumer/consumer-options.js';
import type { FetchedIncoming } from '../consumer/incoming-record.js';
import { lockRow, storeRow, type LockedRow, type PartitionId } from '../consumer/partition-row.js';
import { LockedScope } from '../consumer/partition-scope.js';
import { callHandler, obeyRequests, type DrainOutcome } from './drain-step.js';
import { unpackNext } from './held-batches.js';
import { lockDrainingKey, shrinkKey } from './held-keys.js';
import { deleteRows, waitingAmong } from './parked-store.js';

/** Rows of one key that only waited, oldest first, with their records. */
export interface Slice {
  readonly key: Buffer;
  readonly rows: readonly { readonly id: string; readonly record: FetchedIncoming }[];
}

export type SliceOutcome = Omit<DrainOutcome, 'parkedAs'>;

/** The handler stopped in the middle (parked a record, or held the key): nothing of the slice stands. */
export class SliceStopped extends Error {}

/** Applies a slice and removes its rows, or nothing of it. */
export async function applySlice(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  slice: Slice,
  onProgress: () => void,
): Promise<SliceOutcome> {
  const outcome = await context.database.transaction(async (tx) => {
    const locked = await obeyRequests(tx, id, await lockRow(tx, id, epoch));
    await context.seam('locked', id);
    const turn = await lockDrainingKey(tx, id, slice.key);
    // Released, discarded or held meanwhile: the next look sees it as it is now.
    if (turn === null || turn.held) return untouched(locked);
    return take(context, tx, id, locked, slice, onProgress);
  });
  await context.seam('after-commit', id);
  return outcome;
}

async function take(
  context: ConsumerContext,
  tx: Transaction,
  id: PartitionId,
  locked: LockedRow,
  { key, rows }: Slice,
  onProgress: () => void,
): Promise<SliceOutcome> {
  const there = await waitingAmong(
    tx,
    rows.map((row) => row.id),
  );
  const given = rows.filter((row) => there.has(row.id));
  if (given.length === 0) return untouched(locked);
  const records = given.map(({ record }) => record);
  const { nextOffset, clock } = locked;
  const scope = new LockedScope(tx, id, locked, { nextOffset, clock }, onProgress);
  const result = await callHandler(context, records, scope);
  await context.seam('handled', id);
  if ((result.park?.length ?? 0) > 0 || scope.heldAfter.size > 0) throw new SliceStopped('row by row');
  // From here on they wait on: what comes before them for their key was more than fits into a transaction.
  const deferred = result.defer?.[0]?.offset;
  const applied = given.filter(({ record }) => deferred === undefined || record.offset < deferred);
  const gone = await deleteRows(
    tx,
    applied.map((row) => row.id),
  );
  const shrunk = shrinkKey(tx, id, key, gone.size);
  const unpacked = unpackNext(tx, id, key);
  await together([shrunk, unpacked]);
  const freed = await shrunk;
  const bytes = [...gone.values()].reduce((sum, size) => sum + size, 0);
  const heldKeys = locked.heldKeys + scope.change.keys - (freed ? 1 : 0);
  const heldBytes = locked.heldBytes + scope.change.bytes - bytes + (await unpacked);
  await storeRow(tx, id, { ...locked, heldKeys, heldBytes });
  if (result.outgoing !== undefined && result.outgoing.length > 0)
    await context.outbox.insertOutgoing(tx, result.outgoing, records.length === 1 ? records[0] : undefined);
  await context.seam('before-commit', id);
  return { applied: applied.length, ignored: result.ignored ?? {}, heldKeys, heldBytes };
}

function untouched({ heldKeys, heldBytes }: LockedRow): SliceOutcome {
  return { applied: 0, ignored: {}, heldKeys, heldBytes };
}
