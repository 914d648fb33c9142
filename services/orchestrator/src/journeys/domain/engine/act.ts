// Acts: a command sent, its answer, its attempts, and what is done when none of them succeeds.
import { fits } from '../expressions/assignable.js';
import { describe } from '../expressions/type.js';
import { Failure, type Json } from '../expressions/value.js';
import type { Verdict } from '../guardrails/guard.js';
import { CONTENT_AS_OF } from '../language/catalogue.js';
import type { ActStep, CommandCall } from '../language/plan.js';
import type { EventInput } from './input.js';
import type { PendingCommand } from './instance.js';
import { holdWhilePaused, isOver } from './hold.js';
import { leave, note, publish, raise, valuesOf, type Run } from './run.js';
import {
  checkSend,
  countSend,
  groundsOf,
  holdBack,
  isStillHeld,
  letGo,
  reasonOf,
  refusalOf,
  templateOf,
  tellSkipped,
  type Grounds,
  type Reason,
} from './sending.js';

/** The same for every attempt of this visit: the receiver recognises what it did already. */
export function commandIdOf(run: Run, step: string, visit: number, undo: boolean): string {
  return run.derive(`${run.draft.id}/${step}/${visit}${undo ? '/undo' : ''}`);
}

/** Sends the command of a step that was just entered, or again from the start after an operator's word. */
export function beginAct(run: Run, step: ActStep): string | null {
  const { draft, at } = run;
  const values = commandValues(run, step.call);
  if (values instanceof Failure) return raise(run, 'step', values.code, values.detail, 0);
  const notAfter = at.pending?.notAfter ?? step.notAfter?.after(draft.now) ?? null;
  at.pending = {
    commandId: at.pending?.commandId ?? commandIdOf(run, step.name, at.visit, false),
    step: step.name,
    visit: at.visit,
    attempt: 1,
    phase: 'sent',
    with: values,
    notAfter,
  };
  return sendAct(run, step, at.pending);
}

/**
 * The fields of a command. What its schema would not take is a failure of this instance alone: a record that can not be
 * written would hold the customer's whole timeline.
 */
export function commandValues(run: Run, call: CommandCall): Record<string, Json> | Failure {
  const values = valuesOf(run, call.with);
  if (values instanceof Failure) return values;
  for (const { name, required, type } of call.command.fields) {
    const value = values[name];
    if (value === undefined ? required && name !== 'notAfter' : !fits(value, type))
      return new Failure('wrong-type', `${name} must be ${describe(type)}`);
  }
  return values;
}

/** One attempt: sent, unless its time has passed or a rule says not now. */
export function sendAct(run: Run, step: ActStep, pending: PendingCommand): string | null {
  if (pending.notAfter !== null) {
    run.used.real = true;
    if (run.facts.real > pending.notAfter) return expire(run, step, pending);
  }
  if (run.facts.paused) return holdWhilePaused(run, step, pending);
  if (step.call.sends) {
    const verdict = checkSend(run, pending);
    if (verdict.kind === 'skip') return turnedDown(run, step, pending, reasonOf(run, verdict));
    if (verdict.kind === 'hold') return holdAct(run, pending, verdict);
    countSend(run, pending, verdict);
  }
  const sent = pending.phase === 'held' ? letGo(pending) : pending;
  run.at.pending = sent;
  send(run, step.call, sent, step.call.sends ? groundsOf(run, sent) : {});
  run.at.timer = { due: step.timeout.after(run.draft.now), branch: -1 };
  return null;
}

/** Held back; when it was already, for the same reason, its timer still stands. */
function holdAct(run: Run, pending: PendingCommand, verdict: Extract<Verdict, { kind: 'hold' }>): null {
  if (run.at.timer !== null && isStillHeld(pending, verdict)) return null;
  const held = holdBack(run, pending, verdict);
  run.at.pending = held.pending;
  run.at.timer = held.due === null ? null : { due: held.due, branch: -1 };
  return null;
}

function expire(run: Run, step: ActStep, pending: PendingCommand): string | null {
  note(run, { did: 'expired', step: step.name, commandId: pending.commandId, notAfter: pending.notAfter });
  return turnedDown(run, step, pending, { rule: 'not-after', ruleVersion: null, inputs: {} });
}

/** Puts one command out; `grounds` is what let it go, where it was checked. */
export function send(run: Run, call: CommandCall, pending: PendingCommand, grounds: Grounds = {}): void {
  const { commandId, step, visit, attempt, notAfter } = pending;
  const { type, topic } = call.command;
  const value = withContent(run, call, pending.with ?? {});
  run.effects.push({ kind: 'command', type, topic, commandId, step, value, notAfter });
  note(run, { did: 'sent', step, visit, commandId, command: call.act, attempt, notAfter, ...grounds });
  publish(run, 'CommandIssued', {
    step,
    visit,
    commandId,
    commandType: type,
    attempt,
    notAfter,
    issuedAt: run.draft.now,
  });
}

/** A message uses the content of when the version it is sent by was published, whatever was changed since. */
function withContent({ plan }: Run, call: CommandCall, values: Record<string, Json>): Record<string, Json> {
  return call.pinsContent && plan.publishedAt !== null
    ? { ...values, [CONTENT_AS_OF]: plan.publishedAt }
    : values;
}

/** An answer to a command, and what it means for it. */
export interface Answer {
  readonly id: string;
  readonly type: string;
  readonly meaning: 'done' | 'failed' | 'refused';
  readonly event: EventInput;
}

/** An answer to the command the instance waits for. */
export function actAnswered(run: Run, step: ActStep, pending: PendingCommand, answer: Answer): string | null {
  const { commandId, visit } = pending;
  note(run, {
    did: 'answered',
    step: step.name,
    commandId,
    event: answer.id,
    type: answer.type,
    meaning: answer.meaning,
    ...templateOf(run, answer.event),
  });
  switch (answer.meaning) {
    case 'done':
      if (step.compensate !== null) run.draft.done = [...run.draft.done, { step: step.name, visit }];
      return leave(run, 'done', step.next);
    case 'refused':
      return turnedDown(run, step, pending, refusalOf(answer.event));
    case 'failed':
      return attemptFailed(run, step, pending, answer.type);
  }
}

/** A final no. A send is skipped; anything else takes its branch or stops for an operator. */
function turnedDown(run: Run, step: ActStep, pending: PendingCommand, reason: Reason): string | null {
  const branch = step.refused ?? step.failed;
  if (step.call.sends) tellSkipped(run, pending, reason);
  if (branch !== null) return leave(run, 'refused', branch);
  if (step.call.sends) return leave(run, 'skipped', step.next);
  run.at.pending = pending;
  return raise(run, 'step', 'refused', reason.rule, pending.attempt);
}

function attemptFailed(run: Run, step: ActStep, pending: PendingCommand, code: string): string | null {
  const { commandId, visit, attempt } = pending;
  publish(run, 'StepFailed', {
    step: step.name,
    visit,
    commandId,
    code,
    attempts: attempt,
    failedAt: run.draft.now,
  });
  if (attempt >= step.retry.attempts) return exhausted(run, pending, code, step.failed);
  const due = backoffUntil(run, step.retry.backoff.after(run.draft.now), attempt);
  run.at.pending = { ...pending, phase: 'backoff' };
  run.at.timer = { due, branch: -1 };
  note(run, { did: 'retrying', step: step.name, commandId, attempt: attempt + 1, at: due });
  return null;
}

/** Doubled with every attempt and spread by up to a tenth, so that what failed together does not come back together. */
export function backoffUntil(run: Run, firstDue: number, attempt: number): number {
  run.used.random = true;
  const delay = (firstDue - run.draft.now) * 2 ** (attempt - 1);
  return Math.round(run.draft.now + delay * (1 + run.facts.random / 10));
}

function exhausted(run: Run, pending: PendingCommand, code: string, branch: string | null): string | null {
  run.at.pending = pending;
  if (branch === null) return raise(run, 'step', 'attempts-exhausted', code, pending.attempt);
  return leave(run, 'failed', branch);
}

/** The time of the current attempt is over: the next one, or the branch for it. */
export function actTimedOut(run: Run, step: ActStep, pending: PendingCommand): string | null {
  const { commandId, visit, attempt } = pending;
  if (pending.phase === 'held')
    return isOver(run, pending) ? expire(run, step, pending) : sendAct(run, step, pending);
  if (pending.phase === 'backoff')
    return sendAct(run, step, { ...pending, phase: 'sent', attempt: attempt + 1 });
  note(run, { did: 'unanswered', step: step.name, commandId, attempt });
  if (attempt < step.retry.attempts) return sendAct(run, step, { ...pending, attempt: attempt + 1 });
  run.draft.left = remember(run, { step: step.name, visit, commandId });
  return exhausted(run, pending, 'timeout', step.timedOut ?? step.failed);
}

const MAX_LEFT = 64;

/** Remembers a command that was left unanswered; the oldest makes room. */
export function remember(run: Run, command: Run['draft']['left'][number]): Run['draft']['left'] {
  const others = run.draft.left.filter((left) => left.commandId !== command.commandId);
  return [...others.slice(-(MAX_LEFT - 1)), command];
}
