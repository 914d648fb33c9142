// The order in which the journeys of a customer are tried for one input: the same live, in scenarios and in simulations.
import type { Plan } from './plan.js';

/** Orders plans of different journeys: the higher priority first, of equal ones by name. */
export function byPriority(a: Plan, b: Plan): number {
  return b.admission.priority - a.admission.priority || (a.journey < b.journey ? -1 : 1);
}

/** Those of these plans that an event of this type may start, in the order in which they are tried. */
export function startersOf(plans: readonly Plan[], type: string): readonly Plan[] {
  return plans.filter(({ entries }) => entries.some(({ on }) => on === type)).sort(byPriority);
}
