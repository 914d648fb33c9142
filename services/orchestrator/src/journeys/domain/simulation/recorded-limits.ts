// Limits that all customers share, as one customer of a simulation meets them: what really happened happens again. What would
// be new is let through, and told, so that it is counted over all customers: who is played first must not get the first slots.
import type { Places, Surroundings } from '../engine/profile.js';
import type { Pace } from '../guardrails/pace.js';
import type { ComparedDeed } from './compared-deeds.js';
import type { Reason } from './customer-record.js';
import { minuteOf, type AskedSlot } from './shared-limits.js';

/** What a message was told each time that it asked for a slot: how long to wait (ms), null to ask again, or that it is too late. */
type Told = number | null | 'too-late';

/** A message that really was put off by a pace. */
export interface PacedMessage {
  readonly rule: string;
  readonly journey: string;
  /** When it asked first, and when it went; null when it did not. */
  readonly askedAt: number;
  readonly sentAt: number | null;
  readonly told: readonly Told[];
}

interface Life {
  readonly journey: string;
  readonly deeds: readonly ComparedDeed[];
}

/** Messages that were put off by a pace, by the command's id; `to` is the end of the time looked at. */
export function pacedMessages(lives: readonly Life[], to: number): ReadonlyMap<string, PacedMessage> {
  let paced: Map<string, Waiting> | undefined;
  for (const { journey, deeds } of lives) {
    for (const [at, did, , commandId, rule] of deeds) {
      if (commandId === null) continue;
      const waiting = paced?.get(commandId);
      if (rule !== null && (did === 'held' || did === 'skipped') && rule.startsWith('pace/')) {
        const own = waiting ?? new Waiting(rule, journey, at);
        (paced ??= new Map()).set(commandId, own);
        if (did === 'held') own.hold(at);
        else own.drop();
      } else if (did === 'sent') waiting?.send(at);
    }
  }
  if (paced === undefined) return NO_LIMIT_MET.paced;
  for (const each of paced.values()) each.end(to);
  return paced;
}

class Waiting implements PacedMessage {
  readonly told: Told[] = [];
  sentAt: number | null = null;
  #heldAt: number | null = null;

  constructor(
    readonly rule: string,
    readonly journey: string,
    readonly askedAt: number,
  ) {}

  hold(at: number): void {
    if (this.#heldAt !== null) this.told.push(null);
    this.#heldAt = at;
  }

  send(at: number): void {
    this.told.push(this.#heldAt === null ? 0 : at - this.#heldAt);
    this.#heldAt = null;
    this.sentAt ??= at;
  }

  drop(): void {
    if (this.#heldAt !== null) this.told.push(null);
    this.told.push('too-late');
    this.#heldAt = null;
  }

  /** What still waits goes on waiting. */
  end(to: number): void {
    if (this.#heldAt !== null) this.told.push(Math.max(0, to - this.#heldAt));
  }
}

/** Those of them that went in a later minute than they asked in, or not at all. */
export function putOff(paced: ReadonlyMap<string, PacedMessage>): readonly Reason[] {
  if (paced.size === 0) return [];
  return [...paced.values()]
    .filter(({ askedAt, sentAt }) => sentAt === null || minuteOf(sentAt) > minuteOf(askedAt))
    .map(({ rule, journey, askedAt: at }) => ({ kind: 'beyond', rule, journey, at }));
}

/** What a customer is known to have met. */
export interface MetLimits {
  readonly paced: ReadonlyMap<string, PacedMessage>;
  /** Instances that did not start because no place was left: the limit that they met. */
  readonly declined: ReadonlyMap<string, number>;
}

export const NO_LIMIT_MET: MetLimits = { paced: new Map(), declined: new Map() };

export class RecordedLimits {
  /** Slots that were asked for, once for each message. */
  readonly asked: AskedSlot[] = [];
  #pace: Pace | undefined;
  #places: Places | undefined;
  #times: Map<string, number> | undefined;
  #around: Surroundings | undefined;

  constructor(private readonly met: MetLimits) {}

  get pace(): Pace {
    return (this.#pace ??= { take: (...asked) => this.#slot(...asked) });
  }

  get places(): Places {
    return (this.#places ??= { take: (journey, instanceId) => this.#hasPlace(journey, instanceId) });
  }

  /** What the input that comes next runs in. */
  within(around: Surroundings): Surroundings {
    return (this.#around = around);
  }

  #slot(rule: string, latest: number, commandId: string): number | null {
    const { real = 0, guardrails } = this.#around ?? {};
    this.#times ??= new Map();
    const times = this.#times.get(commandId) ?? 0;
    this.#times.set(commandId, times + 1);
    if (times === 0) {
      const pace = guardrails?.policy?.rules.pace.find((each) => each.rule === rule);
      if (pace !== undefined) this.asked.push({ rule, at: real, perMinute: 60_000 / pace.interval });
    }
    const told = this.met.paced.get(commandId)?.told[times];
    if (told === 'too-late') return latest + 1;
    return told === null ? null : real + (told ?? 0);
  }

  #hasPlace(journey: string, instanceId: string): boolean {
    const met = this.met.declined.get(instanceId);
    if (met === undefined || this.#around === undefined) return true;
    return (limitOf(this.#around, journey) ?? Infinity) > met;
  }
}

/** How many instances of a journey may run at once; null without a limit. */
export function limitOf({ plans }: Surroundings, journey: string): number | null {
  return plans.current(journey)?.admission.concurrency ?? null;
}
