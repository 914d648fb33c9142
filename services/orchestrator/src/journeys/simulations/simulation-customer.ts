// Customers of a partition: records wait here and are played together, so that what is in the making does not live long.
import { incomingRecord, type ConsumerContract, type KafkaRecord } from '@continuo/messaging';
import type { Input, ProfileFacts } from '../domain/engine/input.js';
import type { Plan } from '../domain/language/plan.js';
import type { CustomerRecord } from '../domain/simulation/customer-record.js';
import { HistoryCustomer, type HistoryStage } from '../domain/simulation/history-customer.js';
import { askedOf } from '../domain/simulation/overlay.js';
import { NO_LIMIT_MET, pacedMessages, putOff } from '../domain/simulation/recorded-limits.js';
import { JOURNEY_PAUSED } from '../domain/engine/sending.js';
import { deriveId } from '../timeline/derive-id.js';
import { eventInput, inputOfRequest, meaningOf } from '../timeline/timeline-record.js';
import type { KnownRow, Window } from './simulation-baseline.store.js';
import { commandsOf, recordOf } from './simulation-history.js';
import { parseKnown, type BaselineInstance, type DeclinedEntry } from './simulation-known.js';

/** What all customers of a partition share. */
export interface PartitionStage extends HistoryStage {
  readonly records: ConsumerContract;
  readonly window: Window;
  /** The version under test. */
  readonly candidate: Plan;
}

/** Why a customer is left out. */
export type LeftOut = 'running-before' | 'merged' | 'erased' | 'engine-error';

export interface Finished {
  readonly before: CustomerRecord;
  readonly after: CustomerRecord;
  /** By command, how often an answer was assumed. */
  readonly assumed: ReadonlyMap<string, number>;
}

/** A record in its place in the log. */
export interface Placed {
  readonly source: KafkaRecord;
  readonly profileId: string;
  readonly type: string;
  /** When it was applied, and the idle clock that was marked last by then. */
  readonly at: number;
  readonly marked: number;
  readonly inForce: InForce;
  /** Whether anything listens to it. */
  readonly isHeard: boolean;
}

/** Numbers of what is in force. */
export interface InForce {
  readonly publication: number;
  readonly guardrails: number;
}

/** A record as it is played: decoded, and with its meaning known. */
type Step =
  | { readonly is: 'input'; readonly input: Input & { readonly at: number }; readonly marked: number }
  | { readonly is: 'facts'; readonly facts: ProfileFacts; readonly at: number; readonly marked: number }
  | { readonly is: 'leave'; readonly why: LeftOut };

/**
 * Plays what waits of these customers, one part of the work after the other for all of them: what a customer takes in all is
 * more code than a processor has at hand, and one by one each of them fetches all of it again.
 */
export function playTogether(customers: readonly LoggedCustomer[]): void {
  for (const customer of customers) customer.open();
  for (const customer of customers) customer.read();
  for (let left = customers; left.length > 0;) left = left.filter((customer) => customer.playNext());
}

export class LoggedCustomer {
  leftOut: LeftOut | undefined;
  #waiting: Placed[] = [];
  #steps: Step[] = [];
  #played = 0;
  #history: HistoryCustomer | undefined;
  #before: CustomerRecord | undefined;
  #inputs = 0;

  /**
   * `known` as `knownOf` found it; `told` are the newest facts from before the first record that mattered. Both are let go
   * when they have been looked at.
   */
  constructor(
    readonly profileId: string,
    private known: KnownRow | undefined,
    private told: KafkaRecord | undefined,
    private readonly stage: PartitionStage,
  ) {}

  /** Records that wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Inputs that the engine was given. */
  get inputs(): number {
    return this.#history?.inputs ?? this.#inputs;
  }

  /** It is played with the others that wait, at the latest before anything else happens. */
  add(record: Placed): void {
    this.#waiting.push(record);
  }

  /** Looks at what is known of them, unless it was looked at already. */
  open(): void {
    if (this.#history === undefined) this.#attempt(() => undefined);
  }

  /** Decodes what waits. */
  read(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#attempt(() => {
      for (const each of waiting) {
        const step = this.#stepOf(each);
        each.source.forget?.();
        if (step === undefined) continue;
        this.#steps.push(step);
        if (step.is === 'leave') return;
      }
    });
  }

  /** Plays one of those that were read; whether others are left. */
  playNext(): boolean {
    const step = this.#steps[this.#played];
    if (step === undefined) return false;
    this.#played += 1;
    const isMore = this.#played < this.#steps.length;
    if (!isMore) {
      this.#steps = [];
      this.#played = 0;
    }
    this.#attempt((history) => {
      if (step.is === 'input') history.apply(step.input, step.marked);
      else if (step.is === 'facts') history.learn(step.facts, step.at, step.marked);
      else this.leftOut = step.why;
    });
    return isMore && this.leftOut === undefined;
  }

  /** Lets time pass up to a place in the log. */
  pass(at: number, marked: number): void {
    this.#attempt((history) => history.pass(at, marked));
  }

  /** Other guardrails are in force from here on. */
  release(number: number, at: number): void {
    this.#attempt((history) => history.release(number, at));
  }

  /** Journeys that were paused go on from here. */
  resume(at: number): void {
    this.#attempt((history) => history.resume(at));
  }

  /**
   * Lets the rest of the time pass, and tells what the customer went through; what waited has been played. It is the last
   * that is asked of them: what they lived is let go. Whatever has held the customer, a map's table of before it shrank for
   * one, may be long dead in the old generation, and would keep all of it until that is collected.
   */
  finish(): Finished | undefined {
    let finished: Finished | undefined;
    this.#attempt((history) => {
      const after = history.finish(this.stage.window.to);
      if (this.#before !== undefined) finished = { before: this.#before, after, assumed: history.assumed };
    });
    this.#inputs = this.inputs;
    this.#history = this.#before = this.known = this.told = undefined;
    return finished;
  }

  /** An engine error is the customer's own: they are left out, the others go on. */
  #attempt(action: (history: HistoryCustomer) => void): void {
    if (this.leftOut !== undefined) return;
    try {
      const history = this.#history ?? this.#open();
      if (history !== undefined) action(history);
    } catch (error) {
      if ((error as { retriable?: unknown }).retriable === true) throw error;
      this.leftOut = 'engine-error';
    }
  }

  #open(): HistoryCustomer | undefined {
    const { profileId, stage, known } = this;
    if (known === undefined) return undefined;
    const { window, candidate } = stage;
    const { instances, declined, facts, memory } = parseKnown(known, window);
    if (instances.some((each) => each.journey === candidate.journey && each.startedAt < window.from)) {
      this.leftOut = 'running-before';
      return undefined;
    }
    const lives = instances.filter(({ startedAt }) => startedAt >= window.from);
    const lived = recordOf(lives, stage.around(window.to).plans, window.to);
    const paced = pacedMessages(lives, window.to);
    const late = putOff(paced);
    this.#before =
      declined.length + late.length === 0
        ? lived
        : { ...lived, reasons: [...lived.reasons, ...declined, ...late] };
    const limits = { paced, declined: turnedAway(declined) };
    const [commands, paused] = [commandsOf(lives), heldByPause(lives)];
    const beginning = { profileId, facts, memory, commands, limits, paused, clock: window.from };
    const history = new HistoryCustomer(beginning, stage);
    this.#learn(history);
    this.#history = history;
    this.known = this.told = undefined;
    return history;
  }

  #learn(history: HistoryCustomer): void {
    if (this.told === undefined) return;
    const { from } = this.stage.window;
    const meaning = meaningOf(incomingRecord(this.told, this.stage.records));
    if (meaning.is === 'facts') history.learn(meaning.facts, from, from);
  }

  /** Undefined for a request that this version does not know. */
  #stepOf({ source, at, marked }: Placed): Step | undefined {
    const record = incomingRecord(source, this.stage.records);
    const meaning = meaningOf(record);
    switch (meaning.is) {
      case 'facts':
        return { is: 'facts', facts: meaning.facts, at, marked };
      case 'merge':
        return { is: 'leave', why: 'merged' };
      case 'erasure':
        return { is: 'leave', why: 'erased' };
      case 'event':
        return { is: 'input', input: eventInput(record, at), marked };
      default: {
        const asked = inputOfRequest(record, meaning, at);
        if (asked === null) return undefined;
        const { stage } = this;
        const isStart = asked.kind === 'start';
        const input = isStart ? askedOf(stage.candidate, asked, stage.around(at).plans) : asked;
        return { is: 'input', input, marked };
      }
    }
  }
}

/** Instances that really did not start because of a limit, with the limit of then. */
function turnedAway(declined: readonly DeclinedEntry[]): ReadonlyMap<string, number> {
  if (declined.length === 0) return NO_LIMIT_MET.declined;
  return new Map(
    declined.flatMap(({ journey, limit }) =>
      limit === null ? [] : [[deriveId(`${journey}/${limit.entry}`), limit.total] as const],
    ),
  );
}

const NOBODY: ReadonlySet<string> = new Set();

function heldByPause(lives: readonly BaselineInstance[]): ReadonlySet<string> {
  const isPause = ([, did, , , rule]: BaselineInstance['deeds'][number]): boolean =>
    did === 'held' && rule === JOURNEY_PAUSED.rule;
  const held = lives.filter(({ deeds }) => deeds.some(isPause));
  return held.length === 0 ? NOBODY : new Set(held.map(({ id }) => id));
}
