// The time that a step is held back (quiet hours, a stop, an open matter, a pace, a pause) is not its own: nothing is stuck there.
import { positionsOf, type BranchPosition, type Instance, type Position, type Withheld } from './instance.js';

type Place = Pick<Position, 'step' | 'pending' | 'since' | 'withheld'>;
type Branches = readonly (Place & Pick<BranchPosition, 'parallel'>)[] | undefined;

/** Whether a place is held back: by what holds its command, or with a branch of its parallel. */
function isHeldBack(at: Place, branches: Branches): boolean {
  if (at.pending?.phase === 'held') return true;
  return branches?.some((inner) => inner.parallel === at.step && isHeldBack(inner, branches)) === true;
}

/** How long (ms) a place was held back since its step was entered, up to now. */
export function withheldAt({ since, withheld }: Place, now: number): number {
  if (withheld === undefined || withheld.since !== since) return 0;
  return withheld.ms + (withheld.from === null ? 0 : now - withheld.from);
}

/** Begins and ends the count at each place where a hold has begun or ended by now. What is of an earlier stay goes. */
export function countWithheld(
  places: readonly (Omit<Place, 'withheld'> & { withheld?: Withheld })[],
  branches: Branches,
  now: number,
): void {
  for (const at of places) {
    const { since } = at;
    if (at.withheld !== undefined && at.withheld.since !== since) delete at.withheld;
    if (since === undefined) continue;
    const isCounting = at.withheld !== undefined && at.withheld.from !== null;
    if (isHeldBack(at, branches) === isCounting) continue;
    at.withheld = { since, ms: withheldAt(at, now), from: isCounting ? null : now };
  }
}

/**
 * Since when (ms) each position stands in its step, if the time that it was held back is taken out: in the order of
 * `positionsOf`. Of one that is held back it lies ahead, as far as its end is known: what is overdue counts from there. Null
 * where nobody can say: held back without an end, or entered before this was kept.
 */
export function standingSince(instance: Instance): readonly (number | null)[] {
  const { branches, now } = instance;
  return positionsOf(instance).map((at) => {
    const { since, timer, pending } = at;
    if (since === undefined) return null;
    const withheld = withheldAt(at, now);
    if (!isHeldBack(at, branches)) return since + withheld;
    return pending?.phase === 'held' && timer !== null ? since + withheld + (timer.due - now) : null;
  });
}
