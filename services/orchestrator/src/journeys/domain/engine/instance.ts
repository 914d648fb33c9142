// The state of one journey of one customer, as data. Everything in it is JSON.
import type { Json } from '../expressions/value.js';

/**
 * The engine's behaviour, numbered. An instance records the revision it started under; a change of behaviour gets the next
 * number and is asked for by `instance.revision`, so that journals written before replay unchanged.
 */
export const ENGINE_REVISION = 2;

/** From here on an erasure also undoes acts that were sent and not answered. */
export const ERASURE_UNDOES_UNANSWERED = 2;

/** A command that waits for its answer, for its next attempt, or for an operator. */
export interface PendingCommand {
  /** The same for every attempt. */
  readonly commandId: string;
  readonly step: string;
  readonly visit: number;
  readonly attempt: number;
  /** Between two attempts, or sent and unanswered. */
  readonly phase: 'sent' | 'backoff';
  /** Its fields, computed when it is first sent; null before. */
  readonly with: { readonly [field: string]: Json } | null;
  /** Not to be sent after this time (ms); null without a limit. */
  readonly notAfter: number | null;
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

export interface Instance {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly revision: number;
  readonly profileId: string;
  readonly key: string;
  /** The customer as the entering event named it: an undone merge moves the instance back by it. */
  readonly customer: string;
  readonly correlationId: string;
  readonly hops: number;
  readonly startedAt: number;
  /** The clock of the last input that changed it; never goes back. */
  readonly now: number;
  readonly status: 'running' | 'undoing' | 'ended';
  readonly step: string;
  readonly visit: number;
  readonly visits: { readonly [step: string]: number };
  readonly vars: { readonly [name: string]: Json };
  readonly mailbox: readonly KeptEvent[];
  /** When the current step goes on by itself, and by which branch of a wait (-1 for an act). */
  readonly timer: { readonly due: number; readonly branch: number } | null;
  /** When the current compensation is sent again or given up. */
  readonly undoTimer: number | null;
  /** The command of the current act. */
  readonly pending: PendingCommand | null;
  /** Completed acts with a compensation, oldest first. */
  readonly done: readonly Undoable[];
  /** Commands that were left unanswered: a success that comes later is recorded and compensated. */
  readonly left: readonly (Undoable & { readonly commandId: string })[];
  /** Compensations still to run, the first one is the current. */
  readonly undo: readonly PendingCommand[];
  /** At most one of the step and one of the undoing. */
  readonly incidents: readonly Incident[];
  readonly ending: 'completed' | 'exited' | 'cancelled' | 'erased' | null;
  readonly outcome: string | null;
  readonly endedAt: number | null;
  /** How many journal entries it has. */
  readonly entries: number;
}

/** The next time (ms) at which the instance goes on by itself; null when it doesn't. */
export function nextDue(instance: Instance): number | null {
  const { timer, undoTimer } = instance;
  if (timer === null) return undoTimer;
  return undoTimer === null ? timer.due : Math.min(timer.due, undoTimer);
}
