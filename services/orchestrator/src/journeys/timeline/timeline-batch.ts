// One transaction's worth of the timeline in memory: profiles as they were loaded, and what the engine made of them.
import { canonicalJson, Fault } from '@continuo/kernel';
import type { IncomingRecord, Outgoing, ParkRequest } from '@continuo/messaging';
import type { ErasureOfProfile, StoreRows } from '@continuo/service-kit';
import { advance } from '../domain/engine/advance.js';
import type { Input, ProfileFacts } from '../domain/engine/input.js';
import { awaits, type Instance } from '../domain/engine/instance.js';
import { moveMemory, NO_MEMORY, type Memory } from '../domain/engine/memory.js';
import { direction, type MergeMarker } from '../domain/engine/merge.js';
import {
  advanceProfile,
  dueTimers,
  LoopError,
  type Change,
  type ProfileAdvance,
  type ProfileState,
  type Surroundings,
} from '../domain/engine/profile.js';
import type { PaceLedger } from '../domain/guardrails/pace.js';
import { isOutward } from '../domain/engine/output.js';
import type { Offer } from '../../worker-tasks/offers.store.js';
import { startHop, type Hop } from './hops.js';
import { HeldLedger } from './held-ledger.js';
import { comparedText } from '../domain/simulation/compared-deeds.js';
import type { JournalRow, MarkKind, Written } from '../instances/batch.store.js';
import { byAge, type Loaded, type StoredInstance } from '../instances/instances.store.js';
import { bytesOf } from './timeline-record.js';
import type { Decision } from '../entries/decisions.store.js';
import type { PartitionLeases } from './leases.js';
import { declinedEvent, offerOf, outgoingOf } from './outgoing.js';

/** Timers of one profile that one transaction fires at most; the rest are still due and come with the next. */
const MAX_TIMERS = 500;

/** What an input came with: the record of the timeline, or nothing for a timer. */
export type Cause = IncomingRecord | null;

/** A profile that this batch erases, with what there was of it before. */
export interface ErasedProfile {
  readonly erasure: ErasureOfProfile;
  readonly before: readonly StoreRows[];
}

export class TimelineBatch {
  readonly outgoing: Outgoing[] = [];
  readonly park: ParkRequest[] = [];
  readonly ignored: Record<string, number> = {};
  readonly decisions: Decision[] = [];
  /** Instances by the timers that have fired, for the metric. */
  fired = 0;
  readonly #states = new Map<string, ProfileState>();
  readonly #stored = new Map<string, StoredInstance>();
  readonly #started = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #journal: JournalRow[] = [];
  readonly #commands = new Map<string, string>();
  readonly #offers = new Map<string, Offer>();
  readonly #facts = new Map<string, ProfileFacts>();
  /** Whose memory is known here, and whose has changed. */
  readonly #known = new Set<string>();
  readonly #remembered = new Set<string>();
  readonly #held = new HeldLedger();
  readonly #requests: Written['requests'][number][] = [];
  readonly #marks: Written['marks'][number][] = [];
  readonly #erased: ErasedProfile[] = [];

  constructor(
    loaded: Loaded,
    readonly around: Surroundings,
    /** The partition's slots for paced messages, when something is paced. */
    readonly pace: PaceLedger | null = null,
    /** Places of limited journeys. */
    readonly leases?: PartitionLeases,
  ) {
    for (const stored of loaded.instances) this.add(stored);
    for (const [profileId, facts] of loaded.facts) {
      this.#states.set(profileId, { ...this.state(profileId), facts });
    }
    this.recall(loaded.memories);
  }

  /** Takes in an instance as it is stored; one that this batch has changed already stays as it is here. */
  add(stored: StoredInstance): void {
    const { instance } = stored;
    if (this.#stored.has(instance.id)) return;
    this.#stored.set(instance.id, stored);
    this.#place(instance);
  }

  /** Takes in what is remembered, as it is stored; what this batch has changed already stays as it is here. */
  recall(memories: ReadonlyMap<string, Memory>): void {
    for (const [profileId, memory] of memories) {
      if (this.#known.has(profileId) || this.#remembered.has(profileId)) continue;
      this.#known.add(profileId);
      this.#states.set(profileId, { ...this.state(profileId), memory });
    }
  }

  /** Moves what is remembered by a merge, or back by its undoing; both memories must be known. */
  moveMemory(marker: MergeMarker): void {
    const { from, to } = direction(marker);
    const [source, target] = [this.state(from), this.state(to)];
    const before = { from: source.memory ?? NO_MEMORY, to: target.memory ?? NO_MEMORY };
    const after = moveMemory(marker, before.from, before.to);
    if (after.from === before.from) return;
    this.#states.set(from, { ...source, memory: after.from });
    this.#states.set(to, { ...target, memory: after.to });
    this.#remembered.add(from).add(to);
  }

  /** Whether it has an instance of this id, whosever it is. */
  holds(instanceId: string): boolean {
    return this.#stored.has(instanceId);
  }

  state(profileId: string): ProfileState {
    return this.#states.get(profileId) ?? { profileId, instances: new Map(), facts: null };
  }

  /** The instance that waits for this answer under another profile than the record's. */
  ownerOf(commandId: string, profileId: string): Instance | undefined {
    for (const { instance } of this.#stored.values()) {
      if (instance.profileId !== profileId && awaits(instance, commandId)) return instance;
    }
    return undefined;
  }

  /** Fires the profile's timers that come before `before`, then applies the input. Engine errors park the record. */
  apply(profileId: string, input: Input, record: IncomingRecord): boolean {
    this.#lastReason = undefined;
    this.leases?.begin();
    try {
      this.fireTimers(profileId, input.kind === 'timer' ? input.due : input.at);
      this.#take(advanceProfile(this.state(profileId), input, this.around), record);
      return true;
    } catch (thrown) {
      this.leases?.putBack();
      this.parkFor(record, thrown);
      return false;
    }
  }

  /** Fires the profile's timers that are due before this time, in the order of their times. */
  fireTimers(profileId: string, before: number): void {
    const state = this.state(profileId);
    if (state.instances.size === 0) return;
    for (const fired of dueTimers(state, before, this.around, MAX_TIMERS)) {
      this.fired += 1;
      this.#take(fired, null);
      // What it took stays taken, whatever becomes of the record behind it.
      this.leases?.begin();
    }
  }

  /** Looks again at what the profile's journeys hold back, because the switch was turned. */
  release(profileId: string, at: number): void {
    const { guardrails } = this.around;
    if (!guardrails) return;
    this.#held.recheck(profileId);
    const input = { kind: 'released', at, number: guardrails.number } as const;
    this.leases?.begin();
    try {
      this.#take(advanceProfile(this.state(profileId), input, this.around), null);
    } catch (thrown) {
      this.leases?.putBack();
      // There is no record that could be parked: it stays held, until its time or an operator's word.
      if (thrown instanceof Fault && thrown.retriable) throw thrown;
      this.ignore('release-failed');
    }
  }

  /** Applies an input to one instance whatever profile it belongs to: a move, or an erasure of what has ended. */
  applyTo(instance: Instance, input: Input, record: IncomingRecord): void {
    const plan = this.around.plans.version(instance.journey, instance.version);
    if (plan === undefined) throw new Error(`${instance.journey} ${instance.version} is not published`);
    const facts = {
      now: 'at' in input ? input.at : instance.now,
      real: this.around.real,
      profile: null,
      random: 0,
    };
    const result = advance(plan, instance, input, facts, this.around.derive);
    if (result.journal === null || result.instance === null) return;
    this.#record(
      { instance: result.instance, plan, input, effects: result.effects, journal: result.journal },
      record,
    );
    if (instance.profileId !== result.instance.profileId) this.#remove(instance);
    this.#place(result.instance);
  }

  learn(profileId: string, facts: ProfileFacts): void {
    const state = this.state(profileId);
    if (state.facts !== null && state.facts.version >= facts.version) {
      this.ignore('facts-not-newer');
      return;
    }
    this.#states.set(profileId, { ...state, facts });
    this.#facts.set(profileId, facts);
  }

  /** Nothing about the profile is kept; its rows are emptied when the batch has been written. */
  forget(erased: ErasedProfile): void {
    const { profileId } = erased.erasure;
    this.#facts.delete(profileId);
    this.#remembered.delete(profileId);
    this.#states.set(profileId, { profileId, instances: new Map(), facts: null });
    this.#erased.push(erased);
  }

  get erased(): readonly ErasedProfile[] {
    return this.#erased;
  }

  answerRequest(requestId: string, before: number): void {
    const done = this.#journal[before];
    const outcome = done === undefined ? (this.#lastReason ?? 'not-concerned') : 'applied';
    this.#requests.push({ requestId, outcome, instanceId: done?.instanceId ?? null });
  }

  #lastReason: string | undefined;

  get journalled(): number {
    return this.#journal.length;
  }

  ignore(reason: string): void {
    this.#lastReason = reason;
    this.ignored[reason] = (this.ignored[reason] ?? 0) + 1;
  }

  mark(kind: MarkKind, value: number, offset: bigint, detail?: string): void {
    this.#marks.push({ kind, value, offset, ...(detail === undefined ? {} : { detail }) });
  }

  /** The record cannot be applied: an infrastructure fault is thrown on, anything else is the record's own. */
  parkFor(record: IncomingRecord, thrown: unknown): void {
    if (thrown instanceof Fault && thrown.retriable) throw thrown;
    const code =
      thrown instanceof Fault ? thrown.code : thrown instanceof LoopError ? 'loop' : 'engine-error';
    const reason =
      thrown instanceof Error ? `${thrown.name} in the journey engine` : 'the journey engine failed';
    this.park.push({ record, code, reason });
  }

  /** What the store writes. */
  written(now: Date, partition: number, partitionOf: (profileId: string) => number): Written {
    return {
      partition,
      now,
      partitionOf,
      instances: [...this.#changed].flatMap((id) => this.#stored.get(id) ?? []),
      started: [...this.#started],
      journal: this.#journal,
      commands: this.#commands,
      facts: this.#facts,
      offers: this.#offers,
      memories: new Map(
        [...this.#remembered].map((profileId) => [profileId, this.state(profileId).memory ?? NO_MEMORY]),
      ),
      held: this.#held.changes((id) => this.#stored.get(id)?.instance, this.around.guardrails?.number ?? 0),
      requests: this.#requests,
      marks: this.#marks,
    };
  }

  #take(result: ProfileAdvance, record: Cause): void {
    const { state } = result;
    if (state.memory !== this.state(state.profileId).memory) this.#remembered.add(state.profileId);
    this.#states.set(state.profileId, state);
    for (const change of result.changes) this.#record(change, record);
    for (const declined of result.declined ?? []) {
      this.decisions.push({ ...declined, profileId: state.profileId });
      this.outgoing.push(declinedEvent(state.profileId, declined));
    }
    if (result.ignored !== undefined) this.ignore(result.ignored);
  }

  #record(change: Change, record: Cause): void {
    const { instance, plan, journal, effects } = change;
    const before = this.#stored.get(instance.id);
    const hop: Hop = startHop(change, record, before?.hop ?? null);
    this.#held.note(before?.instance, instance);
    if (instance.place && instance.endedAt !== null && (before?.instance.endedAt ?? null) === null)
      this.leases?.free(instance.journey);
    this.#stored.set(instance.id, { instance, hop: hop.traceparent });
    this.#changed.add(instance.id);
    if (journal.seq === 1) this.#started.add(instance.id);
    this.#journal.push({
      class: plan.retention,
      instanceId: instance.id,
      seq: journal.seq,
      profileId: instance.profileId,
      offset: record?.offset ?? null,
      traceId: hop.traceId,
      entry: canonicalJson(journal),
      compared: comparedText(journal),
      bytes: bytesOf(change.input, record),
    });
    for (const effect of effects) {
      if (effect.kind === 'command') this.#commands.set(effect.commandId, instance.id);
      if (effect.kind === 'task') {
        this.#commands.set(effect.taskId, instance.id);
        this.#offers.set(effect.taskId, offerOf(effect, change));
      } else if (isOutward(effect)) this.outgoing.push(outgoingOf(effect, change, hop, record?.id));
    }
  }

  #place(instance: Instance): void {
    const state = this.state(instance.profileId);
    const others = [...state.instances.values()].filter(({ id }) => id !== instance.id);
    const all = [...others, instance].sort(byAge);
    this.#states.set(instance.profileId, {
      ...state,
      instances: new Map(all.map((each) => [each.id, each])),
    });
  }

  #remove(instance: Instance): void {
    const state = this.state(instance.profileId);
    const instances = new Map(state.instances);
    instances.delete(instance.id);
    this.#states.set(instance.profileId, { ...state, instances });
  }
}
