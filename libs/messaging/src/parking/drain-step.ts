// Applies one parked or held record again, in the transaction of its effect: what redrive and release come down to.
import type { Transaction } from '@continuo/persistence';
import type { ConsumerContext } from '../consumer/consumer-options.js';
import { failureCode, failureReason } from '../consumer/failure.js';
import { FetchedIncoming } from '../consumer/incoming-record.js';
import { lockRow, storeRow, type LockedRow, type PartitionId } from '../consumer/partition-row.js';
import { LockedScope } from '../consumer/partition-scope.js';
import type { HandlerResult } from '../handler.js';
import { deadLetter } from './dead-letter.js';
import { drainDecision } from './drain-rule.js';
import { unpackNext } from './held-batches.js';
import { raiseIncident } from './incidents.js';
import { printable } from './park-rows.js';
import {
  discardKey,
  lockDrainingKey,
  lockOldestDrainingKey,
  releaseKeys,
  shrinkKey,
  stopDraining,
  takeReleaseRequests,
} from './held-keys.js';
import {
  countStart,
  deleteRow,
  headOfKey,
  nextLooseRow,
  parkAgain,
  rowById,
  uncountStart,
  type DrainRow,
} from './parked-store.js';

/** A record that was chosen and whose start was counted durably. */
export interface ChosenRow {
  readonly row: DrainRow;
  /** Starts of it so far, this one included. */
  readonly starts: number;
}

/**
 * Chooses the next record to apply and counts its start; null when nothing may be applied now. One that was started
 * before is a suspect: it is not counted, and answered as such, unless `alone`. `turn`: the key whose turn it is, or
 * null for a row that holds no key before all others.
 */
export async function chooseRow(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  alone: boolean,
  turn: Buffer | null,
): Promise<ChosenRow | 'suspect' | null> {
  return context.database.transaction(async (tx) => {
    const locked = await obeyRequests(tx, id, await lockRow(tx, id, epoch));
    const loose = turn === null ? await nextLooseRow(tx, id) : null;
    const row = loose ?? (await chooseOfKeys(tx, id, locked, turn)) ?? (await nextLooseRow(tx, id));
    if (row === null) return null;
    if (row.attempts > 0 && !alone) return 'suspect';
    await countStart(tx, row.id);
    return { row, starts: row.attempts + 1 };
  });
}

/** Does what other writers asked of this one; answers the row as it is then. */
export async function obeyRequests(tx: Transaction, id: PartitionId, locked: LockedRow): Promise<LockedRow> {
  const asked = await takeReleaseRequests(tx, id);
  await releaseKeys(tx, id, asked.release);
  return discardKeys(tx, id, locked, asked.discard);
}

/** Removes keys that another writer wants gone. */
async function discardKeys(
  tx: Transaction,
  id: PartitionId,
  locked: LockedRow,
  keys: readonly Buffer[],
): Promise<LockedRow> {
  if (keys.length === 0) return locked;
  let { heldKeys, heldBytes } = locked;
  for (const key of keys) {
    const gone = await discardKey(tx, id, key);
    if (gone.wasHeld) heldKeys -= 1;
    heldBytes -= gone.bytes;
  }
  const after = { ...locked, heldKeys, heldBytes };
  await storeRow(tx, id, after);
  return after;
}

/** The head of a draining key that may be applied. Keys that are done, or may not go on, stop draining here. */
async function chooseOfKeys(
  tx: Transaction,
  id: PartitionId,
  locked: LockedRow,
  turn: Buffer | null,
): Promise<DrainRow | null> {
  let { heldKeys, heldBytes } = locked;
  let chosen: DrainRow | null = null;
  const waiting: Buffer[] = [];
  let first = turn === null ? null : await lockDrainingKey(tx, id, turn);
  for (;;) {
    const draining = first ?? (await lockOldestDrainingKey(tx, id, waiting));
    if (draining === null) break;
    first = null;
    if (!draining.held) heldBytes += await unpackNext(tx, id, draining.key);
    const head = draining.held ? null : await headOfKey(tx, id, draining.key);
    const decision = drainDecision(draining.held, head);
    if (decision === 'apply') {
      chosen = head;
      break;
    }
    if (decision === 'wait') waiting.push(draining.key);
    else await stopDraining(tx, id, draining.key);
    if (decision === 'free' && (await shrinkKey(tx, id, draining.key, 0))) heldKeys -= 1;
  }
  if (heldKeys !== locked.heldKeys || heldBytes !== locked.heldBytes)
    await storeRow(tx, id, { ...locked, heldKeys, heldBytes });
  return chosen;
}

export interface DrainOutcome {
  /** Records that were applied; none when the handler deferred it again, or asked to park it. */
  readonly applied: number;
  readonly ignored: Readonly<Record<string, number>>;
  /** The code under which the handler asked to park it again; undefined when it was applied. */
  readonly parkedAs?: string;
  readonly heldKeys: number;
  readonly heldBytes: number;
}

/** Applies a chosen record and removes its row; twice has one effect, because the row goes with the first. */
export async function applyRow(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  record: FetchedIncoming,
  rowId: string,
  onProgress: () => void,
): Promise<DrainOutcome> {
  const outcome = await context.database.transaction(async (tx) => {
    const locked = await lockRow(tx, id, epoch);
    await context.seam('locked', id);
    const row = await rowById(tx, id, rowId);
    if (row === null)
      return {
        applied: 0,
        ignored: { 'already-applied': 1 },
        heldKeys: locked.heldKeys,
        heldBytes: locked.heldBytes,
      };
    const { nextOffset, clock } = locked;
    const scope = new LockedScope(tx, id, locked, { nextOffset, clock }, onProgress);
    const result = await callHandler(context, [record], scope);
    await context.seam('handled', id);
    const left = await settleRow(context, tx, id, locked, row, result);
    const heldKeys = locked.heldKeys + scope.change.keys - (left.freed ? 1 : 0);
    const heldBytes = locked.heldBytes + scope.change.bytes - left.bytes;
    await storeRow(tx, id, { ...locked, heldKeys, heldBytes });
    if (result.outgoing !== undefined && result.outgoing.length > 0)
      await context.outbox.insertOutgoing(tx, result.outgoing, record);
    await context.seam('before-commit', id);
    const { applied, parkedAs } = left;
    const ignored = result.ignored ?? {};
    return { applied, ignored, heldKeys, heldBytes, ...(parkedAs === undefined ? {} : { parkedAs }) };
  });
  await context.seam('after-commit', id);
  return outcome;
}

interface RowEnd extends Pick<DrainOutcome, 'applied' | 'parkedAs'> {
  /** By how many what is held has become less. */
  readonly bytes: number;
  /** Its key has nothing left that waits. */
  readonly freed: boolean;
}

/** The row goes, unless the handler asked to park or to defer it: then it stays, beside what else the handler did. */
async function settleRow(
  context: ConsumerContext,
  tx: Transaction,
  id: PartitionId,
  locked: LockedRow,
  row: DrainRow,
  { park = [], defer = [] }: HandlerResult,
): Promise<RowEnd> {
  const [asked] = park;
  if (asked !== undefined) {
    await parkRow(context, tx, id, locked, row, row.attempts, printable(asked));
    if (asked.incident === true) await raiseIncident(tx, id, asked.code, row.record.offset);
    return { applied: 0, parkedAs: asked.code, bytes: 0, freed: false };
  }
  if (defer.length > 0) {
    // It went forward: such a start counts for none that failed.
    await uncountStart(tx, row.id);
    return { applied: 0, bytes: 0, freed: false };
  }
  const deleted = await deleteRow(tx, row.id);
  const bytes = deleted ?? 0;
  const { key } = row.record;
  if (!row.holdsKey || key === null) return { applied: 1, bytes, freed: false };
  const freed = await shrinkKey(tx, id, key, deleted === null ? 0 : 1);
  return { applied: 1, bytes: bytes - (await unpackNext(tx, id, key)), freed };
}

/** Hands records over, as a batch of the topic is. */
export async function callHandler(
  context: ConsumerContext,
  records: readonly FetchedIncoming[],
  scope: LockedScope,
): Promise<HandlerResult> {
  const run = (): Promise<HandlerResult> => context.handler.handle(records, scope);
  return context.observer.around(scope, records, run);
}

/** Parks a record again whose starts are used up. */
export async function giveUpRow(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  chosen: ChosenRow,
  thrown: unknown,
): Promise<string> {
  const code = failureCode(thrown);
  const why = printable({ code, reason: failureReason(thrown, 'applying it again') });
  await context.database.transaction(async (tx) => {
    const locked = await lockRow(tx, id, epoch);
    const row = await rowById(tx, id, chosen.row.id);
    if (row !== null) await parkRow(context, tx, id, locked, row, chosen.starts, why);
  });
  return why.code;
}

async function parkRow(
  context: ConsumerContext,
  tx: Transaction,
  id: PartitionId,
  locked: LockedRow,
  row: DrainRow,
  attempts: number,
  why: { readonly code: string; readonly reason: string },
): Promise<void> {
  await parkAgain(tx, row.id, why.code, why.reason);
  if (row.holdsKey && row.record.key !== null) await stopDraining(tx, id, row.record.key);
  // A record that was parked before has its copy already.
  if (row.state !== 'held') return;
  const time = new Date(locked.databaseTime);
  const facts = { group: id.group, rowId: row.id, code: why.code, reason: why.reason, attempts, time };
  await context.outbox.insertOutgoing(tx, [deadLetter(row.record, facts)]);
}

/** A start that ended for a passing reason does not count. */
export async function takeStartBack(
  context: ConsumerContext,
  id: PartitionId,
  epoch: bigint,
  rowId: string,
): Promise<void> {
  await context.database.transaction(async (tx) => {
    await lockRow(tx, id, epoch);
    await uncountStart(tx, rowId);
  });
}
