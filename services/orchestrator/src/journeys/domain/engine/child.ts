// Journeys started by a step of another: begun, awaited, given up, and the one that waits told of the end.
import { Failure } from '../expressions/value.js';
import type { SubJourneyStep } from '../language/plan.js';
import type { ChildInput, ParentInput } from './input.js';
import type { PendingCommand } from './instance.js';
import { leave, note, positionWhere, raise, stepNamed, valueOf, valuesOf, type Run } from './run.js';

/** The instance that a request starts: what a journey of its own would be called by the same entry. */
export function childIdOf(run: Run, journey: string, requestId: string): string {
  return run.derive(`${journey}/${requestId}`);
}

/**
 * Asks for the other journey; the driver answers within the same input when it has not started, or when its end is not
 * waited for. One that was left running when its time was over is waited for again.
 */
export function beginChild(run: Run, step: SubJourneyStep): null {
  const { draft, at } = run;
  if (at.pending?.phase === 'sent') {
    at.timer = { due: step.timeout.after(draft.now), branch: -1 };
    return null;
  }
  const key = step.key === null ? draft.key : valueOf(run, step.key);
  if (key instanceof Failure) return raise(run, 'step', key.code, key.detail, 0);
  if (typeof key !== 'string' && typeof key !== 'number')
    return raise(run, 'step', 'no-such-overload', 'key: neither a text nor a number', 0);
  const vars = valuesOf(run, step.with);
  if (vars instanceof Failure) return raise(run, 'step', vars.code, vars.detail, 0);
  const attempt = (at.pending?.attempt ?? 0) + 1;
  const requestId = run.derive(`${draft.id}/${step.name}/${at.visit}/child/${attempt}`);
  const childId = childIdOf(run, step.journey, requestId);
  const { visit } = at;
  at.pending = {
    commandId: childId,
    step: step.name,
    visit,
    attempt,
    phase: 'sent',
    with: null,
    notAfter: null,
  };
  at.timer = step.awaited ? { due: step.timeout.after(draft.now), branch: -1 } : null;
  const parent = {
    instance: draft.id,
    journey: draft.journey,
    step: step.name,
    visit,
    awaits: step.awaited,
  };
  const { journey } = step;
  note(run, { did: 'starting', step: step.name, visit, journey, instance: childId });
  run.effects.push({
    kind: 'start-child',
    journey,
    requestId,
    childId,
    key: String(key),
    vars,
    parent,
  });
  return null;
}

/** What became of the journey that a step started: where to go, null to stay, undefined when nobody waits for it. */
export function childSaid(run: Run, input: ChildInput): string | null | undefined {
  const isIts = ({ pending }: Run['at']): boolean =>
    pending?.commandId === input.child && pending.phase === 'sent';
  const at = positionWhere(run, isIts);
  const step = at === undefined ? undefined : stepNamed(run, at.step);
  if (at === undefined || step?.kind !== 'journey') return undefined;
  run.at = at;
  const { event, child: id, code = '', outcome = '', ending = '' } = input;
  if (event === 'started') {
    if (step.awaited) return undefined;
    note(run, { did: 'child-started', step: step.name, instance: id });
    return leave(run, 'started', step.next);
  }
  if (event === 'refused') {
    note(run, { did: 'child-refused', step: step.name, instance: id, code });
    return refused(run, step, code);
  }
  note(run, { did: 'child-ended', step: step.name, instance: id, outcome, ending });
  return leave(run, outcome, step.outcomes.get(outcome) ?? step.next);
}

function refused(run: Run, step: SubJourneyStep, code: string): string | null {
  const { at } = run;
  if (at.pending !== null) at.pending = { ...at.pending, phase: 'backoff' };
  if (step.failed !== null) return leave(run, 'failed', step.failed);
  return raise(run, 'step', code, `${step.journey} was not started`, at.pending?.attempt ?? 1);
}

/** Its time is over: it is cancelled, or left to itself, and the journey goes on. */
export function childTimedOut(run: Run, step: SubJourneyStep, pending: PendingCommand): string | null {
  note(run, { did: 'unanswered', step: step.name, instance: pending.commandId });
  if (step.onTimeout === 'cancel') {
    giveUpChild(run, pending, 'timed-out');
    run.at.pending = { ...pending, phase: 'backoff' };
  }
  if (step.timedOut !== null) return leave(run, 'timeout', step.timedOut);
  return raise(run, 'step', 'timeout', `${step.journey} has not ended in time`, pending.attempt);
}

/** A journey whose end nobody waits for any more is cancelled, with what it has to undo. */
export function giveUpChild(run: Run, pending: PendingCommand, because: ParentInput['because']): void {
  if (pending.phase !== 'sent') return;
  run.effects.push({ kind: 'cancel-child', childId: pending.commandId, because });
  note(run, { did: 'gave-up', step: pending.step, instance: pending.commandId, because });
}

/** Tells the step that waits for this end, when there is one. */
export function tellParent({ draft, effects }: Run): void {
  const { parent, outcome, ending } = draft;
  if (parent?.awaits !== true) return;
  effects.push({ kind: 'tell-parent', parent, outcome: outcome ?? '', ending: ending ?? 'other' });
}
