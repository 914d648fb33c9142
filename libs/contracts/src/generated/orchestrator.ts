// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of orchestrator.

/** The answer to a command came under a profile that does not hold the instance any more, and follows it. */
export interface AnswerForwarded {
  /** The command that was answered. */
  readonly commandId: string;
  /** The instance that sent it. */
  readonly instanceId: string;
  /** ce_id of the answer. */
  readonly answerId: string;
  /** ce_type of the answer. */
  readonly answerType: string;
  /** The answer's value, in wire format, as it came. */
  readonly answer: Buffer;
  /** Log-append time of the answer. */
  readonly answeredAt: number;
  /** The same as JSON, for steps that look at it; null of records written before. */
  readonly answerValue?: null | string;
}

/** A step sent a command. */
export interface CommandIssued {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** The same for every attempt of a visit. */
  readonly commandId: string;
  /** ce_type of the command. */
  readonly commandType: string;
  /** From 1. */
  readonly attempt: number;
  /** After this it must not be done any more. */
  readonly notAfter?: null | number;
  /** When. */
  readonly issuedAt: number;
}

/** A customer met the condition of an entry and did not enter. */
export interface EntryDeclined {
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The event or request that would have been the entry. */
  readonly entryId: string;
  /** What declined it: holdout, reentry, group, concurrency, audience, retired. */
  readonly rule: string;
  /** Version of that rule. */
  readonly ruleVersion?: null | string;
  /** The journey that won, where journeys compete. */
  readonly winner?: null | string;
  /** Its instance. */
  readonly winnerInstanceId?: null | string;
  /** When. */
  readonly declinedAt: number;
}

/** A customer was drawn into an arm of an experiment, and stays in it whatever version or journey asks. */
export interface ExperimentAssigned {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** Name of the experiment. */
  readonly experiment: string;
  /** Name of the arm. */
  readonly arm: string;
  /** The arm the customer was in, when the newer version has it no more. */
  readonly insteadOf?: null | string;
  /** When. */
  readonly assignedAt: number;
}

/** Something that a journey is for has happened within its time. */
export interface GoalReached {
  /** The instance; of somebody who was held out it is what the control group is followed by. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the goal, from the definition. */
  readonly goal: string;
  /** Whether the customer was held out: the control group. */
  readonly heldOut?: boolean;
  /** Whether the instance had ended before. */
  readonly ended?: boolean;
  /** The event that reached it. */
  readonly eventId: string;
  /** How long after the entry, in milliseconds. */
  readonly sinceEntryMs: number;
  /** When. */
  readonly reachedAt: number;
}

/** An instance needs a person: retry, skip or cancel. */
export interface IncidentRaised {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The incident. */
  readonly incidentId: string;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** Stable code of what happened. */
  readonly code: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** When. */
  readonly raisedAt: number;
}

export type Resolution = 'retried' | 'skipped' | 'cancelled' | 'ended' | 'other';

/** An incident is closed. */
export interface IncidentResolved {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The incident. */
  readonly incidentId: string;
  /** How it was closed. */
  readonly resolution: Resolution;
  /** When. */
  readonly resolvedAt: number;
}

export type InstanceAction = 'retry' | 'skip' | 'cancel' | 'release' | 'unknown';

/** An operator asked for something to be done with an instance. */
export interface InstanceActionRequested {
  /** Names the request; its result repeats it. */
  readonly requestId: string;
  /** The instance. */
  readonly instanceId: string;
  /** What to do. */
  readonly action: InstanceAction;
  /** The step that is meant; refused when the instance is elsewhere by then. */
  readonly step?: null | string;
  /** The incident this answers. */
  readonly incidentId?: null | string;
  /** Who asked: the opaque subject of the token. */
  readonly actor: string;
  /** When it was asked. */
  readonly requestedAt: number;
}

/** Somebody asked by API that a customer enters a journey. */
export interface InstanceEntryRequested {
  /** Names the request; its result repeats it. */
  readonly requestId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** A certain version; null is the published one. */
  readonly journeyVersion?: null | number;
  /** The key of the instance, where the entry has one. */
  readonly key?: null | string;
  /** First values of vars; no personal data. */
  readonly vars?: Readonly<Record<string, null | boolean | number | string>>;
  /** The place of the schedule that asks among the definition's entries; null where somebody asks. */
  readonly entry?: null | number;
  /** Who asked: the opaque subject of the token. */
  readonly actor: string;
  /** When it was asked. */
  readonly requestedAt: number;
}

/** An instance goes on in another version. */
export interface InstanceMigrated {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The version before. */
  readonly fromVersion: number;
  /** The migration that asked. */
  readonly migrationId: string;
  /** Where it stands now. */
  readonly step: string;
  /** When. */
  readonly migratedAt: number;
}

/** An instance is to go on in another version, by a map of steps. */
export interface InstanceMigrationRequested {
  /** Names the request; its result repeats it. */
  readonly requestId: string;
  /** The migration that asks. */
  readonly migrationId: string;
  /** The instance. */
  readonly instanceId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** The version it runs on; refused when it is another one by then. */
  readonly fromVersion: number;
  /** The version it goes on with. */
  readonly toVersion: number;
  /** Steps of the new version by those of the old one; a step that is not named keeps its name. */
  readonly map?: Readonly<Record<string, string>>;
  /** Vars that are set, each by an expression (CEL). */
  readonly vars?: Readonly<Record<string, string>>;
  /** Takes the migration back, where no step was left since. */
  readonly reverts?: boolean;
  /** Keeps what the vars were that it sets, so that taking it back restores them. */
  readonly keepsVars?: boolean;
  /** Who asked: the opaque subject of the token. */
  readonly actor: string;
  /** When it was asked. */
  readonly requestedAt: number;
}

/** An instance follows its customer through a merge or a split. */
export interface InstanceMoved {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The profile that held it before. */
  readonly fromProfileId: string;
  /** The merge that was made or undone. */
  readonly mergeId: string;
  /** When. */
  readonly movedAt: number;
}

export type Ending = 'completed' | 'exited' | 'cancelled' | 'erased' | 'preempted' | 'other';

/** An instance came to its end. */
export interface JourneyEnded {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the outcome, from the definition. */
  readonly outcome: string;
  /** How it came to its end. */
  readonly ending: Ending;
  /** When. */
  readonly endedAt: number;
}

/** A version of a journey was published; it never changes. */
export interface JourneyPublished {
  /** Name of the journey. */
  readonly journey: string;
  /** The version. */
  readonly journeyVersion: number;
  /** Who answers for it: a team. */
  readonly owner: string;
  /** SHA-256 of the canonical definition, hexadecimal. */
  readonly definitionHash: string;
  /** Revision of the engine that runs it. */
  readonly engineRevision: number;
  /** When. */
  readonly publishedAt: number;
}

/** A customer entered a journey. */
export interface JourneyStarted {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** The key of the instance, where the entry has one. */
  readonly key?: null | string;
  /** ce_type of the event that started it. */
  readonly entryType: string;
  /** ce_id of the event that started it. */
  readonly entryId: string;
  /** The instance whose step started it; null when an event or a request did. */
  readonly parentId?: null | string;
  /** When it started. */
  readonly startedAt: number;
}

export type JourneyState = 'published' | 'paused' | 'retired' | 'unknown';

/** A journey was paused, resumed or retired. */
export interface JourneyStateChanged {
  /** Name of the journey. */
  readonly journey: string;
  /** The version that is current. */
  readonly journeyVersion: number;
  /** Published: it runs. Paused: it runs and sends nothing. Retired: nobody enters it any more. */
  readonly state: JourneyState;
  /** Number of the publication: partitions mark where they took it up. */
  readonly publication: number;
  /** Who asked: the opaque subject of the token. */
  readonly actor: string;
  /** When. */
  readonly changedAt: number;
}

/** A message waits, because a rule says not now. */
export interface SendHeld {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** The command that sends. */
  readonly commandId: string;
  /** The purpose of the message. */
  readonly purpose: string;
  /** The channel, when one was asked for. */
  readonly channel?: null | string;
  /** Name of the rule that decided. */
  readonly rule: string;
  /** Version of that rule. */
  readonly ruleVersion?: null | string;
  /** When it is tried again; null when something else must happen first. */
  readonly heldUntil?: null | number;
  /** When. */
  readonly heldAt: number;
  /** What the rule looked at: numbers, names and times, never content. */
  readonly inputs?: Readonly<Record<string, null | boolean | number | string>>;
}

/** A message is not sent, because a rule says no. */
export interface SendSkipped {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** The command that sends. */
  readonly commandId: string;
  /** The purpose of the message. */
  readonly purpose: string;
  /** The channel, when one was asked for. */
  readonly channel?: null | string;
  /** Name of the rule that decided. */
  readonly rule: string;
  /** Version of that rule. */
  readonly ruleVersion?: null | string;
  /** When. */
  readonly skippedAt: number;
  /** What the rule looked at: numbers, names and times, never content. */
  readonly inputs?: Readonly<Record<string, null | boolean | number | string>>;
}

export type StepKind = 'act' | 'wait' | 'choose' | 'split' | 'decide' | 'parallel' | 'approve' | 'task' | 'journey' | 'set' | 'end' | 'other';

export type Office = 'front' | 'middle' | 'back' | 'none';

/** An instance came to a step. */
export interface StepEntered {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** Kind of the step. */
  readonly kind: StepKind;
  /** Where the step is worked. */
  readonly office: Office;
  /** When. */
  readonly enteredAt: number;
}

/** A step failed for good, after its retries. */
export interface StepFailed {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** Its command, where it has one. */
  readonly commandId?: null | string;
  /** Stable code of the failure. */
  readonly code: string;
  /** How often it was tried. */
  readonly attempts: number;
  /** When. */
  readonly failedAt: number;
}

/** An instance went on from a step. */
export interface StepLeft {
  /** The instance. */
  readonly instanceId: string;
  /** The customer. */
  readonly profileId: string;
  /** Name of the journey. */
  readonly journey: string;
  /** Version of its definition. */
  readonly journeyVersion: number;
  /** Name of the step. */
  readonly step: string;
  /** How often the instance has come to this step, from 1. */
  readonly visit: number;
  /** Which way out, e.g. done, failed, timeout. */
  readonly outcome: string;
  /** The step it went to; null at the end. */
  readonly next?: null | string;
  /** When. */
  readonly leftAt: number;
}

export type WorkerTaskOutcome = 'completed' | 'failed' | 'unknown';

/** An external worker has completed a task or failed at it; its command id is the task. */
export interface WorkerTaskSettled {
  /** The task. */
  readonly taskId: string;
  /** The instance that waits for it. */
  readonly instanceId: string;
  /** What the worker was asked to do. */
  readonly kind: string;
  /** Which of the attempts at it. */
  readonly attempt: number;
  /** What came of it. */
  readonly outcome: WorkerTaskOutcome;
  /** The result as JSON, in codes and numbers; null of a failure. */
  readonly result?: null | string;
  /** Stable code of a failure. */
  readonly code?: null | string;
  /** Whether another attempt may succeed. */
  readonly retriable?: boolean;
  /** The worker as it names itself. */
  readonly worker: string;
  /** The opaque subject of its token. */
  readonly actor: string;
  /** When. */
  readonly settledAt: number;
}
