// Waits: opened with what the mailbox holds, ended by an event or by time.
import { Failure, type Json } from '../expressions/value.js';
import { instantOf, isTimeZone, momentIn } from '../language/duration.js';
import type { EventBranch, TimeBranch, UntilTime, WaitStep } from '../language/plan.js';
import { DATES_AND_RESTLESS_WAITS } from './instance.js';
import { prune, take } from './mailbox.js';
import { assign, holds, incidentHere, leave, note, raise, valueOf, type Run } from './run.js';

interface Arrival {
  readonly id: string;
  readonly type: string;
  readonly value: { readonly [field: string]: Json };
}

/** Opens a wait. Returns the next step when something in the mailbox ends it at once. */
export function openWait(run: Run, step: WaitStep): string | null {
  return reopenWait(run, step, run.draft.now);
}

/** The same for a wait that has begun before: its times are counted from then. */
export function reopenWait(run: Run, step: WaitStep, begun: number): string | null {
  for (const kept of run.draft.mailbox) {
    const next = arrive(run, step, kept, 'mailbox');
    if (next === undefined) continue;
    take(run, kept);
    return next;
  }
  if (incidentHere(run) !== undefined) return null;
  prune(run);
  return setTimer(run, step, begun);
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
    if (matched === true) {
      return branch.restart ? restart(run, step, at, event) : takeBranch(run, branch, at, event, from);
    }
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

/** Begins the wait's times anew; the journey stays. */
function restart(run: Run, step: WaitStep, at: number, event: Arrival): null {
  const branch = step.branches[at];
  note(run, { did: 'restarted', step: step.name, branch: at, event: event.id });
  const failure = branch?.kind === 'event' ? assign(run, branch.set) : null;
  if (failure !== null) return raise(run, 'step', failure.code, failure.detail, 0);
  return setTimer(run, step);
}

/** How many waits in a row may be over before they begin while the clock stands. */
const MOST_SPINS = 100;

/** On a loop of waits that are over before they begin a journey would turn for ever: after a hundred it stands. */
function isRestless({ draft, at }: Run, due: number): boolean {
  if (draft.revision < DATES_AND_RESTLESS_WAITS || due > draft.now) return false;
  const { spins } = at;
  const count = spins?.at === draft.now ? spins.count + 1 : 1;
  at.spins = { at: draft.now, count };
  return count > MOST_SPINS;
}

/** The earliest of the wait's times; the first named wins a tie. */
function setTimer(run: Run, step: WaitStep, begun = run.draft.now): null {
  let timer: { due: number; branch: number } | null = null;
  for (const [at, branch] of step.branches.entries()) {
    if (branch.kind !== 'time') continue;
    const due = dueOf(run, branch, begun);
    if (due instanceof Failure) return raise(run, 'step', due.code, due.detail, 0);
    if (timer === null || due < timer.due) timer = { due, branch: at };
  }
  if (timer !== null && isRestless(run, timer.due))
    return raise(run, 'step', 'restless', 'one wait after the other is over before it begins', 0);
  run.at.timer = timer;
  note(run, { did: 'waiting', step: run.at.step, until: timer?.due ?? null });
  return null;
}

function dueOf(run: Run, branch: TimeBranch, begun: number): number | Failure {
  if (branch.after !== null) return branch.after.after(begun);
  if (branch.until === null) throw new Error('a time branch without a time');
  const value = valueOf(run, branch.until.value);
  if (value instanceof Failure) return value;
  if (typeof value !== 'number' && typeof value !== 'string') return notADate();
  if (run.draft.revision < DATES_AND_RESTLESS_WAITS) {
    const due = typeof value === 'number' ? value : instantOf(value);
    return due ?? notADate();
  }
  return momentIn(value, branch.until.at, zoneOf(run, branch.until)) ?? notADate();
}

function notADate(): Failure {
  return new Failure('no-such-overload', 'until: neither a date nor milliseconds');
}

/** The customer's zone, as the profile says; where it says nothing (or no zone), that of the definition. */
function zoneOf(run: Run, { zone, otherwise }: UntilTime): string {
  if (zone === 'definition') return otherwise;
  run.used.profile = true;
  const said = run.facts.profile?.facts['timeZone'];
  return typeof said === 'string' && isTimeZone(said) ? said : otherwise;
}

/** The wait's time has come. */
export function waitIsOver(run: Run, step: WaitStep, at: number): string | null {
  const branch = step.branches[at];
  if (branch?.kind !== 'time') throw new Error(`${step.name} has no time at branch ${at}`);
  note(run, { did: 'timed-out', step: step.name, branch: at });
  return leave(run, 'time', branch.next);
}
