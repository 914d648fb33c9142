// The customers of one transaction as they are in it: their instances, what is known of them, and what is remembered.
import type { ProfileFacts } from '../domain/engine/input.js';
import type { Instance } from '../domain/engine/instance.js';
import { moveMemory, NO_MEMORY, type Memory } from '../domain/engine/memory.js';
import { direction, type MergeMarker } from '../domain/engine/merge.js';
import type { ProfileState } from '../domain/engine/profile.js';
import { byAge } from '../instances/instances.store.js';

export class ProfileStates {
  readonly #states = new Map<string, ProfileState>();
  /** Whose memory is known here, and whose has changed. */
  readonly #known = new Set<string>();
  readonly #remembered = new Set<string>();

  of(profileId: string): ProfileState {
    return this.#states.get(profileId) ?? { profileId, instances: new Map(), facts: null };
  }

  /** As the engine left it. */
  put(state: ProfileState): void {
    const { profileId, memory } = state;
    if (memory !== this.of(profileId).memory) this.#remembered.add(profileId);
    this.#states.set(profileId, state);
  }

  learn(profileId: string, facts: ProfileFacts): void {
    this.#states.set(profileId, { ...this.of(profileId), facts });
  }

  /** Takes in what is remembered, as it is stored; what this transaction has changed already stays as it is here. */
  recall(memories: ReadonlyMap<string, Memory>): void {
    for (const [profileId, memory] of memories) {
      if (this.#known.has(profileId) || this.#remembered.has(profileId)) continue;
      this.#known.add(profileId);
      this.#states.set(profileId, { ...this.of(profileId), memory });
    }
  }

  /** Moves what is remembered by a merge, or back by its undoing; both memories must be known. */
  moveMemory(marker: MergeMarker): void {
    const { from, to } = direction(marker);
    const [source, target] = [this.of(from), this.of(to)];
    const before = { from: source.memory ?? NO_MEMORY, to: target.memory ?? NO_MEMORY };
    const after = moveMemory(marker, before.from, before.to);
    if (after.from === before.from) return;
    this.#states.set(from, { ...source, memory: after.from });
    this.#states.set(to, { ...target, memory: after.to });
    this.#remembered.add(from).add(to);
  }

  /** Puts an instance where its profile is. */
  place(instance: Instance): void {
    const state = this.of(instance.profileId);
    const others = [...state.instances.values()].filter(({ id }) => id !== instance.id);
    const all = [...others, instance].sort(byAge);
    this.#states.set(instance.profileId, {
      ...state,
      instances: new Map(all.map((each) => [each.id, each])),
    });
  }

  /** Takes one away that has moved to another profile. */
  remove(instance: Instance): void {
    const state = this.of(instance.profileId);
    const instances = new Map(state.instances);
    instances.delete(instance.id);
    this.#states.set(instance.profileId, { ...state, instances });
  }

  forget(profileId: string): void {
    this.#remembered.delete(profileId);
    this.#states.set(profileId, { profileId, instances: new Map(), facts: null });
  }

  /** Memories that have changed. */
  get remembered(): ReadonlyMap<string, Memory> {
    return new Map(
      [...this.#remembered].map((profileId) => [profileId, this.of(profileId).memory ?? NO_MEMORY]),
    );
  }
}
