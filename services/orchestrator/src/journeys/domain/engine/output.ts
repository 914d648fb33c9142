// What the engine returns: the new state, what is to be done, and the journal of it. All data.
import type { Json } from '../expressions/value.js';
import type { ParentInput, ProfileFacts } from './input.js';
import type { Instance, Parent } from './instance.js';
import type { Memory } from './memory.js';

/** A command to be sent. */
export interface CommandEffect {
  readonly kind: 'command';
  readonly type: string;
  readonly topic: string;
  readonly commandId: string;
  readonly step: string;
  readonly value: { readonly [field: string]: Json };
  readonly notAfter: number | null;
}

/** Something to be published about the instance. */
export interface PublishEffect {
  readonly kind: 'publish';
  readonly name:
    | 'JourneyStarted'
    | 'StepEntered'
    | 'StepLeft'
    | 'CommandIssued'
    | 'ExperimentAssigned'
    | 'SendHeld'
    | 'SendSkipped'
    | 'StepFailed'
    | 'IncidentRaised'
    | 'IncidentResolved'
    | 'InstanceMoved'
    | 'InstanceMigrated'
    | 'GoalReached'
    | 'JourneyEnded';
  /** The event's fields beside those that every event of an instance has. */
  readonly value: { readonly [field: string]: Json };
}

/** Work that external workers may fetch from now on, or no more. */
export interface TaskEffect {
  readonly kind: 'task';
  readonly op: 'offer' | 'withdraw';
  readonly taskId: string;
  readonly step: string;
  readonly visit: number;
  readonly attempt: number;
  /** What a worker has completed is known here already, and was not what the step wants: it is to be done once more. */
  readonly again?: true;
  /** Which kind of work. */
  readonly task: string;
  readonly input: { readonly [field: string]: Json };
  /** How long a worker holds it, ms. */
  readonly lease: number;
}

/** Another journey to be started for the same customer; the profile's driver does it in the same input. */
export interface StartChildEffect {
  readonly kind: 'start-child';
  readonly journey: string;
  /** The request's id: the same for the same step, visit and attempt; the instance's follows from it. */
  readonly requestId: string;
  readonly childId: string;
  readonly key: string;
  readonly vars: { readonly [name: string]: Json };
  readonly parent: Parent;
}

/** A journey that is not waited for any longer is to be cancelled. */
export interface CancelChildEffect {
  readonly kind: 'cancel-child';
  readonly childId: string;
  readonly because: ParentInput['because'];
}

/** The journey that started this one is told of its end. */
export interface TellParentEffect {
  readonly kind: 'tell-parent';
  readonly parent: Parent;
  readonly outcome: string;
  readonly ending: string;
}

/** What goes from one instance of a customer to another: applied by the profile's driver, never seen outside. */
export type FamilyEffect = StartChildEffect | CancelChildEffect | TellParentEffect;

/** What leaves the engine for good. */
export type OutwardEffect = CommandEffect | PublishEffect | TaskEffect;

export type Effect = OutwardEffect | FamilyEffect;

export function isOutward(effect: Effect): effect is OutwardEffect {
  return effect.kind === 'command' || effect.kind === 'publish' || effect.kind === 'task';
}

/** One thing that the engine did, in order. `did` names it; the rest are ids, rules and numbers. */
export interface Deed {
  readonly did: string;
  readonly [detail: string]: Json;
}

/** The input as the journal keeps it; the event's bytes stand in the journal's row beside the entry. */
export type JournalledInput = { readonly kind: string } & { readonly [field: string]: Json };

/** One input to one instance and everything it led to: enough to replay it. */
export interface JournalEntry {
  readonly instance: string;
  readonly seq: number;
  readonly revision: number;
  readonly journey: string;
  readonly version: number;
  readonly profile: string;
  readonly input: JournalledInput;
  readonly facts: {
    readonly now: number;
    readonly real?: number;
    readonly random?: number;
    readonly paused?: boolean;
    readonly heldOut?: boolean;
    readonly profile?: ProfileFacts;
    /** Number of the guardrails that were asked. */
    readonly guardrails?: number;
    /** Slots that were given to paced messages, in order; null where none was left. */
    readonly slots?: readonly (number | null)[];
    /** The items that were looked at. */
    readonly memory?: Memory;
  };
  readonly deeds: readonly Deed[];
  readonly status: string;
  readonly step: string;
}

export interface Advance {
  readonly instance: Instance | null;
  readonly effects: readonly Effect[];
  /** Null when nothing changed; then `ignored` says why. */
  readonly journal: JournalEntry | null;
  readonly ignored?: string;
  /** What is remembered of the customer now, when that changed. */
  readonly memory?: Memory;
}
