// What a paused journey holds back: every command of its steps; messages of its compensations are checked as messages.
import type { ActStep } from '../language/plan.js';
import type { PendingCommand } from './instance.js';
import { note, type Run } from './run.js';
import { holdBack, isStillHeld, JOURNEY_PAUSED } from './sending.js';

/** Held until somebody resumes the journey, or until its time has passed. */
export function holdWhilePaused(run: Run, step: ActStep, pending: PendingCommand): null {
  run.used.paused = true;
  const { notAfter } = pending;
  run.at.timer = notAfter === null ? null : { due: notAfter + 1, branch: -1 };
  if (isStillHeld(pending, JOURNEY_PAUSED)) return null;
  if (step.call.sends) {
    run.used.real = true;
    run.at.pending = holdBack(run, pending, JOURNEY_PAUSED).pending;
    return null;
  }
  const { rule, until } = JOURNEY_PAUSED;
  const since = pending.held?.since ?? run.draft.now;
  run.at.pending = { ...pending, phase: 'held', held: { rule, since, until } };
  const { commandId, visit } = pending;
  note(run, { did: 'held', step: step.name, visit, commandId, rule, until });
  return null;
}

/**
 * What others are asked for in an approval or a task is asked when somebody resumes the journey; its time begins then. A
 * further attempt at a task is held within the time of all of them.
 */
export function holdUnasked(run: Run, pending: PendingCommand): null {
  run.used.paused = true;
  const { attempt, until: end, step, visit, commandId } = pending;
  run.at.timer = attempt > 1 && end !== undefined ? { due: end, branch: -1 } : null;
  if (isStillHeld(pending, JOURNEY_PAUSED)) return null;
  const { rule, until } = JOURNEY_PAUSED;
  run.at.pending = { ...pending, phase: 'held', held: { rule, since: run.draft.now, until } };
  note(run, { did: 'held', step, visit, commandId, rule, until });
  return null;
}

/** By the instance's own clock: the timer of a held command may be its time's end. */
export function isOver(run: Run, { notAfter }: PendingCommand): boolean {
  return notAfter !== null && run.draft.now > notAfter;
}
