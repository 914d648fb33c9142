// The engine: one input to one instance. Pure: the same plan, instance, input and facts give the same answer, for ever.
import { assertUnreachable } from '@continuo/kernel';
import { Failure } from '../expressions/value.js';
import type { Plan, Step } from '../language/plan.js';
import { actTimedOut } from './act.js';
import { approvalTimedOut } from './approve.js';
import { applyAction } from './actions.js';
import { answer } from './answers.js';
import { conclude, erase, finish, holdOut, preempted } from './ending.js';
import { endGoals, reachGoals } from './goals.js';
import { childSaid, childTimedOut } from './child.js';
import type {
  ChildInput,
  DeriveId,
  EventInput,
  FaultInput,
  Facts,
  Input,
  MovedInput,
  ParentInput,
} from './input.js';
import { goalsDue, OWN_ANSWER_LETS_GO, type Instance, type PendingCommand } from './instance.js';
import { recheckHeld } from './held.js';
import { journalOf } from './journal.js';
import { keep } from './mailbox.js';
import { settlesMatter } from './matters.js';
import { NO_MEMORY } from './memory.js';
import { migrate } from './migrate.js';
import type { Advance } from './output.js';
import {
  currentStep,
  holds,
  incidentHere,
  note,
  openRun,
  positions,
  positionWhere,
  publish,
  raise,
  type Run,
} from './run.js';
import { startInstance } from './start.js';
import { taskTimedOut } from './task.js';
import { undoTimedOut } from './undo.js';
import { arrive, waitIsOver } from './wait.js';
import { proceed } from './walk.js';
import { countWithheld } from './withheld.js';

/**
 * Applies one input. Without an instance the input may start one; with one it may change it. Order within an input: exits,
 * then answers and waits; entries are looked at by the caller, after all instances (`advanceProfile`). For a migration
 * `plan` is the new version's, and `before` the one that it ran on.
 */
export function advance(
  plan: Plan,
  instance: Instance | null,
  input: Input,
  facts: Facts,
  derive: DeriveId,
  before: Plan = plan,
): Advance {
  if (instance === null) {
    const started = startInstance(plan, input, facts, derive);
    if (typeof started === 'string') return { instance: null, effects: [], journal: null, ignored: started };
    if (facts.heldOut) holdOut(started);
    else proceed(started, plan.first);
    return close(started, null, input);
  }
  const run = openRun(plan, instance, facts, derive);
  const ignored = apply(run, input, instance, before);
  if (run.deeds.length === 0)
    return { instance, effects: [], journal: null, ignored: ignored ?? 'not-concerned' };
  return close(run, instance, input);
}

function close(run: Run, before: Instance | null, input: Input): Advance {
  countWithheld(positions(run), run.draft.branches, run.draft.now);
  const seq = (before?.entries ?? 0) + 1;
  run.draft.entries = seq;
  const { draft: instance, effects, memory } = run;
  const journal = journalOf(run, input, seq);
  return memory === (run.facts.memory ?? NO_MEMORY)
    ? { instance, effects, journal }
    : { instance, effects, journal, memory };
}

/** Returns why nothing was done, when nothing was. */
function apply(run: Run, input: Input, before: Instance, planBefore: Plan): string | undefined {
  switch (input.kind) {
    case 'event':
      return applyEvent(run, input);
    case 'timer':
      return applyTimer(run, input.due);
    case 'action':
      return applyAction(run, input);
    case 'start':
      return 'already-running';
    case 'child':
      return applyChild(run, input);
    case 'parent':
      return giveUp(run, input);
    case 'erased':
      return erase(run, input);
    case 'moved':
      // Not a happening in its own time: when the other marker was read must not delay what is due.
      run.draft.now = Math.min(run.draft.now, before.now);
      return move(run, input);
    case 'migrated':
      return migrate(run, input, planBefore, before);
    case 'preempted':
      return preempted(run, input);
    case 'fault':
      return stopAfter(run, input);
    case 'released':
      recheckHeld(run);
      return 'still-held';
    default:
      return assertUnreachable(input);
  }
}

function applyEvent(run: Run, input: EventInput): string | undefined {
  const { draft } = run;
  if (draft.ending === 'erased') return 'profile-erased';
  run.scope.event = input.value;
  reachGoals(run, input);
  if (draft.status === 'running' && exit(run, input)) return undefined;
  const isAnswer = input.commandId !== undefined && answer(run, input, input.commandId);
  if (settlesMatter(input.type) && (!isAnswer || draft.revision >= OWN_ANSWER_LETS_GO)) recheckHeld(run);
  if (isAnswer) return undefined;
  if (draft.status !== 'running') return 'already-ended';
  if (
    draft.branches === undefined
      ? arriveHere(run, input)
      : positions(run).some((at) => arriveAt(run, at, input))
  )
    return undefined;
  return keep(run, input) ? undefined : 'not-concerned';
}

/** An event satisfies at most one wait of an instance: that of the first position that it concerns. */
function arriveAt(run: Run, at: Run['at'], input: EventInput): boolean {
  run.at = at;
  return arriveHere(run, input);
}

function arriveHere(run: Run, input: EventInput): boolean {
  const step = currentStep(run);
  if (step.kind !== 'wait' || incidentHere(run) !== undefined) return false;
  const next = arrive(run, step, input, 'timeline');
  if (next === undefined) return false;
  proceed(run, next);
  return true;
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

/** Fires the undoing's timer and that of the first position whose time this is; others of the same time come next. */
function applyTimer(run: Run, due: number): string | undefined {
  const at = positionWhere(run, ({ timer }) => timer?.due === due);
  const isUndo = run.draft.undoTimer === due;
  if (at === undefined && goalsDue(run.draft) === due) {
    note(run, { did: 'goals-over', due });
    endGoals(run);
    return undefined;
  }
  if (at === undefined && !isUndo) return 'timer-superseded';
  note(run, { did: 'timer', due });
  if (isUndo && undoTimedOut(run)) conclude(run);
  if (!at?.timer) return undefined;
  const { branch } = at.timer;
  run.at = at;
  at.timer = null;
  const step = currentStep(run);
  if (step.kind === 'wait') proceed(run, waitIsOver(run, step, branch));
  else if (at.pending !== null) proceed(run, pendingTimedOut(run, step, at.pending));
  else throw new Error(`${step.name} has a timer but nothing that it could be for`);
  return undefined;
}

function applyChild(run: Run, input: ChildInput): string | undefined {
  if (run.draft.status !== 'running') return 'already-ended';
  const next = childSaid(run, input);
  if (next === undefined) return 'not-concerned';
  proceed(run, next);
  return undefined;
}

/** The journey that started this one gave it up: cancelled, with what it has to undo. */
function giveUp(run: Run, { parent, because }: ParentInput): string | undefined {
  if (run.draft.status !== 'running') return 'already-ended';
  note(run, { did: 'cancelled', parent, because });
  finish(run, 'cancelled', 'cancelled', true);
  return undefined;
}

function pendingTimedOut(run: Run, step: Step, pending: PendingCommand): string | null {
  switch (step.kind) {
    case 'act':
      return actTimedOut(run, step, pending);
    case 'approve':
      return approvalTimedOut(run, step, pending);
    case 'task':
      return taskTimedOut(run, step, pending);
    case 'journey':
      return childTimedOut(run, step, pending);
    default:
      throw new Error(`${step.name} has a timer but nothing that waits`);
  }
}

/** The engine failed over the timer that is due: the position that it belongs to stands, and so does the undoing. */
function stopAfter(run: Run, { at: due, error }: FaultInput): undefined {
  const { draft } = run;
  run.at = positionWhere(run, ({ timer }) => timer?.due === due) ?? draft;
  raise(run, draft.status === 'running' ? 'step' : 'undo', 'engine-error', error, 0);
  run.at.timer = null;
  draft.undoTimer = null;
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
