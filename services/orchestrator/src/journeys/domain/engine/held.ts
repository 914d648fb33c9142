// Looks again at messages that were held back, when something has happened that may let them go.
import { sendAct } from './act.js';
import { beginApproval } from './approve.js';
import { conclude } from './ending.js';
import { positionsOf, type Instance, type PendingCommand } from './instance.js';
import { currentStep, positions, type Run } from './run.js';
import { resumeTask } from './task.js';
import { sendNext } from './undo.js';
import { proceed } from './walk.js';

/** Whether the instance holds a message back, on any of its ways or while it undoes. */
export function holdsBack(instance: Instance): boolean {
  return (
    positionsOf(instance).some(({ pending }) => pending?.phase === 'held') ||
    instance.undo[0]?.phase === 'held'
  );
}

/** What the instance holds back, all of it together. */
export interface Held {
  readonly rules: readonly string[];
  /** Since when, and until when at the latest something of it is looked at again (real time, ms). */
  readonly since: number;
  readonly until: number | null;
  /** The guardrails whose stop holds some of it; null when none does. */
  readonly stoppedUnder: number | null;
}

export function heldOf(instance: Instance): Held | null {
  const held = pendingOf(instance).flatMap((each) => (each?.phase === 'held' ? (each.held ?? []) : []));
  if (held.length === 0) return null;
  return {
    rules: [...new Set(held.map(({ rule }) => rule))],
    since: Math.min(...held.map(({ since }) => since)),
    until: least(held.flatMap(({ until }) => until ?? [])),
    stoppedUnder: least(held.flatMap(({ under }) => under ?? [])),
  };
}

function least(numbers: readonly number[]): number | null {
  return numbers.length === 0 ? null : Math.min(...numbers);
}

function pendingOf(instance: Instance): readonly (PendingCommand | null)[] {
  return [...positionsOf(instance).map((at) => at.pending), instance.undo[0] ?? null];
}

/** Checks all of them again. What is still held stays as it is, without a word. */
export function recheckHeld(run: Run): void {
  for (const at of positions(run)) {
    if (run.draft.status !== 'running') break;
    if (at.pending?.phase !== 'held' || !positions(run).includes(at)) continue;
    run.at = at;
    const step = currentStep(run);
    if (step.kind === 'act') proceed(run, sendAct(run, step, at.pending));
    else if (step.kind === 'approve') proceed(run, beginApproval(run, step));
    else if (step.kind === 'task') proceed(run, resumeTask(run, step, at.pending));
  }
  if (run.draft.undo[0]?.phase !== 'held') return;
  sendNext(run);
  if (run.draft.undo.length === 0) conclude(run);
}
