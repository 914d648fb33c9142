// The state of one journey of one customer, as data. Everything in it is JSON.
import type { Json } from '../expressions/value.js';

/**
 * The engine's behaviour, numbered. An instance records the revision it started under; a change of behaviour gets the next
 * number and is asked for by `instance.revision`, so that journals written before replay unchanged.
 */
export const ENGINE_REVISION = 12;

/** From here on an erasure also undoes acts that were sent and not answered. */
export const ERASURE_UNDOES_UNANSWERED = 2;

/** From here on `until` takes dates without an offset, and a wait that is over at once too often stands. */
export const DATES_AND_RESTLESS_WAITS = 3;

/** From here on the journal says with each step that is left since when the instance was in it. */
export const LEFT_SAYS_SINCE = 4;

/** From here on a skip that an answer caused tells the answer's code. */
export const SKIP_TELLS_CODE = 5;

/** From here on an erasure sends no message, not even one that would undo something. */
export const ERASURE_SENDS_NOTHING = 6;

/** From here on what is held because of a matter is looked at again also when the instance's own command settled it. */
export const OWN_ANSWER_LETS_GO = 7;

/** From here on what a worker has completed counts whatever attempt it was: a retry by hand begins to count anew. */
export const COMPLETED_IS_COMPLETED = 8;

/** From here on the journal says with each message that went which policy let it go, and which of its rules were asked. */
export const SENT_TELLS_POLICY = 9;

/** From here on the journal says with the answer to a message which revision of its template that was. */
export const ANSWER_TELLS_TEMPLATE = 10;

/** From here on the journal says with each step that is left how long it was held back. */
export const LEFT_SAYS_WITHHELD = 11;

/** From here on waits that are over before they begin are counted also through the branches of a parallel. */
export const BRANCHES_COUNT_SPINS = 12;

/** What holds a command back. */
export interface Hold {
  readonly rule: string;
  /** Since when (real time, ms). */
  readonly since: number;
  readonly until: number | null;
  /** Number of the guardrails whose stop it is: it is looked at again when the switch has been turned since. */
  readonly under?: number;
  /** The time that a pace has given it (real time, ms). */
  readonly slot?: number;
}

/** A command that waits for its answer, for its next attempt, or for an operator. */
export interface PendingCommand {
  /** The same for every attempt. */
  readonly commandId: string;
  readonly step: string;
  readonly visit: number;
  readonly attempt: number;
  /** Sent and unanswered, between two attempts, or held back by a rule. */
  readonly phase: 'sent' | 'backoff' | 'held';
  /** Absent when nothing holds it back. */
  readonly held?: Hold;
  /** Its fields, computed when it is first sent; null before. */
  readonly with: { readonly [field: string]: Json } | null;
  /** Not to be sent after this time (ms); null without a limit. */
  readonly notAfter: number | null;
  /** Of approvals and tasks: when the step was entered, and until when it waits (ms). */
  readonly since?: number;
  readonly until?: number;
  /** Of an approval whose deadline has passed: the command that closes it. Its answer tells whether it was decided. */
  readonly closing?: string;
}

/** A completed act that can be undone, or one being undone. */
export interface Undoable {
  readonly step: string;
  readonly visit: number;
}

/** An event kept for a wait that has not opened yet. */
export interface KeptEvent {
  readonly id: string;
  readonly type: string;
  readonly at: number;
  readonly value: { readonly [field: string]: Json };
}

/** The step of another journey of the same customer that started this one. */
export type Parent = {
  readonly instance: string;
  readonly journey: string;
  readonly step: string;
  readonly visit: number;
  readonly awaits: boolean;
};

/** Something that only an operator (or a late answer) gets going again. */
export interface Incident {
  readonly id: string;
  readonly code: string;
  readonly detail: string;
  readonly step: string;
  readonly visit: number;
  readonly since: number;
  readonly attempts: number;
  /** Which part stands: the way forward, or the undoing. */
  readonly of: 'step' | 'undo';
}

/** How long a stay in a step was held back so far. */
export interface Withheld {
  /** When the step was entered: a stay of another time is another one. */
  readonly since: number;
  /** By the holds that are over (ms). */
  readonly ms: number;
  /** Since when it is held back now; null when it is not. */
  readonly from: number | null;
}

/**
 * A place where an instance stands: the instance itself on its main way, and a branch of an open parallel on its own.
 * Everything that happens in a step happens at one of them (`run.at`).
 */
export interface Position {
  readonly step: string;
  readonly visit: number;
  /** When the step was entered (ms); unknown of steps entered before this was kept. */
  readonly since?: number;
  /** How long the step has been held back; left out where it was not. */
  readonly withheld?: Withheld;
  /** How many waits in a row were over before they began, all at this time (ms). */
  readonly spins?: { readonly at: number; readonly count: number };
  /** When the step goes on by itself, and by which branch of a wait (-1 for everything else). */
  readonly timer: { readonly due: number; readonly branch: number } | null;
  /** The command of the step, when it has one that is sent or to be sent again. */
  readonly pending: PendingCommand | null;
}

/** One way through a parallel; it is gone when it has come back to the parallel. */
export interface BranchPosition extends Position {
  /** The step that opened it. */
  readonly parallel: string;
  readonly branch: string;
}

export interface Instance extends Position {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly revision: number;
  readonly profileId: string;
  readonly key: string;
  /** The customer as the entering event named it: an undone merge moves the instance back by it. */
  readonly customer: string;
  readonly correlationId: string;
  /** Who asked for it by API: the opaque subject of the token. */
  readonly requester?: string;
  readonly hops: number;
  /** The instance whose step started it, and whether that waits for its end; left out where an event or a person did. */
  readonly parent?: Parent;
  readonly startedAt: number;
  /** The clock of the last input that changed it; never goes back. */
  readonly now: number;
  readonly status: 'running' | 'undoing' | 'ended';
  readonly visits: { readonly [step: string]: number };
  readonly vars: { readonly [name: string]: Json };
  readonly mailbox: readonly KeptEvent[];
  /** When the current compensation is sent again or given up. */
  readonly undoTimer: number | null;
  /** The open branches, those of one parallel in its order; left out where no parallel is open. */
  readonly branches?: readonly BranchPosition[];
  /** Completed acts with a compensation, oldest first. */
  readonly done: readonly Undoable[];
  /** Commands that were left unanswered: a success that comes later is recorded and compensated. */
  readonly left: readonly (Undoable & { readonly commandId: string })[];
  /** Compensations still to run, the first one is the current. */
  readonly undo: readonly PendingCommand[];
  /** Oldest first; at most one of each step, and one of the undoing. */
  readonly incidents: readonly Incident[];
  /** `held-out`: it never began; the customer belongs to a control group and is followed for the goals. */
  readonly ending: 'completed' | 'exited' | 'cancelled' | 'erased' | 'preempted' | 'held-out' | null;
  readonly outcome: string | null;
  readonly endedAt: number | null;
  /** The migration that brought it to its version, and where that has put it; left out where it started in it. */
  readonly migrated?: {
    readonly id: string;
    readonly at: readonly { readonly step: string; readonly visit: number; readonly was: string }[];
    /** What the vars were that it has set, and those that there were not; left out where that was not asked for. */
    readonly kept?: { readonly vars: { readonly [name: string]: Json }; readonly unset: readonly string[] };
  };
  /** Goals by when they were reached, and until when they are looked for; left out where there are none. */
  readonly goals?: {
    readonly until: number | null;
    readonly reached: { readonly [goal: string]: number };
  };
  /** Takes one of the places that its journey has in all. */
  readonly place?: true;
  /** How many journal entries it has. */
  readonly entries: number;
}

/** Every place where the instance stands, in the order in which they are looked at. */
export function positionsOf(instance: Instance): readonly Position[] {
  return instance.branches === undefined ? [instance] : [instance, ...instance.branches];
}

/** When an instance that has ended is not followed any longer (ms); null while it runs, and where nothing is followed. */
export function goalsDue({ status, goals }: Pick<Instance, 'status' | 'goals'>): number | null {
  if (goals === undefined || goals.until === null || status !== 'ended') return null;
  return goals.until + 1;
}

/** The next time (ms) at which the instance goes on by itself; null when it doesn't. */
export function nextDue(instance: Instance): number | null {
  const { timer, undoTimer, branches } = instance;
  let due = undoTimer ?? goalsDue(instance);
  if (timer !== null && (due === null || timer.due < due)) due = timer.due;
  if (branches === undefined) return due;
  for (const branch of branches) {
    if (branch.timer !== null && (due === null || branch.timer.due < due)) due = branch.timer.due;
  }
  return due;
}

/** Whether anything of the timeline can still change it. */
export function isOpen({ status, goals }: Instance): boolean {
  return status !== 'ended' || (goals !== undefined && goals.until !== null);
}

/** Whether the answer to this command changes the instance. */
export function awaits(instance: Instance, commandId: string): boolean {
  const isIt = (item: { readonly commandId: string }): boolean => item.commandId === commandId;
  return (
    positionsOf(instance).some(
      ({ pending }) => pending !== null && (isIt(pending) || pending.closing === commandId),
    ) ||
    instance.undo.some(isIt) ||
    instance.left.some(isIt)
  );
}
