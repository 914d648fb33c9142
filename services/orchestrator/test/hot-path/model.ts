// The model: customers without partitions, batches, holds or failures. A marker of a merge is one point for both.
import { canonicalJson } from '@continuo/kernel';
import { advance } from '../../src/journeys/domain/engine/advance.js';
import type { Instance } from '../../src/journeys/domain/engine/instance.js';
import { moveMemory, NO_MEMORY } from '../../src/journeys/domain/engine/memory.js';
import { direction, movers, type MergeMarker } from '../../src/journeys/domain/engine/merge.js';
import {
  advanceProfile,
  dueTimers,
  type Change,
  type ProfileState,
} from '../../src/journeys/domain/engine/profile.js';
import { around, inputOf, type Item } from './items.js';

/** A command that the journeys of a customer have sent. */
export interface Sent {
  readonly commandId: string;
  readonly instanceId: string;
  readonly answers: readonly string[];
}

export class Model {
  readonly journals = new Map<string, string[]>();
  readonly sent: Sent[] = [];
  readonly #profiles = new Map<string, ProfileState>();
  readonly #moves = new Map<string, ReadonlySet<string>>();

  state(profileId: string): ProfileState {
    return this.#profiles.get(profileId) ?? { profileId, instances: new Map(), facts: null };
  }

  ownerOf(instanceId: string): string | undefined {
    return [...this.#profiles.values()].find(({ instances }) => instances.has(instanceId))?.profileId;
  }

  event(item: Extract<Item, { is: 'event' }>): void {
    this.fire(item.profile, item.at);
    const everywhere = { ...around, startedBefore: (id: string) => this.ownerOf(id) !== undefined };
    const { state, changes } = advanceProfile(this.state(item.profile), inputOf(item), everywhere);
    this.#take(state, changes);
  }

  fire(profileId: string, before: number): void {
    for (const { state, changes } of dueTimers(this.state(profileId), before, around, 10_000))
      this.#take(state, changes);
  }

  merge(marker: MergeMarker, at: number): void {
    const { from, to } = direction(marker);
    this.fire(from, at);
    this.fire(to, at);
    const source = this.state(from);
    const moved =
      marker.kind === 'split' ? (this.#moves.get(marker.mergeId) ?? new Set<string>()) : new Set<string>();
    const moving = movers(marker, [...source.instances.values()], moved);
    if (marker.kind === 'merged') this.#moves.set(marker.mergeId, new Set(moving.map(({ id }) => id)));
    const [left, come] = [new Map(source.instances), new Map(this.state(to).instances)];
    for (const instance of moving) {
      const input = { kind: 'moved', id: marker.mergeId, at, to, because: marker.kind } as const;
      const plan = around.plans.version(instance.journey, instance.version);
      if (plan === undefined) throw new Error('no plan');
      const facts = { now: at, real: around.real, random: 0, profile: null };
      const result = advance(plan, instance, input, facts, around.derive);
      left.delete(instance.id);
      come.set(instance.id, result.instance ?? instance);
      if (result.journal !== null) this.#note(instance.id, canonicalJson(result.journal));
    }
    const memory = moveMemory(marker, source.memory ?? NO_MEMORY, this.state(to).memory ?? NO_MEMORY);
    this.#profiles.set(from, { ...source, instances: left, memory: memory.from });
    this.#profiles.set(to, { ...this.state(to), instances: byAge(come), memory: memory.to });
  }

  /** Where everybody stands, and how each came there. */
  outcome(): string {
    return outcomeOf(
      [...this.#profiles.values()].flatMap(({ instances }) => [...instances.values()]),
      this.journals,
    );
  }

  #take(state: ProfileState, changes: readonly Change[]): void {
    this.#profiles.set(state.profileId, state);
    for (const { instance, plan, journal, effects } of changes) {
      this.#note(instance.id, canonicalJson(journal));
      for (const effect of effects)
        if (effect.kind === 'command')
          this.sent.push({
            commandId: effect.commandId,
            instanceId: instance.id,
            answers: answersIn(plan, effect.type),
          });
    }
  }

  #note(instanceId: string, entry: string): void {
    this.journals.set(instanceId, [...(this.journals.get(instanceId) ?? []), entry]);
  }
}

/** What may come back, by the command's name. */
function answersIn(_plan: unknown, type: string): readonly string[] {
  if (type.includes('ReserveStock'))
    return ['operations.StockReserved', 'operations.StockFailed', 'operations.StockRefused'];
  if (type.includes('ReleaseStock')) return ['operations.StockReleased', 'operations.StockFailed'];
  return ['collaboration.MessageSent', 'collaboration.MessageFailed', 'collaboration.MessageRefused'];
}

function byAge(instances: ReadonlyMap<string, Instance>): ReadonlyMap<string, Instance> {
  const sorted = [...instances.values()].sort((a, b) => a.startedAt - b.startedAt || (a.id < b.id ? -1 : 1));
  return new Map(sorted.map((each) => [each.id, each]));
}

/** The same for the model and for the hot path: states and journals, byte by byte. */
export function outcomeOf(
  instances: readonly Instance[],
  journals: ReadonlyMap<string, readonly string[]>,
): string {
  const states = [...instances].sort((a, b) => (a.id < b.id ? -1 : 1)).map((each) => canonicalJson(each));
  const entries = [...journals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, lines]) => `${id}\n${lines.join('\n')}`);
  return [...states, ...entries].join('\n');
}
