// One transaction's worth of the timeline in memory: profiles as they were loaded, and what the engine made of them.
import { canonicalJson, Fault } from '@continuo/kernel';
import type { IncomingRecord, Outgoing, ParkRequest } from '@continuo/messaging';
import type { ErasureOfProfile, StoreRows } from '@continuo/service-kit';
import { advance } from '../domain/engine/advance.js';
import type { Input, ProfileFacts } from '../domain/engine/input.js';
import { awaits, type Instance } from '../domain/engine/instance.js';
import type { Memory } from '../domain/engine/memory.js';
import type { MergeMarker } from '../domain/engine/merge.js';
import {
  advanceProfile,
  dueTimers,
  hasDue,
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
import type { Loaded, StoredInstance } from '../instances/instances.store.js';
import { bytesOf } from './timeline-record.js';
import type { Decision } from '../entries/decisions.store.js';
import type { PartitionLeases } from './leases.js';
import { declinedEvent, offerOf, outgoingOf } from './outgoing.js';
import { ProfileStates } from './profile-states.js';

/** Timers of one profile that one transaction fires at most. What is due beyond comes with the next, and before its records. */
const TIMERS_PER_PROFILE = 500;

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
  /** Records before which more timers of their profiles are due than fit. */
  readonly defer: IncomingRecord[] = [];
  readonly ignored: Record<string, number> = {};
  readonly decisions: Decision[] = [];
  readonly #firedOf = new Map<string, number>();
  readonly #profiles = new ProfileStates();
  readonly #stored = new Map<string, StoredInstance>();
  readonly #started = new Set<string>();
  readonly #changed = new Set<string>();
  readonly #journal: JournalRow[] = [];
  readonly #commands = new Map<string, string>();
  readonly #offers = new Map<string, Offer>();
  readonly #facts = new Map<string, ProfileFacts>();
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
    private readonly timersPerProfile = TIMERS_PER_PROFILE,
  ) {
    for (const stored of loaded.instances) this.add(stored);
    for (const [profileId, facts] of loaded.facts) this.#profiles.learn(profileId, facts);
    this.recall(loaded.memories);
  }

  /** Takes in an instance as it is stored; one that this batch has changed already stays as it is here. */
  add(stored: StoredInstance): void {
    const { instance } = stored;
    if (this.#stored.has(instance.id)) return;
    this.#stored.set(instance.id, stored);
    this.#profiles.place(instance);
  }

  recall(memories: ReadonlyMap<string, Memory>): void {
    this.#profiles.recall(memories);
  }

  moveMemory(marker: MergeMarker): void {
    this.#profiles.moveMemory(marker);
  }

  /** Whether it has an instance of this id, whosever it is. */
  holds(instanceId: string): boolean {
    return this.#stored.has(instanceId);
  }

  state(profileId: string): ProfileState {
    return this.#profiles.of(profileId);
  }

  /** The instance that waits for this answer under another profile than the record's. */
  ownerOf(commandId: string, profileId: string): Instance | undefined {
    for (const { instance } of this.#stored.values()) {
      if (instance.profileId !== profileId && awaits(instance, commandId)) return instance;
    }
    return undefined;
  }

  /** How many timers have fired. */
  get fired(): number {
    return [...this.#firedOf.values()].reduce((sum, count) => sum + count, 0);
  }

  /**
   * Lets the profile's time pass up to a record, which may be applied then. False when it must not be: more is due before
   * it than fits, so that it is deferred, or a timer failed, so that it is parked.
   */
  reach(profileId: string, at: number, record: IncomingRecord): boolean {
    this.leases?.begin();
    try {
      if (this.fireTimers(profileId, at)) return true;
      this.defer.push(record);
    } catch (thrown) {
      this.leases?.putBack();
      this.parkFor(record, thrown);
    }
    return false;
  }

  /** Applies the input, whose time has been reached. Engine errors park the record. */
  apply(profileId: string, input: Input, record: IncomingRecord): boolean {
    this.#lastReason = undefined;
    this.leases?.begin();
    try {
      this.#take(advanceProfile(this.state(profileId), input, this.around), record);
      return true;
    } catch (thrown) {
      this.leases?.putBack();
      this.parkFor(record, thrown);
      return false;
    }
  }

  /**
   * Fires the profile's timers that are due before this time, in the order of their times; false when some of them are left
   * for the next transaction.
   */
  fireTimers(profileId: string, before: number): boolean {
    const state = this.state(profileId);
    if (state.instances.size === 0) return true;
    let fired = this.#firedOf.get(profileId) ?? 0;
    for (const timer of dueTimers(state, before, this.around, this.timersPerProfile - fired)) {
      this.#firedOf.set(profileId, (fired += 1));
      this.#take(timer, null);
      // What it took stays taken, whatever becomes of the record behind it.
      this.leases?.begin();
    }
    return fired < this.timersPerProfile || !hasDue(this.state(profileId), before);
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
    if (instance.profileId !== result.instance.profileId) this.#profiles.remove(instance);
    this.#profiles.place(result.instance);
  }

  learn(profileId: string, facts: ProfileFacts): void {
    const known = this.state(profileId).facts;
    if (known !== null && known.version >= facts.version) {
      this.ignore('facts-not-newer');
      return;
    }
    this.#profiles.learn(profileId, facts);
    this.#facts.set(profileId, facts);
  }

  /** Nothing about the profile is kept; its rows are emptied when the batch has been written. */
  forget(erased: ErasedProfile): void {
    const { profileId } = erased.erasure;
    this.#facts.delete(profileId);
    this.#profiles.forget(profileId);
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
    if (thrown instanceof LoopError) {
      this.park.push({ record, code: 'loop', reason: thrown.message, incident: true });
      return;
    }
    const code = thrown instanceof Fault ? thrown.code : 'engine-error';
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
      memories: this.#profiles.remembered,
      held: this.#held.changes((id) => this.#stored.get(id)?.instance, this.around.guardrails?.number ?? 0),
      requests: this.#requests,
      marks: this.#marks,
    };
  }

  #take(result: ProfileAdvance, record: Cause): void {
    const { state } = result;
    this.#profiles.put(state);
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
}
