// A definition compiled: what the engine runs. Immutable, keyed by (definition, version), shared by all instances.
import type { Expression } from '../expressions/expression.js';
import type { CommandType } from './catalogue.js';
import type { DefinitionSource, Office, Retention } from './definition.js';
import type { Span } from './duration.js';

export type CompiledAssignments = readonly (readonly [name: string, expression: Expression])[];

export interface Entry {
  readonly on: string;
  readonly when: Expression | null;
  readonly key: Expression | null;
  readonly set: CompiledAssignments;
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
  readonly next: string;
}

export interface TimeBranch {
  readonly kind: 'time';
  readonly after: Span | null;
  readonly until: Expression | null;
  readonly next: string;
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

export interface SetStep extends Named {
  readonly kind: 'set';
  readonly set: CompiledAssignments;
  readonly next: string;
}

export interface EndStep extends Named {
  readonly kind: 'end';
  readonly outcome: string;
  readonly undo: boolean;
}

export type Step = ActStep | WaitStep | ChooseStep | SplitStep | DecideStep | SetStep | EndStep;

export interface Plan {
  readonly journey: string;
  readonly version: number;
  readonly retention: Retention;
  /** What its messages are for the guardrails. */
  readonly category: string;
  readonly source: DefinitionSource;
  readonly entries: readonly Entry[];
  readonly exits: readonly Exit[];
  readonly steps: ReadonlyMap<string, Step>;
  readonly first: string;
  /** Every event type that an entry, an exit or a wait names. */
  readonly listensTo: ReadonlySet<string>;
  /** How compensations are retried. */
  readonly undoRetry: Retry;
  readonly undoTimeout: Span;
}
