// One customer of a partition: records wait here and are played together, so that what is in the making does not live long.
import { incomingRecord, type ConsumerContract, type KafkaRecord } from '@continuo/messaging';
import type { Input } from '../domain/engine/input.js';
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

export class LoggedCustomer {
  leftOut: LeftOut | undefined;
  #waiting: Placed[] = [];
  #history: HistoryCustomer | undefined;
  #before: CustomerRecord | undefined;

  /** `known` as `knownOf` found it; `told` are the newest facts from before the first record that mattered. */
  constructor(
    private readonly profileId: string,
    private readonly known: KnownRow,
    private readonly told: KafkaRecord | undefined,
    private readonly stage: PartitionStage,
  ) {}

  /** Inputs that the engine was given. */
  get inputs(): number {
    return this.#history?.inputs ?? 0;
  }

  /** It is played with the others that wait, at the latest before anything else happens. */
  add(record: Placed): void {
    this.#waiting.push(record);
  }

  play(): void {
    if (this.#waiting.length === 0) return;
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#attempt((history) => {
      for (const each of waiting) {
        this.#apply(history, each);
        each.source.forget?.();
        if (this.leftOut !== undefined) return;
      }
    });
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

  /** Plays what waits, lets the rest of the time pass, and tells what the customer went through. */
  finish(): Finished | undefined {
    this.play();
    let after: CustomerRecord | undefined;
    this.#attempt((history) => {
      after = history.finish(this.stage.window.to);
    });
    if (after === undefined || this.#before === undefined) return undefined;
    return { before: this.#before, after, assumed: this.#history?.assumed ?? new Map() };
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
    const { profileId, stage } = this;
    const { window, candidate } = stage;
    const { instances, declined, facts, memory } = parseKnown(this.known, window);
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
    return history;
  }

  #learn(history: HistoryCustomer): void {
    if (this.told === undefined) return;
    const { from } = this.stage.window;
    const meaning = meaningOf(incomingRecord(this.told, this.stage.records));
    if (meaning.is === 'facts') history.learn(meaning.facts, from, from);
  }

  #apply(history: HistoryCustomer, { source, at, marked }: Placed): void {
    const record = incomingRecord(source, this.stage.records);
    const meaning = meaningOf(record);
    switch (meaning.is) {
      case 'facts':
        history.learn(meaning.facts, at, marked);
        return;
      case 'merge':
        this.leftOut = 'merged';
        return;
      case 'erasure':
        this.leftOut = 'erased';
        return;
      case 'event':
        history.apply(eventInput(record, at) as Input & { readonly at: number }, marked);
        return;
      default: {
        const input = inputOfRequest(record, meaning, at);
        if (input === null) return;
        const { stage } = this;
        const isStart = input.kind === 'start';
        history.apply(isStart ? askedOf(stage.candidate, input, stage.around(at).plans) : input, marked);
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
