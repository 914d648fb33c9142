// Which messages a batch holds back, and which it has looked at again.
import { heldOf, holdsBack } from '../domain/engine/held.js';
import type { Instance } from '../domain/engine/instance.js';
import type { HeldChanges, HeldSend } from './held.store.js';

export class HeldLedger {
  /** Instances that hold a message back, or did. */
  readonly #instances = new Set<string>();
  readonly #rechecked = new Set<string>();

  /** Notes a change of an instance. */
  note(before: Instance | undefined, after: Instance): void {
    if (holdsBack(after) || (before !== undefined && holdsBack(before))) this.#instances.add(after.id);
  }

  recheck(profileId: string): void {
    this.#rechecked.add(profileId);
  }

  /** What is to be written: `now` is the instance as it is at the end, `number` the guardrails that were asked. */
  changes(now: (id: string) => Instance | undefined, number: number): HeldChanges {
    const held: HeldSend[] = [];
    const gone: string[] = [];
    for (const id of this.#instances) {
      const instance = now(id);
      const all = instance === undefined ? null : heldOf(instance);
      if (instance === undefined || all === null) gone.push(id);
      else held.push({ instanceId: id, profileId: instance.profileId, ...all });
    }
    const profileIds = [...this.#rechecked];
    return { held, gone, rechecked: profileIds.length === 0 ? null : { profileIds, number } };
  }
}
