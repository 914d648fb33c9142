// Merges over partitions: the rule that every writer follows, whichever marker it reads first.
import type { Instance } from './instance.js';

/** A merge or the undoing of one, as both of its markers say it. */
export interface MergeMarker {
  readonly kind: 'merged' | 'split';
  readonly mergeId: string;
  /** Whose instances move when it is a merge; who gets back what was moved when it is a split. */
  readonly loserId: string;
  readonly survivorId: string;
  /** Of an undoing: who had been merged into the one that lives again, and lives with it. */
  readonly family?: ReadonlySet<string>;
}

/** What the reader of a marker does: hold its own profile, move instances and let the other one drain, or nothing. */
export type MergeStep = 'hold' | 'move' | 'read-before';

/** `firstKey` is the key under which the marker was read first; null when this is the first time. */
export function mergeStep(firstKey: string | null, ownKey: string): MergeStep {
  if (firstKey === null) return 'hold';
  return firstKey === ownKey ? 'read-before' : 'move';
}

/** From whom to whom instances move. */
export function direction({ kind, loserId, survivorId }: MergeMarker): {
  readonly from: string;
  readonly to: string;
} {
  return kind === 'merged' ? { from: loserId, to: survivorId } : { from: survivorId, to: loserId };
}

/** Whether something was made by the customer that lives again, or by one who had been merged into it. */
export function isOfLoser({ loserId, family }: MergeMarker, customer: string): boolean {
  return customer === loserId || (family?.has(customer) ?? false);
}

/**
 * Which instances move: with a merge all of the loser's; with its undoing those that the merge had moved, and those that
 * came since from the customer that lives again.
 */
export function movers(
  marker: MergeMarker,
  instances: readonly Instance[],
  movedBefore: ReadonlySet<string>,
): readonly Instance[] {
  if (marker.kind === 'merged') return instances;
  return instances.filter(({ id, customer }) => movedBefore.has(id) || isOfLoser(marker, customer));
}
