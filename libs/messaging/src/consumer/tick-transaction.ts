// Lets timers fire while no record comes, in the same kind of locked transaction as a batch; of several partitions in one.
import { isSome, type Some } from '@continuo/kernel';
import { together, type Transaction } from '@continuo/persistence';
import type { HandlerResult, PartitionScopes } from '../handler.js';
import type { ConsumerContext } from './consumer-options.js';
import { tickClock, type IdleReading } from './partition-clock.js';
import { lockFreeRows, lockRow, storeClocks, type LockedRow, type OwnedPartition } from './partition-row.js';
import { LockedScope } from './partition-scope.js';

/** What a partition's writer asks for: to fire what is due at its clock, which may be the idle clock of this reading. */
export interface Tick extends OwnedPartition {
  readonly reading: IdleReading | null;
  readonly onProgress: () => void;
}

export interface TickOutcome {
  readonly clock: number;
  readonly heldKeys: number;
  readonly heldBytes: number;
}

/** Ticks a partition. Throws EpochLost when another one owns it. */
export async function tickAlone(context: ConsumerContext, tick: Tick): Promise<TickOutcome> {
  const outcome = await context.database.transaction(async (tx) => {
    const row = await lockRow(tx, tick.id, tick.epoch);
    const [ticked] = await ticks(context, tx, [{ tick, row }]);
    return ticked;
  });
  await context.seam('after-commit', tick.id);
  return outcome;
}

/** Ticks those of one topic's partitions that are free and still owned, or none of them. The answer leaves out the others. */
export async function tickTogether(
  context: ConsumerContext,
  asked: readonly Tick[],
): Promise<ReadonlyMap<Tick, TickOutcome>> {
  const done = await context.database.transaction(async (tx) => {
    const rows = await lockFreeRows(tx, asked);
    const locked = asked.flatMap((tick) => {
      const row = rows.get(tick.id.partition);
      return row === undefined ? [] : [{ tick, row }];
    });
    if (!isSome(locked)) return new Map<Tick, TickOutcome>();
    const outcomes = await ticks(context, tx, locked);
    return new Map(locked.map(({ tick }, nth) => [tick, outcomes[nth]!]));
  });
  for (const { id } of done.keys()) await context.seam('after-commit', id);
  return done;
}

interface LockedTick {
  readonly tick: Tick;
  readonly row: LockedRow;
}

/** In the transaction that holds their locks; the outcomes are in the same order. */
async function ticks(
  context: ConsumerContext,
  tx: Transaction,
  locked: Some<LockedTick>,
): Promise<Some<TickOutcome>> {
  await passed(context, 'locked', locked);
  const scopes = mapped(locked, ({ tick, row }) => {
    const times = { nextOffset: row.nextOffset, clock: tickClock(row, tick.reading) };
    return new LockedScope(tx, tick.id, row, times, tick.onProgress);
  });
  const result = await callTimers(context, scopes);
  await passed(context, 'handled', locked);
  const outcomes = mapped(locked, ({ tick: { id }, row }, nth) => {
    const { clock, change } = scopes[nth]!;
    return { id, clock, heldKeys: row.heldKeys + change.keys, heldBytes: row.heldBytes + change.bytes };
  });
  await together([storeClocks(tx, outcomes), context.outbox.insertOutgoing(tx, result.outgoing ?? [])]);
  await passed(context, 'before-commit', locked);
  return outcomes;
}

async function callTimers(context: ConsumerContext, scopes: PartitionScopes): Promise<HandlerResult> {
  const { timers } = context.handler;
  if (timers === undefined) return {};
  const [{ group, topic, partition }, ...others] = scopes;
  const place = { group, topic, partition: others.length === 0 ? partition : -1 };
  return context.observer.around(place, [], () => timers.tick(scopes));
}

async function passed(
  context: ConsumerContext,
  seam: Parameters<ConsumerContext['seam']>[0],
  locked: Some<LockedTick>,
): Promise<void> {
  for (const { tick } of locked) await context.seam(seam, tick.id);
}

function mapped<T, U>([first, ...others]: Some<T>, change: (item: T, nth: number) => U): Some<U> {
  return [change(first, 0), ...others.map((item, nth) => change(item, nth + 1))];
}
