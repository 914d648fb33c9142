// What can happen to an instance, and what the engine is told beside it.
import type { Json } from '../expressions/value.js';
import type { Parent } from './instance.js';
import type { Pace } from '../guardrails/pace.js';
import type { Guardrails } from '../guardrails/policy.js';
import type { Memory } from './memory.js';

/** An event of the timeline; with `commandId` it may be the answer to a command. */
export interface EventInput {
  readonly kind: 'event';
  readonly id: string;
  readonly profileId: string;
  readonly type: string;
  /** Its place in time: log-append time, ms. */
  readonly at: number;
  readonly value: { readonly [field: string]: Json };
  readonly commandId?: string;
  readonly hops: number;
  /** The customer as the source named it (the `customer` header), or the profile. */
  readonly customer: string;
  readonly correlationId: string;
}

/** A timer of the instance that is due. */
export interface TimerInput {
  readonly kind: 'timer';
  readonly due: number;
}

/** An operator's word on an instance. */
export interface ActionInput {
  readonly kind: 'action';
  readonly id: string;
  readonly instanceId: string;
  readonly at: number;
  /** `release`: what is held is looked at again. */
  readonly action: 'retry' | 'skip' | 'cancel' | 'release';
  readonly actor: string;
  /** Which incident is meant, when the operator said so; else the one of `step`, else the oldest. */
  readonly incidentId?: string;
  readonly step?: string;
}

/** An entry by API: starts an instance without an event of its own. */
export interface StartInput {
  readonly kind: 'start';
  readonly id: string;
  readonly profileId: string;
  readonly journey: string;
  /** The published one when null. */
  readonly version: number | null;
  readonly at: number;
  readonly key: string;
  readonly vars: { readonly [name: string]: Json };
  /** The place of the schedule that asks among the definition's entries; left out where somebody asks. */
  readonly entry?: number;
  readonly actor: string;
  readonly hops: number;
  readonly customer: string;
  readonly correlationId: string;
  /** The step of another instance that starts it. */
  readonly parent?: Parent;
}

/** A journey that a step started has begun, could not begin, or has ended. */
export interface ChildInput {
  readonly kind: 'child';
  /** The instance it speaks of. */
  readonly child: string;
  readonly at: number;
  readonly event: 'started' | 'refused' | 'ended';
  /** Why it was refused. */
  readonly code?: string;
  readonly outcome?: string;
  readonly ending?: string;
}

/** The journey that started this one does not wait for it any longer, and wants it undone. */
export interface ParentInput {
  readonly kind: 'parent';
  /** The instance that gave it up. */
  readonly parent: string;
  readonly at: number;
  readonly because: 'ended' | 'left' | 'timed-out';
}

/** The profile was erased. */
export interface ErasedInput {
  readonly kind: 'erased';
  readonly id: string;
  readonly at: number;
}

/** A merge or its undoing gave the instance to another profile. */
export interface MovedInput {
  readonly kind: 'moved';
  readonly id: string;
  readonly at: number;
  readonly to: string;
  readonly because: 'merged' | 'split';
}

/** The instance goes on in another version, by a map of steps. */
export interface MigratedInput {
  readonly kind: 'migrated';
  readonly id: string;
  readonly instanceId: string;
  readonly at: number;
  /** The migration that asks. */
  readonly migration: string;
  readonly from: number;
  readonly to: number;
  readonly map: { readonly [step: string]: string };
  /** Expressions (CEL) by the var that they give. */
  readonly vars: { readonly [name: string]: string };
  /** Takes the migration back, where no step was left since. */
  readonly reverts: boolean;
  /** Keeps what the vars were that it sets, for the way back; left out by who asked before there was this. */
  readonly keepsVars?: true;
  readonly actor: string;
}

/** A journey of higher priority has taken its place. */
export interface PreemptedInput {
  readonly kind: 'preempted';
  readonly id: string;
  readonly at: number;
  readonly journey: string;
  /** The instance that goes on instead. */
  readonly by: string;
}

/** The engine failed over a timer: there is no record that could be parked, so the instance stops for an operator. */
export interface FaultInput {
  readonly kind: 'fault';
  readonly at: number;
  readonly error: string;
}

/** What stopped sending has changed: what is held back is looked at again. */
export interface ReleasedInput {
  readonly kind: 'released';
  readonly at: number;
  /** The guardrails that are in force now. */
  readonly number: number;
}

export type Input =
  | EventInput
  | TimerInput
  | ActionInput
  | StartInput
  | ChildInput
  | ParentInput
  | MigratedInput
  | PreemptedInput
  | ErasedInput
  | MovedInput
  | FaultInput
  | ReleasedInput;

/** Everything that is not in the input. What mattered of it is journalled. */
export interface Facts {
  /** The partition's clock at this input. */
  readonly now: number;
  /** Database time: serves only expiry and sending. */
  readonly real: number;
  readonly profile: ProfileFacts | null;
  /** Drawn by the driver, from 0 up to 1: spreads retries. */
  readonly random: number;
  /** What is remembered of the customer; nothing when left out. */
  readonly memory?: Memory;
  /** Whether the journey sends nothing for now. */
  readonly paused?: boolean;
  /** Whether the customer who would enter is held out. */
  readonly heldOut?: boolean;
  /** The engine's revision that an instance starts under; the newest when left out. A replay starts it as it was. */
  readonly revision?: number;
  /** What is in force for sending; nothing when left out. */
  readonly guardrails?: Guardrails | null;
  /** Slots for messages that are paced; without it none of them waits for one. */
  readonly pace?: Pace | null;
}

export interface ProfileFacts {
  readonly version: number;
  readonly facts: { readonly [fact: string]: Json };
}

/** Derives an id from a name: the same name, the same UUID. Given by the driver, since hashing is not the domain's. */
export type DeriveId = (name: string) => string;
