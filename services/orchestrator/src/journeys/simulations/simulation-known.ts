// What is known of customers when they come into a simulation: what really happened to them, their facts, what is remembered.
import type { Database } from '@continuo/persistence';
import type { ProfileFacts } from '../domain/engine/input.js';
import { NO_MEMORY, type Memory } from '../domain/engine/memory.js';
import type { Reason } from '../domain/simulation/customer-record.js';
import {
  baselineOf,
  declinedOf,
  knownOf,
  type BaselineInstance,
  type Window,
} from './simulation-baseline.store.js';

export interface Known {
  /** Instances that ran in the window. */
  readonly instances: readonly BaselineInstance[];
  readonly declined: readonly Reason[];
  readonly facts: ProfileFacts | null;
  /** As it was before the window. */
  readonly memory: Memory;
}

/** By profile; there is one for each that was asked for. */
export async function readKnown(
  database: Database,
  profileIds: readonly string[],
  window: Window,
): Promise<ReadonlyMap<string, Known>> {
  if (profileIds.length === 0) return new Map();
  const [instances, declined, known] = await Promise.all([
    baselineOf(database, profileIds, window),
    declinedOf(database, profileIds, window),
    knownOf(database, profileIds),
  ]);
  const all = new Map<string, Known & { instances: BaselineInstance[]; declined: Reason[] }>();
  for (const id of profileIds) {
    const { facts = null, memory = NO_MEMORY } = known.get(id) ?? {};
    const items = memory.items.filter(({ at }) => at < window.from);
    all.set(id, { instances: [], declined: [], facts, memory: { items } });
  }
  for (const { profileId, journey, rule, at } of declined)
    all.get(profileId)?.declined.push({ kind: 'declined', rule, journey, at });
  for (const instance of instances) all.get(instance.profileId)?.instances.push(instance);
  return all;
}
