// Reads a marker of a merge in the partition's transaction, by the rule of the domain.
import { requestRelease, type IncomingRecord, type PartitionScope } from '@continuo/messaging';
import { direction, mergeStep, movers, type MergeMarker } from '../domain/engine/merge.js';
import { moveDecisions } from '../entries/decisions.store.js';
import { loadAllOf } from '../instances/instances.store.js';
import { loadMemories } from './memory.store.js';
import { familyOf, firstReader, movedBy, rememberMoves, type FirstReader } from './merges.store.js';
import type { TimelineBatch } from './timeline-batch.js';

export interface MarkerRead {
  readonly record: IncomingRecord;
  readonly at: number;
  readonly marker: MergeMarker;
  readonly batch: TimelineBatch;
  readonly scope: PartitionScope;
}

/**
 * A marker stands under both keys. Who reads it first holds its own profile; who reads it second moves the instances, and
 * lets the held profile drain. False when the key's later records of this batch must not be applied.
 */
export async function readMarker(read: MarkerRead): Promise<boolean> {
  const { record, marker, batch, scope } = read;
  const first = await firstReader(scope.tx, marker, { partition: scope.partition, key: record.key });
  switch (mergeStep(first?.key ?? null, record.key)) {
    case 'hold':
      await scope.hold(record.key, marker.kind === 'merged' ? 'merge' : 'split', record);
      return false;
    case 'read-before':
      batch.ignore('merge-read-before');
      return true;
    case 'move':
      await moveInstances(read);
      if (first !== null) await letDrain(first, scope);
      return true;
  }
}

async function moveInstances({ record, at, marker: read, batch, scope }: MarkerRead): Promise<void> {
  const { mergeId, kind, loserId } = read;
  const marker = kind === 'split' ? { ...read, family: await familyOf(scope.tx, loserId) } : read;
  const { from, to } = direction(marker);
  const movedBefore = kind === 'split' ? await movedBy(scope.tx, mergeId) : new Set<string>();
  for (const stored of await loadAllOf(scope.tx, from)) batch.add(stored);
  batch.recall(await loadMemories(scope.tx, [from, to]));
  const moving = movers(marker, [...batch.state(from).instances.values()], movedBefore);
  for (const instance of moving) {
    batch.applyTo(instance, { kind: 'moved', id: mergeId, at, to, because: kind }, record);
  }
  batch.moveMemory(marker);
  await moveDecisions(scope.tx, marker, { from, to });
  if (kind === 'merged')
    await rememberMoves(
      scope.tx,
      mergeId,
      moving.map(({ id }) => id),
    );
}

/** The held profile may live in another partition: no writer touches another one's rows. */
async function letDrain(first: FirstReader, scope: PartitionScope): Promise<void> {
  if (first.partition === scope.partition) await scope.release(first.key);
  else await requestRelease(scope.tx, scope.group, scope.topic, first.partition, first.key);
}
