// An operator's word on an instance: cancel it, or retry or skip what stands.
import { assertUnreachable } from '@continuo/kernel';
import { abandon, conclude, finish } from './ending.js';
import { holdsBack, recheckHeld } from './held.js';
import type { ActionInput } from './input.js';
import type { Incident } from './instance.js';
import { currentStep, leave, note, positionWhere, resolve, type Run } from './run.js';
import { nextUndo, sendNext } from './undo.js';
import { perform, proceed } from './walk.js';

/** Returns why nothing was done, when nothing was. */
export function applyAction(run: Run, input: ActionInput): string | undefined {
  const { draft } = run;
  const incident = incidentMeant(draft.incidents, draft.step, input);
  if (draft.status === 'ended') return 'already-ended';
  if (input.action === 'cancel') {
    if (draft.status !== 'running') return 'already-ending';
    note(run, { did: 'cancelled', actor: input.actor, request: input.id });
    finish(run, 'cancelled', 'cancelled', true);
    return undefined;
  }
  if (input.action === 'release') return release(run, input);
  if (incident === undefined) return draft.incidents.length === 0 ? 'no-incident' : 'incident-not-found';
  note(run, {
    did: input.action === 'retry' ? 'retried' : 'skipped-by',
    actor: input.actor,
    request: input.id,
  });
  if (incident.of === 'step')
    run.at = positionWhere(run, (position) => position.step === incident.step) ?? draft;
  resolve(run, incident, input.action === 'retry' ? 'retried' : 'skipped');
  if (incident.of === 'undo') actOnUndo(run, input.action);
  else if (input.action === 'retry') {
    run.retrying = incident;
    proceed(run, perform(run, currentStep(run)));
  } else proceed(run, skip(run));
  return undefined;
}

/** Everything that is held is looked at again. */
function release(run: Run, input: ActionInput): string | undefined {
  if (!holdsBack(run.draft)) return 'nothing-held';
  note(run, { did: 'released', actor: input.actor, request: input.id });
  recheckHeld(run);
  return undefined;
}

/**
 * The incident that the operator named; the one of the step that was named; else the oldest. A step in which the instance
 * stands without an incident is no more than the place that was looked at.
 */
function incidentMeant(
  incidents: readonly Incident[],
  mainStep: string,
  { incidentId, step }: ActionInput,
): Incident | undefined {
  if (incidentId !== undefined) return incidents.find(({ id }) => id === incidentId);
  if (step === undefined) return incidents[0];
  const ofStep = incidents.find((incident) => incident.step === step);
  return ofStep ?? (step === mainStep ? incidents[0] : undefined);
}

function actOnUndo(run: Run, action: ActionInput['action']): void {
  if (action === 'skip') {
    if (nextUndo(run)) conclude(run);
    return;
  }
  run.draft.undo = run.draft.undo.map((item, at) => (at === 0 ? { ...item, attempt: 1 } : item));
  sendNext(run);
  if (run.draft.undo.length === 0) conclude(run);
}

/** Goes on past the step that stands: a wait by its first time, everything else as if it were done. */
function skip(run: Run): string | null {
  const step = currentStep(run);
  abandon(run, run.at, 'left');
  switch (step.kind) {
    case 'act':
    case 'task':
    case 'set':
    case 'journey':
      return leave(run, 'skipped', step.next);
    case 'choose':
      return leave(run, 'skipped', step.branches.at(-1)?.next ?? null);
    case 'split':
      return leave(run, 'skipped', step.arms[0]?.next ?? null);
    case 'decide':
      return leave(run, 'skipped', step.otherwise);
    case 'approve':
      // Nobody has decided: as at its deadline.
      return leave(run, 'skipped', step.expired);
    case 'wait':
      return leave(run, 'skipped', step.branches.find((branch) => branch.kind === 'time')?.next ?? null);
    case 'parallel':
    case 'end':
      return null;
    default:
      return assertUnreachable(step);
  }
}
