// Walks an instance from step to step, and does what each step is for.
import { assertUnreachable } from '@continuo/kernel';
import { Failure } from '../expressions/value.js';
import type { ParallelStep, Step } from '../language/plan.js';
import { beginAct } from './act.js';
import { beginChild } from './child.js';
import { decide } from './decide.js';
import { beginApproval } from './approve.js';
import { finish } from './ending.js';
import { isBack, join, openBranches } from './parallel.js';
import { prune } from './mailbox.js';
import { assign, holds, leave, note, publish, raise, stepNamed, type Run } from './run.js';
import { splitUp } from './split.js';
import { beginTask } from './task.js';
import { openWait } from './wait.js';

/** Walks from step to step until one of them stays. */
export function proceed(run: Run, target: string | null): void {
  for (let name = target; name !== null;) {
    const step = stepNamed(run, name);
    name = isBack(run, step) ? join(run, step) : enter(run, step);
  }
}

function enter(run: Run, step: Step): string | null {
  const { draft } = run;
  const visit = (draft.visits[step.name] ?? 0) + 1;
  run.at.step = step.name;
  run.at.visit = visit;
  run.at.since = draft.now;
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
export function perform(run: Run, step: Step): string | null {
  switch (step.kind) {
    case 'act':
      return beginAct(run, step);
    case 'wait':
      return openWait(run, step);
    case 'approve':
      return beginApproval(run, step);
    case 'task':
      return beginTask(run, step);
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
    case 'split':
      return splitUp(run, step);
    case 'decide':
      return decide(run, step);
    case 'set': {
      const failure = assign(run, step.set);
      if (failure !== null) return raise(run, 'step', failure.code, failure.detail, 0);
      return leave(run, 'done', step.next);
    }
    case 'parallel':
      return fork(run, step);
    case 'journey':
      return beginChild(run, step);
    case 'end':
      leave(run, step.outcome, null);
      finish(run, step.outcome, 'completed', step.undo);
      return null;
    default:
      return assertUnreachable(step);
  }
}

/** Walks each branch until it stays, comes back or ends the journey. What comes back last goes on by itself. */
function fork(run: Run, step: ParallelStep): null {
  if (run.draft.branches?.some(({ parallel }) => parallel === step.name) === true) return null;
  for (const branch of openBranches(run, step)) {
    if (run.draft.branches?.includes(branch) !== true) continue;
    run.at = branch;
    proceed(run, branch.step);
  }
  return null;
}
