// Answers to commands: of the acts that wait for them, of compensations, and those that come too late.
import { actAnswered } from './act.js';
import { approvalAnswered, decidedLate } from './approve.js';
import { conclude } from './ending.js';
import type { EventInput } from './input.js';
import { incidentHere, note, positionWhere, settle, stepNamed, type Run } from './run.js';
import { settleContact, templateOf } from './sending.js';
import { settledLate, taskSettled } from './task.js';
import { compensationOf, startUndo, undoAnswered } from './undo.js';
import { proceed } from './walk.js';

/** An answer to the current act, to the current compensation, or to a command that was left. */
export function answer(run: Run, input: EventInput, commandId: string): boolean {
  const { draft } = run;
  const given = (meaning: 'done' | 'failed' | 'refused') => ({
    id: input.id,
    type: input.type,
    meaning,
    event: input,
  });
  const at = positionWhere(
    run,
    ({ pending }) => pending?.commandId === commandId || pending?.closing === commandId,
  );
  const step = at === undefined ? null : stepNamed(run, at.step);
  if (at?.pending && step?.kind === 'act') {
    const meaning = step.call.command.answers.get(input.type);
    if (meaning === undefined) return false;
    run.at = at;
    if (incidentHere(run) !== undefined && meaning !== 'done') return false;
    draft.left = draft.left.filter((left) => left.commandId !== commandId);
    settleContact(run, meaning, input);
    proceed(run, actAnswered(run, step, at.pending, given(meaning)));
    return true;
  }
  if (at?.pending && (step?.kind === 'approve' || step?.kind === 'task')) {
    run.at = at;
    const next =
      step.kind === 'approve'
        ? approvalAnswered(run, step, at.pending, input)
        : taskSettled(run, step, at.pending, input);
    if (next !== undefined) proceed(run, next);
    return next !== undefined;
  }
  const [head] = draft.undo;
  if (head?.commandId === commandId) {
    const meaning = compensationOf(run, head).command.answers.get(input.type);
    if (meaning === undefined) return false;
    if (meaning === 'done') settle(run, 'undo', 'other');
    settleContact(run, meaning, input);
    if (undoAnswered(run, head, given(meaning))) conclude(run);
    return true;
  }
  return answeredLate(run, input, commandId);
}

/** A success after the timeout branch or the end is recorded and, where the step has a compensation, compensated. */
function answeredLate(run: Run, input: EventInput, commandId: string): boolean {
  const { draft } = run;
  const found = draft.left.find((left) => left.commandId === commandId);
  if (found === undefined) return false;
  const step = stepNamed(run, found.step);
  if (step.kind === 'approve' || step.kind === 'task') {
    const late = step.kind === 'approve' ? decidedLate : settledLate;
    if (!late(run, found.step, input)) return false;
    draft.left = draft.left.filter((left) => left !== found);
    return true;
  }
  const meaning = step.kind === 'act' ? step.call.command.answers.get(input.type) : undefined;
  if (meaning === undefined) return false;
  draft.left = draft.left.filter((left) => left !== found);
  settleContact(run, meaning, input);
  note(run, {
    did: 'answered-late',
    step: found.step,
    commandId,
    event: input.id,
    type: input.type,
    meaning,
    ...templateOf(run, input),
  });
  if (meaning === 'done' && step.kind === 'act' && step.compensate !== null) {
    if (draft.status === 'ended') draft.status = 'undoing';
    startUndo(run, [{ step: found.step, visit: found.visit }]);
    if (draft.undo.length === 0) conclude(run);
  }
  return true;
}
