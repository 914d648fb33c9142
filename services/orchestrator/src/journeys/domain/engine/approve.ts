// Approvals: a decision asked of people, escalated, decided, or over at its deadline.
//
// Who decides is collaboration's to say, under the lock of its task: so at the deadline it is told to close the task, and
// its answer says whether somebody had decided before. A decision that was made in time counts, however late its news.
import { Failure, type Json } from '../expressions/value.js';
import type { ApproveStep, CommandCall } from '../language/plan.js';
import { commandIdOf, remember, send } from './act.js';
import type { EventInput } from './input.js';
import { holdUnasked } from './hold.js';
import type { PendingCommand } from './instance.js';
import { fromWhenOthersCan, incidentHere, leave, note, raise, valuesOf, type Run } from './run.js';

const OUTCOMES = ['approved', 'rejected'] as const;

/** Asks for the decision, at the step's entering or after an operator's word. */
export function beginApproval(run: Run, step: ApproveStep): string | null {
  const { draft, at } = run;
  const details = scalarsOf(run, step);
  if (details instanceof Failure) return raise(run, 'step', details.code, details.detail, 0);
  const since = fromWhenOthersCan(run);
  const until = step.deadline.after(since);
  const notBy = step.notByRequester ? (draft.requester ?? null) : null;
  const pending: PendingCommand = {
    commandId: at.pending?.commandId ?? commandIdOf(run, step.name, at.visit, false),
    step: step.name,
    visit: at.visit,
    attempt: 1,
    phase: 'sent',
    with: {
      taskType: step.approval,
      role: step.role,
      orderId: null,
      caseId: null,
      dueAt: until,
      outcomes: [...OUTCOMES],
      closesAt: until,
      notBy,
      details,
    },
    notAfter: null,
    since,
    until,
  };
  if (run.facts.paused) return holdUnasked(run, at.pending?.phase === 'held' ? at.pending : pending);
  note(run, { did: 'asked', step: step.name, approval: step.approval, role: step.role, until, notBy });
  send(run, step.ask, pending);
  waitOn(run, step, pending);
  return null;
}

/** What may stand on the bus: codes and numbers. */
function scalarsOf(run: Run, step: ApproveStep): Record<string, Json> | Failure {
  const values = valuesOf(run, step.with);
  if (values instanceof Failure) return values;
  const nested = Object.entries(values).find(([, value]) => typeof value === 'object' && value !== null);
  return nested === undefined ? values : new Failure('wrong-type', `${nested[0]} must be a code or a number`);
}

/** Until the next escalation, or the deadline. */
function waitOn(run: Run, step: ApproveStep, pending: PendingCommand): void {
  const since = pending.since ?? run.draft.now;
  const until = pending.until ?? step.deadline.after(since);
  const escalation = step.escalations[pending.attempt - 1];
  run.at.pending = pending;
  run.at.timer = { due: Math.min(until, escalation?.after.after(since) ?? until), branch: -1 };
}

/** Something came about the decision; undefined when it is nothing to the instance. */
export function approvalAnswered(
  run: Run,
  step: ApproveStep,
  pending: PendingCommand,
  input: EventInput,
): string | null | undefined {
  const { type, value, commandId, id } = input;
  const about = { step: step.name, event: id };
  switch (nameOf(type)) {
    case 'TaskCreated':
      note(run, { did: 'created', ...about, task: text(value['taskId']) });
      return null;
    case 'TaskRefused':
      if (commandId !== pending.commandId || incidentHere(run) !== undefined) return undefined;
      note(run, { did: 'answered', ...about, commandId: pending.commandId, type, meaning: 'refused' });
      return raise(run, 'step', 'refused', text(value['code']) ?? type, pending.attempt);
    case 'TaskReassigned': {
      const [by, role, to] = textsOf(value, 'reassignedBy', 'role', 'delegate');
      note(run, { did: 'handed-over', ...about, by, role, to });
      return null;
    }
    case 'TaskDecisionRefused': {
      const [by, wanted, code] = textsOf(value, 'refusedTo', 'outcome', 'code');
      note(run, { did: 'ruling-refused', ...about, by, wanted, code });
      return null;
    }
    case 'TaskCompleted':
      return decided(run, step, input);
    case 'TaskClosed':
      return commandId === pending.closing ? (decided(run, step, input) ?? expire(run, step)) : undefined;
    default:
      return undefined;
  }
}

/** The branch of what was decided; undefined when nothing was. */
function decided(run: Run, step: ApproveStep, { value, id }: EventInput): string | null | undefined {
  const outcome = OUTCOMES.find((each) => each === value['outcome']);
  if (outcome === undefined) return undefined;
  const [by, task] = textsOf(value, 'completedBy', 'taskId');
  note(run, { did: 'ruled', step: step.name, event: id, outcome, by, task });
  return leave(run, outcome, step[outcome]);
}

function expire(run: Run, step: ApproveStep): string | null {
  return leave(run, 'expired', step.expired);
}

/** The time of an escalation has come, or the deadline, or the end of the wait for its last word. */
export function approvalTimedOut(run: Run, step: ApproveStep, pending: PendingCommand): string | null {
  const { commandId, visit } = pending;
  if (pending.closing !== undefined) {
    note(run, { did: 'unanswered', step: step.name, commandId: pending.closing, attempt: 1 });
    run.draft.left = remember(run, { step: step.name, visit, commandId });
    return expire(run, step);
  }
  if (run.draft.now >= (pending.until ?? 0)) return close(run, step, pending);
  const escalation = step.escalations[pending.attempt - 1];
  if (escalation === undefined) {
    // Another version has fewer of them.
    waitOn(run, step, pending);
    return null;
  }
  const { role } = escalation;
  note(run, { did: 'escalated', step: step.name, role });
  tell(run, step.reassign, pending, `escalate-${pending.attempt}`, { task: commandId, role });
  waitOn(run, step, { ...pending, attempt: pending.attempt + 1 });
  return null;
}

function close(run: Run, step: ApproveStep, pending: PendingCommand): null {
  note(run, { did: 'deadline-passed', step: step.name, commandId: pending.commandId });
  const value = { task: pending.commandId, code: 'deadline-passed' };
  const closing = tell(run, step.close, pending, 'close', value);
  run.at.pending = { ...pending, closing };
  run.at.timer = { due: step.grace.after(run.draft.now), branch: -1 };
  return null;
}

/** The journey has left: nobody waits for the decision any more. */
export function withdrawApproval(run: Run, step: ApproveStep, pending: PendingCommand): void {
  if (pending.closing !== undefined) return;
  tell(run, step.close, pending, 'close', { task: pending.commandId, code: 'journey-left' });
}

/** A further command about the task; answers its id. */
function tell(
  run: Run,
  call: CommandCall,
  { step, visit }: PendingCommand,
  what: string,
  value: Record<string, Json>,
): string {
  const commandId = run.derive(`${run.draft.id}/${step}/${visit}/${what}`);
  send(run, call, { commandId, step, visit, attempt: 1, phase: 'sent', with: value, notAfter: null });
  return commandId;
}

/** A decision that comes when the journey waits for it no more: recorded, with who made it. */
export function decidedLate(run: Run, step: string, { type, value, id }: EventInput): boolean {
  if (nameOf(type) !== 'TaskCompleted') return false;
  const [outcome, by] = textsOf(value, 'outcome', 'completedBy');
  note(run, { did: 'ruled-late', step, event: id, outcome, by });
  return true;
}

/** `TaskCreated` of `continuo.collaboration.TaskCreated.v1`; nothing of other services. */
function nameOf(type: string): string {
  return /^continuo\.collaboration\.([A-Za-z]+)\.v1$/.exec(type)?.[1] ?? '';
}

type Texts = [string | null, string | null, string | null];

function textsOf(value: EventInput['value'], ...fields: readonly string[]): Texts {
  return [0, 1, 2].map((at) => text(value[fields[at] ?? ''])) as Texts;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
