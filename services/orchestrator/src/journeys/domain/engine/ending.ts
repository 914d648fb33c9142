// How an instance ends: by its last step, an exit, an operator or an erasure; and when nothing is left to undo.
import { remember } from './act.js';
import { withdrawApproval } from './approve.js';
import { giveUpChild, tellParent } from './child.js';
import { endGoals } from './goals.js';
import type { ErasedInput, ParentInput, PreemptedInput } from './input.js';
import { ERASURE_UNDOES_UNANSWERED, type Instance, type PendingCommand, type Undoable } from './instance.js';
import { note, positions, publish, resolve, stepNamed, type DraftPosition, type Run } from './run.js';
import { wasSent } from './sending.js';
import { withdrawTask } from './task.js';
import { sendAllUndo, startUndo } from './undo.js';

/**
 * What a position waited for is not waited for any longer: a command may still succeed, a journey is cancelled, what others
 * have in hand is taken back.
 */
export function abandon(run: Run, { step, pending }: DraftPosition, because: ParentInput['because']): void {
  if (pending === null) return;
  if (stepNamed(run, step).kind === 'journey') {
    giveUpChild(run, pending, because);
    return;
  }
  withdraw(run, pending);
  if (!wasSent(pending)) return;
  run.draft.left = remember(run, { step: pending.step, visit: pending.visit, commandId: pending.commandId });
}

/** A decision that nobody waits for is closed, work that nobody waits for is taken back. */
function withdraw(run: Run, pending: PendingCommand): void {
  if (!wasSent(pending)) return;
  const step = stepNamed(run, pending.step);
  if (step.kind === 'approve') withdrawApproval(run, step, pending);
  else if (step.kind === 'task') withdrawTask(run, step, pending);
}

/** Ends the way forward; the instance itself ends when nothing is left to undo. */
export function finish(
  run: Run,
  outcome: string,
  ending: NonNullable<Instance['ending']>,
  undo: boolean,
): void {
  const { draft } = run;
  for (const position of positions(run)) abandon(run, position, 'ended');
  for (const incident of draft.incidents) {
    if (incident.of === 'step') resolve(run, incident, ending === 'cancelled' ? 'cancelled' : 'ended');
  }
  standNowhere(run);
  draft.mailbox = [];
  draft.outcome = outcome;
  draft.ending = ending;
  draft.status = 'undoing';
  const acts: readonly Undoable[] = undo ? [...draft.done].reverse() : [];
  draft.done = [];
  startUndo(run, acts);
  if (draft.undo.length === 0) conclude(run);
}

/** The way forward is over, on every branch of it. */
function standNowhere(run: Run): void {
  const { draft } = run;
  run.at = draft;
  draft.pending = null;
  draft.timer = null;
  if (draft.branches !== undefined) draft.branches = undefined;
}

/** A journey of higher priority goes on instead. */
export function preempted(run: Run, { by, journey }: PreemptedInput): string | undefined {
  if (run.draft.status !== 'running') return 'already-ending';
  note(run, { did: 'preempted', by, journey });
  finish(run, 'preempted', 'preempted', true);
  return undefined;
}

/** Never begins: it only stands for a customer of the control group. */
export function holdOut(run: Run): void {
  const { draft } = run;
  draft.status = 'ended';
  draft.ending = 'held-out';
  draft.outcome = 'held-out';
  draft.endedAt = draft.now;
  note(run, { did: 'held-out' });
}

/** Nothing is left to undo: an instance whose way is over has ended. */
export function conclude(run: Run): void {
  const { draft } = run;
  if (draft.status !== 'undoing') return;
  draft.status = 'ended';
  draft.undoTimer = null;
  if (draft.endedAt !== null) return;
  draft.endedAt = draft.now;
  note(run, { did: 'ended', outcome: draft.outcome, ending: draft.ending });
  publish(run, 'JourneyEnded', {
    outcome: draft.outcome ?? '',
    ending: draft.ending ?? 'other',
    endedAt: draft.now,
  });
  tellParent(run);
}

/** Erasure: no more sends, compensations all at once, and nothing kept but ids. */
export function erase(run: Run, input: ErasedInput): string | undefined {
  const { draft } = run;
  if (draft.ending === 'erased') return 'profile-erased';
  note(run, { did: 'erased', event: input.id });
  const done = draft.status === 'running' ? [...draft.done].reverse() : [];
  for (const { pending } of positions(run)) if (pending !== null) withdraw(run, pending);
  sendAllUndo(run, [...unanswered(run), ...done]);
  for (const incident of draft.incidents) resolve(run, incident, 'ended');
  draft.undo = [];
  draft.done = [];
  draft.left = [];
  standNowhere(run);
  draft.mailbox = [];
  draft.vars = {};
  forgetKept(run);
  endGoals(run);
  draft.key = '';
  draft.customer = draft.profileId;
  draft.status = 'undoing';
  draft.outcome = draft.outcome ?? 'erased';
  draft.ending = 'erased';
  conclude(run);
  return undefined;
}

/** What a migration keeps of vars that it has changed. */
function forgetKept({ draft }: Run): void {
  if (draft.migrated?.kept === undefined) return;
  const { kept: _kept, ...migrated } = draft.migrated;
  draft.migrated = migrated;
}

/**
 * Acts that were sent and may yet succeed: their answers are dropped after an erasure, so what undoes them is sent at
 * once. It reaches the same service under the same key behind the act, and where nothing was done it undoes nothing.
 */
function unanswered(run: Run): readonly Undoable[] {
  const { draft } = run;
  if (draft.revision < ERASURE_UNDOES_UNANSWERED) return [];
  const pending = positions(run).flatMap((at) =>
    at.pending?.with && wasSent(at.pending) ? [at.pending] : [],
  );
  return [...pending, ...[...draft.left].reverse()].filter(({ step: name }) => {
    const step = stepNamed(run, name);
    return step.kind === 'act' && step.compensate !== null;
  });
}
