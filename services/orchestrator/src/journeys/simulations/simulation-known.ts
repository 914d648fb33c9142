// What is known of a customer who comes into a simulation: what really happened to them, their facts, what is remembered.
import type { ProfileFacts } from '../domain/engine/input.js';
import { NO_MEMORY, type Memory } from '../domain/engine/memory.js';
import type { Reason } from '../domain/simulation/customer-record.js';
import type { BaselineInstance, Window } from './simulation-baseline.store.js';

export interface Known {
  /** Instances that ran in the window. */
  readonly instances: readonly BaselineInstance[];
  readonly declined: readonly Reason[];
  readonly facts: ProfileFacts | null;
  /** As it was before the window. */
  readonly memory: Memory;
}

/** Reads what `knownOf` tells of one customer. */
export function parseKnown(text: string, { from }: Window): Known {
  const known = JSON.parse(text) as Known & { readonly memory: Memory | null };
  const { memory } = known;
  if (memory === null) return { ...known, memory: NO_MEMORY };
  return { ...known, memory: { items: memory.items.filter(({ at }) => at < from) } };
}
