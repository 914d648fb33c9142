// The journey language as data: what a YAML file holds once its shape is known to be right (journey.schema.json).

export type Office = 'front' | 'middle' | 'back';

/** CEL expressions by the name of what they give. */
export type Assignments = Readonly<Record<string, string>>;

/** An event that starts an instance. */
export interface EventEntrySource {
  readonly on: string;
  readonly when?: string;
  /** What the instance is about; one runs per customer and key. Left out: one per customer. */
  readonly key?: string;
  readonly set?: Assignments;
}

/** When an occurrence is due: `every` counted from the first day at a time of the day, in a time zone. */
export interface ScheduleSource {
  /** ISO 8601, e.g. P1D. */
  readonly every: string;
  /** `HH:MM`; midnight when left out. */
  readonly at?: string;
  /** IANA name; the definition's when left out. */
  readonly timeZone?: string;
  /** The day of the first occurrence, `YYYY-MM-DD`. */
  readonly from: string;
}

/** A time at which everybody of an audience enters. */
export interface ScheduleEntrySource {
  readonly schedule: ScheduleSource;
  /** CEL over `profile`. */
  readonly audience: string;
  readonly set?: Assignments;
}

/** What starts an instance. */
export type EntrySource = EventEntrySource | ScheduleEntrySource;

/** Something that is to be reached after an entry. */
export interface GoalSource {
  readonly name: string;
  readonly on: string;
  readonly when?: string;
  /** ISO 8601, counted from the entry; 30 days when left out. */
  readonly within?: string;
}

/** Whether somebody who was in the journey may enter it again. */
export type ReentrySource = 'never' | { readonly after?: string; readonly max?: number };

/** What ends an instance at once, wherever it is. */
export interface ExitSource {
  readonly on: string;
  readonly when?: string;
  readonly outcome: string;
  readonly undo?: boolean;
}

export interface RetrySource {
  /** How often the command is sent in all. */
  readonly attempts: number;
  /** ISO 8601; doubles with every attempt. */
  readonly backoff: string;
}

export interface CompensationSource {
  readonly act: string;
  readonly with?: Assignments;
}

interface Continuing {
  readonly office: Office;
  /** The step below when left out. */
  readonly next?: string;
}

/** A command to a service, and its answer. */
export interface ActSource extends Continuing {
  /** `<service>.<Command>`, e.g. `collaboration.SendMessage`. */
  readonly act: string;
  readonly with?: Assignments;
  readonly retry?: RetrySource;
  /** ISO 8601: how long an answer is waited for, each attempt; a day when left out. */
  readonly timeout?: string;
  readonly timedOut?: string;
  readonly failed?: string;
  readonly refused?: string;
  /** ISO 8601 after the step was entered: what is not sent by then is not sent at all. */
  readonly notAfter?: string;
  readonly compensate?: CompensationSource;
}

export interface EventBranchSource {
  readonly on: string;
  readonly when?: string;
  /** `entry` (default) also takes what came before the step was entered. */
  readonly since?: 'entry' | 'step';
  readonly set?: Assignments;
  readonly next?: string;
}

export interface DurationBranchSource {
  readonly after: string;
  readonly next?: string;
}

export interface DateBranchSource {
  /** CEL: a date or a date-time in ISO 8601, or milliseconds since 1970. Past: at once. */
  readonly until: string;
  /** The time of day, e.g. `09:00`; midnight of a date when left out. */
  readonly at?: string;
  /** `customer`, or an IANA name; the definition's time zone when left out. */
  readonly zone?: string;
  readonly next?: string;
}

/** Begins the wait's times anew, and the journey stays. */
export interface RestartBranchSource {
  readonly on: string;
  readonly when?: string;
  readonly set?: Assignments;
  readonly restart: true;
}

export type WaitBranchSource =
  EventBranchSource | RestartBranchSource | DurationBranchSource | DateBranchSource;

export interface WaitSource {
  readonly office: Office;
  readonly wait: readonly WaitBranchSource[];
}

export interface ChooseSource {
  readonly office: Office;
  readonly choose: readonly (
    { readonly when: string; readonly next: string } | { readonly else: true; readonly next: string }
  )[];
}

export interface ArmSource {
  readonly arm: string;
  /** Its share of all weights. */
  readonly weight: number;
  readonly next: string;
}

/** An experiment: each customer goes one of its ways, and always the same. */
export interface SplitSource {
  readonly office: Office;
  readonly split: { readonly experiment: string; readonly arms: readonly ArmSource[] };
}

/** One thing that could be done. */
export interface CandidateSource {
  readonly name: string;
  /** Eligible only when this is true; always when left out. */
  readonly when?: string;
  /** CEL: a number; the highest wins. */
  readonly rank: string;
  readonly set?: Assignments;
  readonly next: string;
}

/** Takes the best of several candidates. */
export interface DecideSource {
  readonly office: Office;
  readonly decide: { readonly candidates: readonly CandidateSource[]; readonly otherwise: string };
}

export interface EscalationSource {
  /** ISO 8601 after the step was entered, before its deadline. */
  readonly after: string;
  readonly role: string;
}

/** A decision of a person: a task in collaboration that ends by `approved` or `rejected`. */
export interface ApproveSource {
  readonly office: Office;
  /** What is to be approved; people see it as the kind of their task. */
  readonly approve: string;
  readonly role: string;
  /** What they decide about, in codes and numbers. */
  readonly with?: Assignments;
  /** ISO 8601: a decision that comes later is refused. */
  readonly deadline: string;
  readonly escalate?: readonly EscalationSource[];
  /** Who asked for the instance by API may not decide. */
  readonly notBy?: 'requester';
  readonly approved: string;
  readonly rejected: string;
  readonly expired: string;
}

/** Work of an external worker or a bot, who fetches it over HTTP. */
export interface TaskSource extends Continuing {
  /** Which kind of work. */
  readonly task: string;
  readonly with?: Assignments;
  /** ISO 8601: how long a worker holds it without a sign of life; a minute when left out. */
  readonly lease?: string;
  readonly retry?: RetrySource;
  /** ISO 8601: how long all attempts may take; a day when left out. */
  readonly timeout?: string;
  /** Vars from what the worker gave (`result`). */
  readonly set?: Assignments;
  readonly failed?: string;
  readonly timedOut?: string;
}

export interface SetSource extends Continuing {
  readonly set: Assignments;
}

/** One way of a parallel: steps of its own, whose last one comes back to the parallel. */
export interface BranchSource {
  readonly steps: Readonly<Record<string, StepSource>>;
}

/** Several ways at once; goes on when all have come back, or when the first has. */
export interface ParallelSource extends Continuing {
  readonly parallel: 'all' | 'any';
  readonly branches: Readonly<Record<string, BranchSource>>;
}

/** Another journey, started for the same customer. */
export interface SubJourneySource extends Continuing {
  readonly journey: string;
  /** What the other one is about; the same as this one when left out. */
  readonly key?: string;
  /** The vars that it starts with. */
  readonly with?: Assignments;
  /** Whether to wait for its end; true when left out. */
  readonly await?: boolean;
  /** By its outcome; `next` for any other. */
  readonly outcomes?: Readonly<Record<string, string>>;
  /** ISO 8601: how long its end is waited for; 30 days when left out. */
  readonly timeout?: string;
  readonly timedOut?: string;
  /** What becomes of the other one when its time is over; `cancel` when left out. */
  readonly onTimeout?: 'cancel' | 'leave';
  /** It could not be started. */
  readonly failed?: string;
}

export interface EndSource {
  readonly end: string;
  readonly undo?: boolean;
}

export type StepSource =
  | ActSource
  | WaitSource
  | ChooseSource
  | SplitSource
  | DecideSource
  | ApproveSource
  | TaskSource
  | SetSource
  | ParallelSource
  | SubJourneySource
  | EndSource;

/** How long the journal of a definition's instances is kept. */
export type Retention = 'short' | 'standard' | 'long';

export interface DefinitionSource {
  readonly journey: string;
  readonly title: string;
  readonly owner: string;
  readonly objective: string;
  readonly metrics: readonly string[];
  readonly retention?: Retention;
  /** What its messages are for the guardrails: `service` when left out. */
  readonly category?: string;
  /** IANA name: where days, weeks and months of durations begin. UTC when left out. */
  readonly timeZone?: string;
  /** How long a step may take before it counts as stuck; `steps` goes before `stuck`. */
  readonly limits?: { readonly stuck?: string; readonly steps?: Readonly<Record<string, string>> };
  /** Who drafted a version may not publish it. */
  readonly approval?: 'second-person';
  /** 0 to 100, 50 when left out. */
  readonly priority?: number;
  /** Of a group one journey runs per customer. */
  readonly group?: string;
  /** An entry ends a running journey of the group that has a lower priority. */
  readonly preempts?: boolean;
  /** Open instances over all customers. */
  readonly concurrency?: { readonly total: number };
  readonly reentry?: ReentrySource;
  readonly holdout?: { readonly percent: number; readonly name: string };
  readonly goals?: readonly GoalSource[];
  readonly entry: readonly EntrySource[];
  readonly exit?: readonly ExitSource[];
  readonly steps: Readonly<Record<string, StepSource>>;
}

/** Where in a definition something is wrong: the path of keys and indexes, and the rule that it breaks. */
export interface DefinitionProblem {
  readonly path: readonly (string | number)[];
  readonly rule: string;
  readonly message: string;
}
