// A definition compiled: what the engine runs. Immutable, keyed by (definition, version), shared by all instances.
import type { Expression } from '../expressions/expression.js';
import type { CommandType } from './catalogue.js';
import type { DefinitionSource, Office, Retention } from './definition.js';
import type { Span } from './duration.js';
import type { Schedule } from './schedule.js';

export type CompiledAssignments = readonly (readonly [name: string, expression: Expression])[];

export interface Entry {
  readonly on: string;
  readonly when: Expression | null;
  readonly key: Expression | null;
  readonly set: CompiledAssignments;
}

/** Times at which everybody of an audience enters. */
export interface ScheduledEntry {
  /** Its place among the definition's entries: with the version it names a schedule. */
  readonly at: number;
  /** What it says: a schedule of another version that says the same is the same one, wherever it stands there. */
  readonly identity: string;
  readonly schedule: Schedule;
  readonly audience: Expression;
  readonly set: CompiledAssignments;
}

/** What is to be reached within a time from the entry. */
export interface Goal {
  readonly name: string;
  readonly on: string;
  readonly when: Expression | null;
  readonly within: Span;
}

/** What an entry must pass beside its condition. */
export interface Admission {
  readonly priority: number;
  readonly group: string | null;
  readonly preempts: boolean;
  /** Open instances over all customers; null without a limit. */
  readonly concurrency: number | null;
  readonly reentry: { readonly after: Span | null; readonly max: number | null } | null;
  readonly holdout: { readonly name: string; readonly percent: number } | null;
}

export interface Exit {
  readonly on: string;
  readonly when: Expression | null;
  readonly outcome: string;
  readonly undo: boolean;
}

export interface CommandCall {
  /** As the definition names it. */
  readonly act: string;
  readonly command: CommandType;
  readonly with: CompiledAssignments;
  readonly sends: boolean;
  /** Whether it takes the moment whose content it is to use: that of the version's publication. */
  readonly pinsContent: boolean;
}

export interface Retry {
  readonly attempts: number;
  readonly backoff: Span;
}

interface Named {
  readonly name: string;
  readonly office: Office | null;
  /** Types of events that a wait reachable from here takes from before it opens: kept in the mailbox. */
  readonly keeps: ReadonlySet<string>;
  /** The branch it belongs to; null on the main way. */
  readonly branch: BranchRef | null;
}

/** A branch of a parallel, by the names of both. */
export interface BranchRef {
  readonly parallel: string;
  readonly name: string;
}

export interface ActStep extends Named {
  readonly kind: 'act';
  readonly call: CommandCall;
  readonly retry: Retry;
  readonly timeout: Span;
  readonly notAfter: Span | null;
  readonly next: string;
  readonly timedOut: string | null;
  readonly failed: string | null;
  readonly refused: string | null;
  readonly compensate: CommandCall | null;
}

export interface EventBranch {
  readonly kind: 'event';
  readonly on: string;
  readonly when: Expression | null;
  readonly since: 'entry' | 'step';
  readonly set: CompiledAssignments;
  /** Begins the wait's times anew instead of leaving it. */
  readonly restart: boolean;
  readonly next: string;
}

export interface TimeBranch {
  readonly kind: 'time';
  readonly after: Span | null;
  readonly until: UntilTime | null;
  readonly next: string;
}

/** A date, or a moment, in somebody's time zone. */
export interface UntilTime {
  readonly value: Expression;
  /** The time of day; null leaves it to the value. */
  readonly at: string | null;
  /** Where days begin; `customer` asks the profile, and takes `otherwise` where that says nothing. */
  readonly zone: 'customer' | 'definition';
  readonly otherwise: string;
}

export interface WaitStep extends Named {
  readonly kind: 'wait';
  readonly branches: readonly (EventBranch | TimeBranch)[];
}

export interface ChooseStep extends Named {
  readonly kind: 'choose';
  /** The last one has no condition. */
  readonly branches: readonly { readonly when: Expression | null; readonly next: string }[];
}

/** One way of an experiment. */
export interface Arm {
  readonly arm: string;
  /** Its share of all weights. */
  readonly weight: number;
  readonly next: string;
}

export interface SplitStep extends Named {
  readonly kind: 'split';
  readonly experiment: string;
  readonly arms: readonly Arm[];
}

export interface Candidate {
  readonly name: string;
  readonly when: Expression | null;
  readonly rank: Expression;
  readonly set: CompiledAssignments;
  readonly next: string;
}

export interface DecideStep extends Named {
  readonly kind: 'decide';
  readonly candidates: readonly Candidate[];
  readonly otherwise: string;
}

export interface ApproveStep extends Named {
  readonly kind: 'approve';
  readonly approval: string;
  readonly role: string;
  readonly with: CompiledAssignments;
  readonly deadline: Span;
  /** In the order of their times. */
  readonly escalations: readonly { readonly after: Span; readonly role: string }[];
  readonly notByRequester: boolean;
  /** The commands that ask for the decision, hand it to another role, and close it. */
  readonly ask: CommandCall;
  readonly reassign: CommandCall;
  readonly close: CommandCall;
  /** How long the word on what was decided in time is waited for after the deadline. */
  readonly grace: Span;
  readonly approved: string;
  readonly rejected: string;
  readonly expired: string;
}

export interface TaskStep extends Named {
  readonly kind: 'task';
  /** Which kind of work. */
  readonly task: string;
  readonly with: CompiledAssignments;
  readonly lease: Span;
  readonly retry: Retry;
  readonly timeout: Span;
  readonly set: CompiledAssignments;
  readonly next: string;
  readonly failed: string | null;
  readonly timedOut: string | null;
}

export interface SetStep extends Named {
  readonly kind: 'set';
  readonly set: CompiledAssignments;
  readonly next: string;
}

export interface ParallelStep extends Named {
  readonly kind: 'parallel';
  readonly join: 'all' | 'any';
  /** In the order in which they are walked. */
  readonly branches: readonly { readonly name: string; readonly first: string }[];
  readonly next: string;
}

export interface SubJourneyStep extends Named {
  readonly kind: 'journey';
  readonly journey: string;
  /** Null: the same key. */
  readonly key: Expression | null;
  readonly with: CompiledAssignments;
  readonly awaited: boolean;
  readonly outcomes: ReadonlyMap<string, string>;
  readonly timeout: Span;
  readonly timedOut: string | null;
  readonly onTimeout: 'cancel' | 'leave';
  readonly failed: string | null;
  readonly next: string;
}

export interface EndStep extends Named {
  readonly kind: 'end';
  readonly outcome: string;
  readonly undo: boolean;
}

export type Step =
  | ActStep
  | WaitStep
  | ChooseStep
  | SplitStep
  | DecideStep
  | ApproveStep
  | TaskStep
  | SetStep
  | ParallelStep
  | SubJourneyStep
  | EndStep;

export interface Plan {
  readonly journey: string;
  readonly version: number;
  /** When the version was published (ms): its messages use the content of that moment. Null where it was not. */
  readonly publishedAt: number | null;
  readonly retention: Retention;
  /** What its messages are for the guardrails. */
  readonly category: string;
  readonly source: DefinitionSource;
  readonly entries: readonly Entry[];
  readonly schedules: readonly ScheduledEntry[];
  readonly admission: Admission;
  readonly goals: readonly Goal[];
  readonly exits: readonly Exit[];
  /** Those of branches too: the names are unique. */
  readonly steps: ReadonlyMap<string, Step>;
  readonly first: string;
  /** Every event type that an entry, an exit or a wait names. */
  readonly listensTo: ReadonlySet<string>;
  /** How long (ms) an instance may be in each step before it counts as stuck, as long as nothing is known of others. */
  readonly stuckAfter: ReadonlyMap<string, number>;
  /** How compensations are retried. */
  readonly undoRetry: Retry;
  readonly undoTimeout: Span;
}
