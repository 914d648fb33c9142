// Tasks: work that external workers fetch, do and settle, with attempts and an end to all of them.
import { Failure, type Json } from '../expressions/value.js';
import type { TaskStep } from '../language/plan.js';
import { backoffUntil, commandIdOf, remember } from './act.js';
import type { EventInput } from './input.js';
import { holdUnasked } from './hold.js';
import { COMPLETED_IS_COMPLETED, type PendingCommand } from './instance.js';
import type { TaskEffect } from './output.js';
import {
  assign,
  fromWhenOthersCan,
  incidentHere,
  leave,
  note,
  publish,
  raise,
  valuesOf,
  type Run,
} from './run.js';

const SETTLED = 'continuo.orchestrator.WorkerTaskSettled.v1';
const TIMEOUT = 'timeout';
/** What a worker is given, as JSON text. */
const MAX_INPUT = 16_384;

/** Offers the work, at the step's entering or after an operator's word. */
export function beginTask(run: Run, step: TaskStep): string | null {
  const { at } = run;
  const values = valuesOf(run, step.with);
  if (values instanceof Failure) return raise(run, 'step', values.code, values.detail, 0);
  if (JSON.stringify(values).length > MAX_INPUT)
    return raise(run, 'step', 'too-costly', `with beyond ${MAX_INPUT} characters`, 0);
  const since = fromWhenOthersCan(run);
  return offer(run, step, {
    commandId: at.pending?.commandId ?? commandIdOf(run, step.name, at.visit, false),
    step: step.name,
    visit: at.visit,
    attempt: 1,
    phase: 'sent',
    with: values,
    notAfter: null,
    since,
    until: step.timeout.after(since),
  });
}

/** A paused journey goes on: offers what it held back, a first attempt with all of its time. */
export function resumeTask(run: Run, step: TaskStep, pending: PendingCommand): string | null {
  if (pending.attempt === 1) return beginTask(run, step);
  const { held: _held, ...rest } = pending;
  return run.facts.paused ? holdUnasked(run, pending) : offer(run, step, { ...rest, phase: 'sent' });
}

function offer(run: Run, step: TaskStep, pending: PendingCommand): null {
  if (run.facts.paused) return holdUnasked(run, run.at.pending?.phase === 'held' ? run.at.pending : pending);
  const { attempt, visit, commandId: task } = pending;
  run.at.pending = pending;
  run.at.timer = { due: untilOf(run, pending), branch: -1 };
  note(run, { did: 'offered', step: step.name, visit, task, kind: step.task, attempt });
  run.effects.push(effectOf(run, step, pending, 'offer'));
  return null;
}

function effectOf(run: Run, step: TaskStep, pending: PendingCommand, op: TaskEffect['op']): TaskEffect {
  const { commandId: taskId, visit, attempt } = pending;
  const input = op === 'offer' ? (pending.with ?? {}) : {};
  const lease = step.lease.after(run.draft.now) - run.draft.now;
  const again = op === 'offer' && wasDoneAmiss(run) ? { again: true as const } : {};
  return {
    kind: 'task',
    op,
    taskId,
    step: step.name,
    visit,
    attempt,
    ...again,
    task: step.task,
    input,
    lease,
  };
}

/** After a timeout nothing was heard: a completion may be under way, and then it is not done once more. */
function wasDoneAmiss({ retrying }: Run): boolean {
  return retrying !== undefined && retrying.code !== TIMEOUT;
}

/** A worker has settled it; undefined when that is nothing to the instance (another attempt, another type). */
export function taskSettled(
  run: Run,
  step: TaskStep,
  pending: PendingCommand,
  { type, value, id }: EventInput,
): string | null | undefined {
  const { attempt, commandId: task } = pending;
  const isDone = value['outcome'] === 'completed';
  const countsAnyway = isDone && run.draft.revision >= COMPLETED_IS_COMPLETED;
  if (type !== SETTLED || (value['attempt'] !== attempt && !countsAnyway)) return undefined;
  if (!isDone && (incidentHere(run) !== undefined || pending.phase === 'backoff')) return undefined;
  const [code, worker, actor] = [text(value['code']), text(value['worker']), text(value['actor'])];
  const outcome = isDone ? 'completed' : 'failed';
  note(run, { did: 'settled', step: step.name, task, event: id, attempt, outcome, code, worker, actor });
  if (!isDone) return attemptFailed(run, step, pending, code ?? 'failed', value['retriable'] === true);
  const failure = takeResult(run, step, value['result']);
  if (failure !== null) return raise(run, 'step', failure.code, failure.detail, attempt);
  return leave(run, 'done', step.next);
}

function takeResult(run: Run, step: TaskStep, result: Json | undefined): Failure | null {
  try {
    run.scope.result = typeof result === 'string' ? (JSON.parse(result) as Json) : null;
  } catch {
    return new Failure('wrong-type', 'the result is not JSON');
  }
  const failure = assign(run, step.set);
  run.scope.result = undefined;
  return failure;
}

function attemptFailed(
  run: Run,
  step: TaskStep,
  pending: PendingCommand,
  code: string,
  retriable: boolean,
): string | null {
  const { attempt, visit, commandId } = pending;
  const told = { step: step.name, visit, commandId, code, attempts: attempt };
  publish(run, 'StepFailed', { ...told, failedAt: run.draft.now });
  if (!retriable || attempt >= step.retry.attempts) {
    if (step.failed !== null) return leave(run, 'failed', step.failed);
    return raise(run, 'step', retriable ? 'attempts-exhausted' : 'failed', code, attempt);
  }
  const due = backoffUntil(run, step.retry.backoff.after(run.draft.now), attempt);
  run.at.pending = { ...pending, phase: 'backoff' };
  run.at.timer = { due: Math.min(due, untilOf(run, pending)), branch: -1 };
  note(run, { did: 'retrying', step: step.name, commandId, attempt: attempt + 1, at: due });
  return null;
}

/** The next attempt is due, or the time of all of them is over. */
export function taskTimedOut(run: Run, step: TaskStep, pending: PendingCommand): string | null {
  const { attempt, visit, commandId } = pending;
  const isOver = run.draft.now >= untilOf(run, pending);
  if (pending.phase === 'backoff' && !isOver)
    return offer(run, step, { ...pending, phase: 'sent', attempt: attempt + 1 });
  note(run, { did: 'unanswered', step: step.name, commandId, attempt });
  withdrawTask(run, step, pending);
  const branch = step.timedOut ?? step.failed;
  if (branch === null) return raise(run, 'step', TIMEOUT, 'no worker has done it in time', attempt);
  run.draft.left = remember(run, { step: step.name, visit, commandId });
  return leave(run, 'timed-out', branch);
}

/** Nobody waits for it any more: workers' next signs of life are told so. */
export function withdrawTask(run: Run, step: TaskStep, pending: PendingCommand): void {
  note(run, { did: 'withdrawn', step: step.name, task: pending.commandId });
  run.effects.push(effectOf(run, step, pending, 'withdraw'));
}

/** A result that comes when the journey waits for it no more: recorded. */
export function settledLate(run: Run, step: string, { type, value, id }: EventInput): boolean {
  if (type !== SETTLED) return false;
  note(run, { did: 'settled-late', step, event: id, outcome: text(value['outcome']) });
  return true;
}

function untilOf({ draft }: Run, { until }: PendingCommand): number {
  return until ?? draft.now;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
