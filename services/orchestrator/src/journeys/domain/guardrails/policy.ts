// The guardrails as data: what a policy file holds once its shape is known to be right (guardrails.schema.json), and compiled.
import type { ContactMade, ContactsToKeep, OpenMatter } from '../engine/memory.js';

/** What a rule is about; a list left out means all. */
export interface AppliesTo {
  readonly channels?: readonly string[];
  readonly purposes?: readonly string[];
  readonly categories?: readonly string[];
}

interface RuleSource extends AppliesTo {
  /** Unique among the rules of its kind. */
  readonly name: string;
}

/** What becomes of a message that may not go now. */
type Then = 'hold' | 'drop';

export interface SuppressionSource extends RuleSource {
  /** Customers in one of these segments. */
  readonly segments?: readonly string[];
  /** Customers who cannot be reached by the message's channel. */
  readonly unreachable?: true;
}

export interface ConsentSource extends RuleSource {
  /** Where the customer said nothing. */
  readonly unknown: 'refuse' | 'allow';
}

export interface QuietHoursSource extends RuleSource {
  /** `HH:MM` in the customer's time zone. */
  readonly from: string;
  readonly to: string;
  /** Days on which they begin; every day when left out. */
  readonly days?: readonly Weekday[];
  readonly then: Then;
}

export interface CapSource extends RuleSource {
  readonly max: number;
  /** ISO 8601: how long a contact counts. */
  readonly per: string;
  readonly then: Then;
}

export interface MattersSource extends RuleSource {
  readonly while: readonly OpenMatter['of'][];
  readonly then: Then;
  /** ISO 8601: how long they are held for it; then they are dropped. */
  readonly atMost?: string;
}

export interface PaceSource extends RuleSource {
  readonly perMinute: number;
}

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

export interface PolicySource {
  readonly title: string;
  readonly owner: string;
  /** IANA name: of customers whose time zone is not known. UTC when left out. */
  readonly timeZone?: string;
  /** ISO 8601: how long a message without `notAfter` is held at most; seven days when left out. */
  readonly holdAtMost?: string;
  /** ISO 8601: how long contacts are remembered at least, for caps that are yet to come. */
  readonly remember?: string;
  /** Bypass caps, quiet hours and open matters; never suppression, consent, pace or a stop. */
  readonly mandatory?: { readonly purposes?: readonly string[]; readonly categories?: readonly string[] };
  readonly suppression?: readonly SuppressionSource[];
  readonly consent?: readonly ConsentSource[];
  readonly quietHours?: readonly QuietHoursSource[];
  readonly matters?: readonly MattersSource[];
  readonly caps?: readonly CapSource[];
  readonly pace?: readonly PaceSource[];
}

/** Sending that an operator has stopped: `*` for every channel or purpose. */
export interface Stop {
  readonly channel: string;
  readonly purpose: string;
}

/** A message on its way out. */
export interface Send {
  readonly commandId: string;
  readonly purpose: string;
  /** Null: collaboration chooses. */
  readonly channel: string | null;
  readonly category: string;
}

interface Rule {
  /** As records name it: `caps/weekly`. */
  readonly rule: string;
  appliesTo(send: Pick<Send, 'channel' | 'purpose' | 'category'>): boolean;
}

export interface Suppression extends Rule {
  readonly segments: readonly string[];
  readonly unreachable: boolean;
}

export interface Consent extends Rule {
  readonly unknown: 'refuse' | 'allow';
}

export interface QuietHours extends Rule {
  /** Minutes of the day. */
  readonly from: number;
  readonly to: number;
  /** By ISO number, Monday 1. */
  readonly days: ReadonlySet<number>;
  readonly then: Then;
}

export interface Cap extends Rule {
  readonly max: number;
  /** Milliseconds. */
  readonly window: number;
  readonly then: Then;
  counts(contact: ContactMade): boolean;
}

export interface Matters extends Rule {
  readonly while: ReadonlySet<OpenMatter['of']>;
  readonly then: Then;
  /** Milliseconds. */
  readonly atMost: number;
}

export interface Pace extends Rule {
  /** Milliseconds between two messages. */
  readonly interval: number;
}

/** A policy compiled: immutable, shared by everything that runs under it. */
export interface Policy {
  readonly timeZone: string;
  /** Milliseconds. */
  readonly holdAtMost: number;
  isMandatory(send: Pick<Send, 'purpose' | 'category'>): boolean;
  readonly suppression: readonly Suppression[];
  readonly consent: readonly Consent[];
  readonly quietHours: readonly QuietHours[];
  readonly matters: readonly Matters[];
  readonly caps: readonly Cap[];
  readonly pace: readonly Pace[];
  /** Null when no cap and no `remember` wants contacts kept. */
  readonly keeps: ContactsToKeep | null;
}

/** What is in force under one number: a policy and what is stopped. */
export interface Guardrails {
  /** Grows with every change of either. */
  readonly number: number;
  /** Null before the first policy. */
  readonly policy: { readonly version: number; readonly rules: Policy } | null;
  readonly stops: readonly Stop[];
}
