// The engine: one input to one instance. Pure: the same plan, instance, input and facts give the same answer, for ever.
import { assertUnreachable } from '@continuo/kernel';
import { Failure } from '../expressions/value.js';
import type { Plan, Step } from '../language/plan.js';
import { actAnswered, actTimedOut, beginAct } from './act.js';
import { conclude, erase, finish, leavePending } from './ending.js';
import type { ActionInput, DeriveId, EventInput, Facts, Input, MovedInput } from './input.js';
import type { Instance } from './instance.js';
import { journalOf } from './journal.js';
import { keep, prune } from './mailbox.js';
import type { Advance } from './output.js';
import {
  assign,
  currentStep,
  holds,
  leave,
  note,
  openRun,
  publish,
  raise,
  settle,
  stepNamed,
  type Run,
} from './run.js';
import { startInstance } from './start.js';
import { compensationOf, nextUndo, sendNext, startUndo, undoAnswered, undoTimedOut } from './undo.js';
import { arrive, openWait, waitIsOver } from './wait.js';

/**
 * Applies one input. Without an instance the input may start one; with one it may change it. Order within an input: exits,
 * then answers and waits; entries are looked at by the caller, after all instances (`advanceProfile`).
 */
export function advance(
  plan: Plan,
  instance: Instance | null,
  input: Input,
  facts: Facts,
  derive: DeriveId,
): Advance {
  if (instance === null) {
    const started = startInstance(plan, input, facts, derive);
    if (typeof started === 'string') return { instance: null, effects: [], journal: null, ignored: started };
    proceed(started, plan.first);
    return close(started, null, input);
  }
  const run = openRun(plan, instance, facts, derive);
  const ignored = apply(run, input, instance);
  if (run.deeds.length === 0)
    return { instance, effects: [], journal: null, ignored: ignored ?? 'not-concerned' };
  return close(run, instance, input);
}

function close(run: Run, before: Instance | null, input: Input): Advance {
  const seq = (before?.entries ?? 0) + 1;
  run.draft.entries = seq;
  return { instance: run.draft, effects: run.effects, journal: journalOf(run, input, seq) };
}

/** Returns why nothing was done, when nothing was. */
function apply(run: Run, input: Input, before: Instance): string | undefined {
  switch (input.kind) {
    case 'event':
      return applyEvent(run, input);
    case 'timer':
      return applyTimer(run, input.due);
    case 'action':
      return applyAction(run, input);
    case 'start':
      return 'already-running';
    case 'erased':
      return erase(run, input);
    case 'moved':
      // Not a happening in its own time: when the other marker was read must not delay what is due.
      run.draft.now = Math.min(run.draft.now, before.now);
      return move(run, input);
    case 'fault':
      raise(run, run.draft.status === 'running' ? 'step' : 'undo', 'engine-error', input.error, 0);
      run.draft.timer = null;
      run.draft.undoTimer = null;
      return undefined;
    default:
      return assertUnreachable(input);
  }
}

/** Walks from step to step until one of them stays. */
function proceed(run: Run, target: string | null): void {
  for (let name = target; name !== null;) name = enter(run, stepNamed(run, name));
}

function enter(run: Run, step: Step): string | null {
  const { draft } = run;
  const visit = (draft.visits[step.name] ?? 0) + 1;
  draft.step = step.name;
  draft.visit = visit;
  draft.visits = { ...draft.visits, [step.name]: visit };
  run.scope.visits = draft.visits;
  note(run, { did: 'entered', step: step.name, visit });
  publish(run, 'StepEntered', {
    step: step.name,
    visit,
    kind: step.kind,
    office: step.office ?? 'none',
    enteredAt: draft.now,
  });
  if (step.kind !== 'wait') prune(run);
  return perform(run, step);
}

/** Does what the step is for: at its entering, and again after an operator's retry. */
function perform(run: Run, step: Step): string | null {
  switch (step.kind) {
    case 'act':
      return beginAct(run, step);
    case 'wait':
      return openWait(run, step);
    case 'choose': {
      for (const [at, branch] of step.branches.entries()) {
        const value = holds(run, branch.when);
        if (value instanceof Failure) return raise(run, 'step', value.code, value.detail, 0);
        if (!value) continue;
        note(run, { did: 'chose', step: step.name, branch: at });
        return leave(run, `branch-${at + 1}`, branch.next);
      }
      throw new Error(`${step.name} has no branch for everything else`);
    }
    case 'set': {
      const failure = assign(run, step.set);
      if (failure !== null) return raise(run, 'step', failure.code, failure.detail, 0);
      return leave(run, 'done', step.next);
    }
    case 'end':
      leave(run, step.outcome, null);
      finish(run, step.outcome, 'completed', step.undo);
      return null;
    default:
      return assertUnreachable(step);
  }
}

function applyEvent(run: Run, input: EventInput): string | undefined {
  const { draft } = run;
  if (draft.ending === 'erased') return 'profile-erased';
  run.scope.event = input.value;
  if (draft.status === 'running' && exit(run, input)) return undefined;
  if (input.commandId !== undefined && answer(run, input, input.commandId)) return undefined;
  if (draft.status !== 'running') return 'already-ended';
  const step = currentStep(run);
  const stands = draft.incidents.some((incident) => incident.of === 'step');
  if (step.kind === 'wait' && !stands) {
    const next = arrive(run, step, input, 'timeline');
    if (next !== undefined) {
      proceed(run, next);
      return undefined;
    }
  }
  return keep(run, input) ? undefined : 'not-concerned';
}

function exit(run: Run, input: EventInput): boolean {
  for (const [at, candidate] of run.plan.exits.entries()) {
    if (candidate.on !== input.type) continue;
    const value = holds(run, candidate.when);
    if (value instanceof Failure && value.code === 'too-costly') {
      raise(run, 'step', value.code, value.detail, 0);
      return true;
    }
    if (value !== true) continue;
    note(run, { did: 'exited', exit: at, event: input.id, outcome: candidate.outcome });
    finish(run, candidate.outcome, 'exited', candidate.undo);
    return true;
  }
  return false;
}

/** An answer to the current act, to the current compensation, or to a command that was left. */
function answer(run: Run, input: EventInput, commandId: string): boolean {
  const { draft } = run;
  const given = (meaning: 'done' | 'failed' | 'refused') => ({ id: input.id, type: input.type, meaning });
  const { pending } = draft;
  const step = pending?.commandId === commandId ? stepNamed(run, pending.step) : null;
  if (pending !== null && step?.kind === 'act') {
    const meaning = step.call.command.answers.get(input.type);
    if (meaning === undefined) return false;
    const isLate = draft.incidents.some((incident) => incident.of === 'step');
    if (isLate && meaning !== 'done') return false;
    draft.left = draft.left.filter((left) => left.commandId !== commandId);
    proceed(run, actAnswered(run, step, pending, given(meaning)));
    return true;
  }
  const [head] = draft.undo;
  if (head?.commandId === commandId) {
    const meaning = compensationOf(run, head).command.answers.get(input.type);
    if (meaning === undefined) return false;
    if (meaning === 'done') settle(run, 'undo', 'other');
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
  const meaning = step.kind === 'act' ? step.call.command.answers.get(input.type) : undefined;
  if (meaning === undefined) return false;
  draft.left = draft.left.filter((left) => left !== found);
  note(run, {
    did: 'answered-late',
    step: found.step,
    commandId,
    event: input.id,
    type: input.type,
    meaning,
  });
  if (meaning === 'done' && step.kind === 'act' && step.compensate !== null) {
    if (draft.status === 'ended') draft.status = 'undoing';
    startUndo(run, [{ step: found.step, visit: found.visit }]);
  }
  return true;
}

function applyTimer(run: Run, due: number): string | undefined {
  const { draft } = run;
  const { timer, undoTimer } = draft;
  if (timer?.due !== due && undoTimer !== due) return 'timer-superseded';
  note(run, { did: 'timer', due });
  if (undoTimer === due) undoTimedOut(run);
  if (timer?.due !== due) return undefined;
  draft.timer = null;
  const step = currentStep(run);
  if (step.kind === 'wait') proceed(run, waitIsOver(run, step, timer.branch));
  else if (step.kind === 'act' && draft.pending !== null) proceed(run, actTimedOut(run, step, draft.pending));
  else throw new Error(`${step.name} has a timer but is neither a wait nor an act`);
  return undefined;
}

function applyAction(run: Run, input: ActionInput): string | undefined {
  const { draft } = run;
  const incident = draft.incidents[0];
  if (draft.status === 'ended') return 'already-ended';
  if (input.action === 'cancel') {
    if (draft.status !== 'running') return 'already-ending';
    note(run, { did: 'cancelled', actor: input.actor, request: input.id });
    finish(run, 'cancelled', 'cancelled', true);
    return undefined;
  }
  if (incident === undefined) return 'no-incident';
  note(run, {
    did: input.action === 'retry' ? 'retried' : 'skipped-by',
    actor: input.actor,
    request: input.id,
  });
  settle(run, incident.of, input.action === 'retry' ? 'retried' : 'skipped');
  if (incident.of === 'undo') actOnUndo(run, input.action);
  else if (input.action === 'retry') proceed(run, perform(run, currentStep(run)));
  else proceed(run, skip(run));
  return undefined;
}

function actOnUndo(run: Run, action: 'retry' | 'skip'): void {
  if (action === 'skip') {
    if (nextUndo(run)) conclude(run);
    return;
  }
  run.draft.undo = run.draft.undo.map((item, at) => (at === 0 ? { ...item, attempt: 1 } : item));
  sendNext(run);
}

/** Goes on past the step that stands: a wait by its first time, everything else as if it were done. */
function skip(run: Run): string | null {
  const step = currentStep(run);
  leavePending(run);
  switch (step.kind) {
    case 'act':
    case 'set':
      return leave(run, 'skipped', step.next);
    case 'choose':
      return leave(run, 'skipped', step.branches.at(-1)?.next ?? null);
    case 'wait':
      return leave(run, 'skipped', step.branches.find((branch) => branch.kind === 'time')?.next ?? null);
    case 'end':
      return null;
    default:
      return assertUnreachable(step);
  }
}

function move(run: Run, input: MovedInput): string | undefined {
  const { draft } = run;
  if (draft.profileId === input.to) return 'already-moved';
  const from = draft.profileId;
  draft.profileId = input.to;
  note(run, { did: 'moved', from, to: input.to, because: input.because });
  publish(run, 'InstanceMoved', { fromProfileId: from, mergeId: input.id, movedAt: input.at });
  return undefined;
}
