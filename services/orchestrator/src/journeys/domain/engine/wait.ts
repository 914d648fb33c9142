// Waits: opened with what the mailbox holds, ended by an event or by time.
import { assertUnreachable } from '@continuo/kernel';
import { Failure, type Json } from '../expressions/value.js';
import { instantOf } from '../language/duration.js';
import type { EventBranch, TimeBranch, WaitStep } from '../language/plan.js';
import { prune, take } from './mailbox.js';
import { assign, holds, incidentHere, leave, note, raise, valueOf, type Run } from './run.js';

interface Arrival {
  readonly id: string;
  readonly type: string;
  readonly value: { readonly [field: string]: Json };
}

/** Opens a wait. Returns the next step when something in the mailbox ends it at once. */
export function openWait(run: Run, step: WaitStep): string | null {
  for (const kept of run.draft.mailbox) {
    const next = arrive(run, step, kept, 'mailbox');
    if (next === undefined) continue;
    take(run, kept);
    return next;
  }
  if (incidentHere(run) !== undefined) return null;
  prune(run);
  return setTimer(run, step);
}

/**
 * Shows an event to an open wait: the step it leads to, null when the journey stays (an incident), undefined when the wait
 * is not concerned.
 */
export function arrive(
  run: Run,
  step: WaitStep,
  event: Arrival,
  from: 'timeline' | 'mailbox',
): string | null | undefined {
  for (const [at, branch] of step.branches.entries()) {
    if (branch.kind !== 'event' || branch.on !== event.type) continue;
    if (from === 'mailbox' && branch.since === 'step') continue;
    run.scope.event = event.value;
    const matched = matches(run, branch);
    if (matched === true) return takeBranch(run, branch, at, event, from);
    if (matched instanceof Failure) return raise(run, 'step', matched.code, matched.detail, 0);
  }
  return undefined;
}

/** A condition without a value is not met; one that costs too much stops the instance. */
function matches(run: Run, branch: EventBranch): boolean | Failure {
  const value = holds(run, branch.when);
  return value instanceof Failure && value.code !== 'too-costly' ? false : value;
}

function takeBranch(run: Run, branch: EventBranch, at: number, event: Arrival, from: string): string | null {
  note(run, { did: 'matched', step: run.at.step, branch: at, event: event.id, from });
  const failure = assign(run, branch.set);
  if (failure !== null) return raise(run, 'step', failure.code, failure.detail, 0);
  return leave(run, event.type, branch.next);
}

/** The earliest of the wait's times; the first named wins a tie. */
function setTimer(run: Run, step: WaitStep): null {
  let timer: { due: number; branch: number } | null = null;
  for (const [at, branch] of step.branches.entries()) {
    if (branch.kind !== 'time') continue;
    const due = dueOf(run, branch);
    if (due instanceof Failure) return raise(run, 'step', due.code, due.detail, 0);
    if (timer === null || due < timer.due) timer = { due, branch: at };
  }
  run.at.timer = timer;
  note(run, { did: 'waiting', step: run.at.step, until: timer?.due ?? null });
  return null;
}

function dueOf(run: Run, branch: TimeBranch): number | Failure {
  if (branch.after !== null) return branch.after.after(run.draft.now);
  if (branch.until === null) throw new Error('a time branch without a time');
  const value = valueOf(run, branch.until);
  if (value instanceof Failure) return value;
  const due = typeof value === 'number' ? value : typeof value === 'string' ? instantOf(value) : null;
  return due ?? new Failure('no-such-overload', 'until: neither a date nor milliseconds');
}

/** The wait's time has come. */
export function waitIsOver(run: Run, step: WaitStep, at: number): string | null {
  const branch = step.branches[at];
  if (branch?.kind !== 'time') throw new Error(`${step.name} has no time at branch ${at}`);
  note(run, { did: 'timed-out', step: step.name, branch: at });
  return leave(run, 'time', branch.next);
}

/** What a wait waits for, for people. */
export function describeWait(step: WaitStep): readonly string[] {
  return step.branches.map((branch) => {
    switch (branch.kind) {
      case 'event':
        return branch.when === null ? branch.on : `${branch.on} when ${branch.when.source}`;
      case 'time':
        return branch.after === null ? `until ${branch.until?.source ?? ''}` : `after ${branch.after.source}`;
      default:
        return assertUnreachable(branch);
    }
  });
}
