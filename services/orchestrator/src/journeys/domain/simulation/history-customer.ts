// One customer in a simulation of recorded history: the log's records in their order, timers and assumed answers between them.
import type { EventInput, Input, ProfileFacts } from '../engine/input.js';
import { heldOf, holdsBack } from '../engine/held.js';
import { awaits, type Instance } from '../engine/instance.js';
import type { Memory } from '../engine/memory.js';
import type { CommandEffect } from '../engine/output.js';
import type { Change, ProfileState, Surroundings } from '../engine/profile.js';
import type { CommandType } from '../language/catalogue.js';
import { JOURNEY_PAUSED } from '../engine/sending.js';
import type { CommandCall } from '../language/plan.js';
import { lifeOf, type Contact, type CustomerRecord, type Reason } from './customer-record.js';
import { limitOf, RecordedLimits, type MetLimits } from './recorded-limits.js';
import type { TakenPlace } from './shared-limits.js';
import type { UsualAnswer } from './usual-answers.js';
import { VirtualCustomer } from './virtual-customer.js';

/** A command that was really sent, and its answers. */
export interface RecordedCommand {
  readonly sentAt: number;
  readonly answers: readonly { readonly type: string; readonly at: number }[];
}

/** What all customers of a simulation share. */
export interface HistoryStage {
  /** Surroundings at a time of the virtual clock, with a customer's own part of what all share. */
  around(clock: number, limits?: Pick<RecordedLimits, 'pace' | 'places'>): Surroundings;
  /** How a command is answered that nobody really sent; null: never. */
  usualAnswer(call: CommandCall): UsualAnswer | null;
  /** Told of everything, for tests and counts. */
  changed?(change: Change): void;
}

/** How a customer begins. */
export interface Beginning {
  readonly profileId: string;
  readonly facts: ProfileFacts | null;
  readonly memory: Memory;
  /** By id: what was really sent. */
  readonly commands: ReadonlyMap<string, RecordedCommand>;
  readonly limits: MetLimits;
  /** Instances that were held by a pause: the log has the word that let them go. */
  readonly paused: ReadonlySet<string>;
  readonly clock: number;
}

const NONE: ProfileState['instances'] = new Map();

export class HistoryCustomer {
  readonly #customer: VirtualCustomer;
  readonly #commands: Beginning['commands'];
  readonly #sent = new Set<string>();
  #ended: Instance[] = [];
  readonly #contacts: Contact[] = [];
  readonly #reasons: Reason[] = [];
  readonly #limits: RecordedLimits;
  readonly #paused: Beginning['paused'];
  /** Answers that nobody gave, in the order of their times. */
  readonly #answers: EventInput[] = [];
  /** The version of the newest facts that the log has told. */
  #told: number | null = null;
  /** Inputs that the engine was given. */
  inputs = 0;
  /** By command, how often an answer was assumed. */
  readonly assumed = new Map<string, number>();

  constructor(
    { profileId, facts, memory, commands, limits, paused, clock }: Beginning,
    private readonly stage: HistoryStage,
  ) {
    this.#commands = commands;
    this.#limits = new RecordedLimits(limits);
    this.#paused = paused;
    const state: ProfileState = { profileId, instances: NONE, facts, memory };
    this.#customer = new VirtualCustomer(state, clock, {
      around: (at) => this.#limits.within(stage.around(at, this.#limits)),
      changed: (change) => this.#changed(change),
      declined: ({ rule, journey, at }) => this.#reasons.push({ kind: 'declined', rule, journey, at }),
    });
  }

  /** Applies a record's input at its place in time. `marked` is the partition's idle clock before it. */
  apply(input: Input & { readonly at: number }, marked: number): void {
    this.pass(input.at, marked);
    const commandId = input.kind === 'event' ? input.commandId : undefined;
    if (commandId !== undefined) {
      if (this.#commands.has(commandId) && !this.#sent.has(commandId)) return;
      this.#wake(commandId);
    }
    this.#give(input);
  }

  /** Lets time pass up to a place in the log. */
  pass(at: number, marked: number): void {
    this.#passTo(marked, true);
    this.#passTo(at, false);
  }

  /** What is in force for sending has changed: what is held back is looked at again. */
  release(number: number, at: number): void {
    if (![...this.#customer.state.instances.values()].some(holdsBack)) return;
    this.#customer.clock = Math.max(this.#customer.clock, at);
    this.#give({ kind: 'released', at, number });
  }

  /**
   * Journeys were resumed. What really was held by a pause is let go by a word in the log, as it was; an instance that holds
   * only here gets the same word now.
   */
  resume(at: number): void {
    const { plans } = this.stage.around(at, this.#limits);
    for (const instance of [...this.#customer.state.instances.values()]) {
      const { id: instanceId, journey } = instance;
      const isHeld = heldOf(instance)?.rules.includes(JOURNEY_PAUSED.rule) ?? false;
      if (!isHeld || plans.isPaused(journey) || this.#paused.has(instanceId)) continue;
      this.#customer.clock = Math.max(this.#customer.clock, at);
      const id = `simulated/release/${instanceId}/${at}`;
      this.#give({ kind: 'action', id, instanceId, at, action: 'release', actor: 'simulation' });
    }
  }

  /** Facts as the log tells them: they take the place of those from now that it began with. */
  learn(facts: ProfileFacts, at: number, marked: number): void {
    this.pass(at, marked);
    const known = this.#told;
    if (known !== null && known >= facts.version) return;
    this.#told = facts.version;
    this.#customer.learn(facts);
  }

  /** Lets the rest of the time pass, and tells what the customer went through. */
  finish(until: number): CustomerRecord {
    this.#passTo(until, true);
    const instances = [...this.#ended, ...this.#customer.state.instances.values()];
    const shared = { slots: this.#limits.asked, places: this.#placesOf(instances, until) };
    return { lives: instances.map(lifeOf), contacts: this.#contacts, reasons: this.#reasons, shared };
  }

  #placesOf(instances: readonly Instance[], until: number): readonly TakenPlace[] {
    if (!instances.some(({ place }) => place === true)) return [];
    const around = this.stage.around(until, this.#limits);
    return instances.flatMap(({ journey, place, startedAt: from, endedAt: to }) => {
      const total = place === true ? limitOf(around, journey) : null;
      return total === null ? [] : [{ journey, total, from, to: to ?? Infinity }];
    });
  }

  /** Nothing goes on by itself, and nothing is open. */
  get isQuiet(): boolean {
    return this.#customer.state.instances.size === 0 && this.#answers.length === 0;
  }

  #passTo(time: number, inclusive: boolean): void {
    const customer = this.#customer;
    if (customer.state.instances.size === 0 && this.#answers.length === 0) {
      customer.clock = Math.max(customer.clock, time);
      return;
    }
    for (;;) {
      const answer = this.#answers[0];
      const { due } = customer;
      const isAnswer = answer !== undefined && (due === null || answer.at <= due);
      if (isAnswer && answer.at <= time) {
        this.#answers.shift();
        customer.pass(answer.at, false);
        this.#wake(answer.commandId ?? '');
        this.#give(answer);
      } else if (due !== null && (due < time || (inclusive && due === time))) {
        this.inputs += customer.pass(due, true);
        this.#putAside();
      } else break;
    }
    customer.clock = Math.max(customer.clock, time);
  }

  #give(input: Input): void {
    this.inputs += 1;
    this.#customer.apply(input);
    this.#putAside();
  }

  /** What has ended is out of the way until an answer still comes for it. */
  #putAside(): void {
    for (const instance of this.#customer.state.instances.values()) {
      if (instance.status !== 'ended') continue;
      this.#ended.push(instance);
      this.#customer.putAside(instance.id);
    }
  }

  #wake(commandId: string): void {
    const woken = this.#ended.find((instance) => awaits(instance, commandId));
    if (woken === undefined) return;
    this.#ended = this.#ended.filter((instance) => instance !== woken);
    this.#customer.bringBack(woken);
  }

  #changed(change: Change): void {
    this.stage.changed?.(change);
    const { journal, effects, instance } = change;
    for (const effect of effects) if (effect.kind === 'command') this.#send(effect, change);
    for (const deed of journal.deeds) {
      if (deed.did !== 'held' && deed.did !== 'skipped') continue;
      const rule = String(deed['rule'] ?? '');
      this.#reasons.push({ kind: deed.did, rule, journey: instance.journey, at: journal.facts.now });
    }
  }

  #send(effect: CommandEffect, { instance, plan, journal }: Change): void {
    const { commandId, step, value } = effect;
    const isAgain = this.#sent.has(commandId);
    this.#sent.add(commandId);
    const call = callOf(plan.steps.get(step), effect.type);
    if (call === null) return;
    const text = (field: string): string | null => {
      const given = value[field];
      return typeof given === 'string' ? given : null;
    };
    const at = journal.facts.now;
    if (call.sends && !isAgain)
      this.#contacts.push({
        commandId,
        journey: instance.journey,
        step,
        template: text('template'),
        channel: text('channel'),
        at,
      });
    this.#expectAnswer(effect, call, instance);
  }

  /** As recorded where the same command was really sent; else as such commands are usually answered. */
  #expectAnswer({ commandId }: CommandEffect, call: CommandCall, instance: Instance): void {
    const { clock } = this.#customer;
    const recorded = this.#commands.get(commandId);
    if (recorded !== undefined) {
      const last = recorded.answers.at(-1);
      // Still to come in the log, or never answered.
      if (last === undefined || last.at >= clock) return;
      this.#answerAt(clock + Math.max(0, last.at - recorded.sentAt), last.type, commandId, instance);
      return;
    }
    const usual = this.stage.usualAnswer(call);
    this.assumed.set(call.act, (this.assumed.get(call.act) ?? 0) + 1);
    if (usual !== null) this.#answerAt(clock + usual.delay, usual.type, commandId, instance);
  }

  #answerAt(at: number, type: string, commandId: string, instance: Instance): void {
    this.#answers.push({
      kind: 'event',
      id: `simulated/${commandId}/${at}`,
      profileId: instance.profileId,
      type,
      at,
      value: {},
      commandId,
      hops: instance.hops,
      customer: instance.customer,
      correlationId: instance.correlationId,
    });
    if (this.#answers.length > 1) this.#answers.sort((a, b) => a.at - b.at);
  }
}

/** The call of an act, or of what undoes it. */
function callOf(step: { readonly kind: string } | undefined, type: CommandType['type']): CommandCall | null {
  const { call, compensate } = (step ?? {}) as { call?: CommandCall; compensate?: CommandCall | null };
  if (call?.command.type === type) return call;
  return compensate?.command.type === type ? compensate : null;
}
