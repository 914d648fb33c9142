// Compensations: one after the other, the newest act first, each answered before the next is sent.
import { Failure } from '../expressions/value.js';
import type { ActStep, CommandCall } from '../language/plan.js';
import { backoffUntil, commandIdOf, commandValues, send, type Answer } from './act.js';
import { ERASURE_SENDS_NOTHING, type PendingCommand, type Undoable } from './instance.js';
import { note, raise, stepNamed, type Run } from './run.js';
import {
  checkSend,
  countSend,
  groundsOf,
  holdBack,
  isStillHeld,
  letGo,
  reasonOf,
  templateOf,
  tellSkipped,
} from './sending.js';

/** Adds compensations and starts the first when none is under way. */
export function startUndo(run: Run, acts: readonly Undoable[]): void {
  if (acts.length === 0) return;
  const { draft } = run;
  const isIdle = draft.undo.length === 0;
  const queued = acts.map((act): PendingCommand => ({
    commandId: commandIdOf(run, act.step, act.visit, true),
    step: act.step,
    visit: act.visit,
    attempt: 1,
    phase: 'sent',
    with: null,
    notAfter: null,
  }));
  draft.undo = [...draft.undo, ...queued];
  note(run, { did: 'undoing', acts: acts.map((act) => `${act.step}/${act.visit}`) });
  if (isIdle) sendNext(run);
}

/** The compensation of an act. */
export function compensationOf(run: Run, item: Undoable): CommandCall {
  const step: ActStep | null = asAct(stepNamed(run, item.step));
  if (!step?.compensate) throw new Error(`${item.step} has no compensation`);
  return step.compensate;
}

function asAct(step: ReturnType<typeof stepNamed>): ActStep | null {
  return step.kind === 'act' ? step : null;
}

/** Sends (or sends again) the first of the queue. One that a rule skips counts as done. */
export function sendNext(run: Run): void {
  const { draft } = run;
  const [head, ...rest] = draft.undo;
  if (head === undefined) return;
  const call = compensationOf(run, head);
  const values = head.with ?? commandValues(run, call);
  if (values instanceof Failure) {
    raise(run, 'undo', values.code, values.detail, head.attempt);
    return;
  }
  const ready: PendingCommand = { ...head, with: values };
  if (call.sends && !mayGo(run, ready, rest)) return;
  const pending = letGo(ready);
  draft.undo = [pending, ...rest];
  send(run, call, pending, call.sends ? groundsOf(run, pending) : {});
  draft.undoTimer = run.plan.undoTimeout.after(draft.now);
}

/** A compensation that reaches a person is checked like any message; when it may not go, it is held or passed over. */
function mayGo(run: Run, ready: PendingCommand, rest: readonly PendingCommand[]): boolean {
  const verdict = checkSend(run, ready);
  switch (verdict.kind) {
    case 'send':
      countSend(run, ready, verdict);
      return true;
    case 'skip':
      tellSkipped(run, ready, reasonOf(run, verdict));
      nextUndo(run);
      return false;
    case 'hold':
      if (run.draft.undoTimer === null || !isStillHeld(ready, verdict)) {
        const held = holdBack(run, ready, verdict);
        run.draft.undo = [held.pending, ...rest];
        run.draft.undoTimer = held.due;
      }
      return false;
  }
}

/** Goes on with the compensation after the first; true when none is left. */
export function nextUndo(run: Run): boolean {
  run.draft.undo = run.draft.undo.slice(1);
  run.draft.undoTimer = null;
  if (run.draft.undo.length > 0) sendNext(run);
  return run.draft.undo.length === 0;
}

/** An answer to the current compensation; true when nothing is left to undo. */
export function undoAnswered(run: Run, head: PendingCommand, answer: Answer): boolean {
  const { step, visit, commandId } = head;
  note(run, {
    did: 'undo-answered',
    step,
    visit,
    commandId,
    event: answer.id,
    type: answer.type,
    meaning: answer.meaning,
    ...templateOf(run, answer.event),
  });
  if (answer.meaning === 'done') return nextUndo(run);
  if (answer.meaning === 'refused') raise(run, 'undo', 'refused', answer.type, head.attempt);
  else attemptFailed(run, head, answer.type);
  return false;
}

function attemptFailed(run: Run, head: PendingCommand, code: string): void {
  const { undoRetry } = run.plan;
  if (head.attempt >= undoRetry.attempts) {
    raise(run, 'undo', 'attempts-exhausted', code, head.attempt);
    return;
  }
  run.draft.undo = [{ ...head, phase: 'backoff' }, ...run.draft.undo.slice(1)];
  run.draft.undoTimer = backoffUntil(run, undoRetry.backoff.after(run.draft.now), head.attempt);
}

/** The current compensation is due again, or was not answered in time; true when none is left. */
export function undoTimedOut(run: Run): boolean {
  const [head, ...rest] = run.draft.undo;
  if (head === undefined) return false;
  run.draft.undoTimer = null;
  if (head.phase === 'sent' && head.attempt >= run.plan.undoRetry.attempts) {
    raise(run, 'undo', 'attempts-exhausted', 'timeout', head.attempt);
    return false;
  }
  if (head.phase !== 'held') run.draft.undo = [{ ...head, attempt: head.attempt + 1 }, ...rest];
  sendNext(run);
  return run.draft.undo.length === 0;
}

/**
 * Sends every compensation at once: after an erasure nothing is kept that could wait for answers. Messages are none of
 * them: nobody who was erased is written to.
 */
export function sendAllUndo(run: Run, acts: readonly Undoable[]): void {
  const unsent = run.draft.undo.filter((item) => item.with === null || item.phase !== 'sent');
  for (const item of [...unsent, ...acts]) {
    const call = compensationOf(run, item);
    if (call.sends && run.draft.revision >= ERASURE_SENDS_NOTHING) {
      note(run, { did: 'undo-impossible', step: item.step, visit: item.visit, why: 'message' });
      continue;
    }
    const values = commandValues(run, call);
    const commandId = commandIdOf(run, item.step, item.visit, true);
    if (values instanceof Failure) {
      note(run, { did: 'undo-impossible', step: item.step, visit: item.visit, why: values.code });
      continue;
    }
    send(run, call, { ...item, commandId, attempt: 1, phase: 'sent', with: values, notAfter: null });
  }
}
