// Looks again at messages that were held back, when something has happened that may let them go.
import { sendAct } from './act.js';
import { conclude } from './ending.js';
import { positionsOf, type Instance, type PendingCommand } from './instance.js';
import { currentStep, positions, type Run } from './run.js';
import { sendNext } from './undo.js';
import { proceed } from './walk.js';

/** Whether the instance holds a message back, on any of its ways or while it undoes. */
export function holdsBack(instance: Instance): boolean {
  return (
    positionsOf(instance).some(({ pending }) => pending?.phase === 'held') ||
    instance.undo[0]?.phase === 'held'
  );
}

/** By which rules, each once. */
export function heldBy(instance: Instance): readonly string[] {
  return [
    ...new Set(
      pendingOf(instance).flatMap((each) => (each?.phase === 'held' ? (each.held?.rule ?? []) : [])),
    ),
  ];
}

/** Since when, and until when at the latest something of it is looked at again (real time, ms). */
export function heldOf(instance: Instance): { readonly since: number; readonly until: number | null } {
  const held = pendingOf(instance).flatMap((each) => (each?.phase === 'held' ? (each.held ?? []) : []));
  const ends = held.flatMap(({ until }) => until ?? []);
  return {
    since: Math.min(...held.map(({ since }) => since)),
    until: ends.length === 0 ? null : Math.min(...ends),
  };
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
  }
  if (run.draft.undo[0]?.phase !== 'held') return;
  sendNext(run);
  if (run.draft.undo.length === 0) conclude(run);
}
