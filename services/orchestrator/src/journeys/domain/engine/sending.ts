// Messages on their way out: checked by the guardrails at the moment of sending, counted when sent, held or skipped with the reason.
import {
  guard,
  rulesAsked,
  STOP,
  type Checked,
  type Inputs,
  type Looks,
  type Verdict,
} from '../guardrails/guard.js';
import type { Pace } from '../guardrails/pace.js';
import type { Guardrails } from '../guardrails/policy.js';
import type { Json } from '../expressions/value.js';
import type { EventInput } from './input.js';
import {
  ANSWER_TELLS_TEMPLATE,
  SENT_TELLS_POLICY,
  SKIP_TELLS_CODE,
  type PendingCommand,
} from './instance.js';
import { forget, itemsOf, keepContacts, remember, type ContactMade, type OpenMatter } from './memory.js';
import { recall, rethink } from './recall.js';
import { note, publish, type Run } from './run.js';

/** Why a message did not go. */
export interface Reason {
  readonly rule: string;
  readonly ruleVersion: string | null;
  readonly inputs: Inputs;
}

/** Why a message went: the policy's version, and its rules that were asked and let it go. Empty where none was in force. */
export type Grounds = { readonly ruleVersion?: string; readonly passed?: readonly string[] };

const GO: Verdict = { kind: 'send', counts: false };
/** A timer that fires a moment early must not find the same hour quiet again at once. */
const SHORTEST_HOLD = 1_000;

/** A paused journey sends nothing until somebody resumes it. */
export const JOURNEY_PAUSED: Extract<Verdict, { kind: 'hold' }> = {
  kind: 'hold',
  rule: 'journey-paused',
  until: null,
  inputs: {},
};

/** Whether a command that reaches a person may go now. Without guardrails only a pause is looked at. */
export function checkSend(run: Run, pending: PendingCommand): Verdict {
  const { guardrails, paused } = run.facts;
  if (paused) {
    run.used.paused = true;
    run.used.real = true;
    return JOURNEY_PAUSED;
  }
  if (guardrails === undefined || guardrails === null) return GO;
  run.used.real = true;
  run.used.guardrails = true;
  return guard(guardrails, checked(run, pending), looks(run));
}

function checked({ plan }: Run, { commandId, with: values, notAfter, held }: PendingCommand): Checked {
  return {
    commandId,
    purpose: text(values?.['purpose']) ?? '',
    channel: text(values?.['channel']),
    category: plan.category,
    notAfter,
    heldSince: waitsSince(held),
    slot: held?.slot === undefined ? null : { rule: held.rule, at: held.slot },
  };
}

/** A stop and a pause are not the message's own waiting: it begins when they are over. */
function waitsSince(held: PendingCommand['held']): number | null {
  if (held === undefined || held.rule === STOP || held.rule === JOURNEY_PAUSED.rule) return null;
  return held.since;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

/** What is looked at is journalled. */
function looks(run: Run): Looks {
  return {
    real: run.facts.real,
    fact(name) {
      run.used.profile = true;
      return run.facts.profile?.facts[name];
    },
    contacts: (matches) =>
      recall(run, (item): item is ContactMade => item.kind === 'contact' && matches(item)),
    matters: (matches) => recall(run, (item): item is OpenMatter => item.kind === 'matter' && matches(item)),
    slot: (...asked) => slotOf(run, ...asked),
  };
}

/** Where nothing is paced (a simulation), every slot is now. */
function slotOf({ facts, used }: Run, ...asked: Parameters<Pace['take']>): number | null {
  const { pace } = facts;
  if (pace === undefined || pace === null) return facts.real;
  const slot = pace.take(...asked);
  used.slots = [...(used.slots ?? []), slot];
  return slot;
}

/** A message that counts is remembered from now on; what no cap can count any more is forgotten. */
export function countSend(run: Run, pending: PendingCommand, verdict: Verdict): void {
  const keeps = run.facts.guardrails?.policy?.rules.keeps;
  if (verdict.kind !== 'send' || !verdict.counts || !keeps) return;
  const { commandId: id, purpose, channel, category } = checked(run, pending);
  const at = run.facts.real;
  const contact: ContactMade = {
    kind: 'contact',
    id,
    channel,
    purpose,
    category,
    customer: run.draft.customer,
    at,
  };
  rethink(run, (memory) => keepContacts(remember(memory, contact), keeps, at));
}

/** What came of a message: one that was turned down did not reach anybody, one that went says by which channel. */
export function settleContact(run: Run, meaning: 'done' | 'failed' | 'refused', answer: EventInput): void {
  const { commandId } = answer;
  if (meaning === 'failed' || run.memory.items.length === 0) return;
  const contact = itemsOf(run.memory, 'contact').find(({ id }) => id === commandId);
  if (contact === undefined) return;
  const channel = text(answer.value['channel']);
  if (meaning === 'refused') rethink(run, (memory) => forget(memory, (item) => item === contact));
  else if (contact.channel === null && channel !== null)
    rethink(run, (memory) => remember(memory, { ...contact, channel }));
}

/** The rule as records tell it: with the version of the policy, or of the stop, that was in force. */
export function reasonOf(run: Run, { rule, inputs }: Exclude<Verdict, { kind: 'send' }>): Reason {
  if (rule === JOURNEY_PAUSED.rule) return { rule, ruleVersion: null, inputs };
  const { policy, number } = run.facts.guardrails ?? { policy: null, number: 0 };
  const version = rule === STOP ? number : (policy?.version ?? number);
  return { rule, ruleVersion: String(version), inputs };
}

/** The same of a message that goes. What its rules looked at is journalled with the facts. */
export function groundsOf(run: Run, pending: PendingCommand): Grounds {
  const policy = run.facts.guardrails?.policy ?? null;
  if (policy === null || run.draft.revision < SENT_TELLS_POLICY) return {};
  const passed = rulesAsked(policy.rules, checked(run, pending));
  return { ruleVersion: String(policy.version), passed };
}

/** Holds a command back: what it waits for stands in `held`, and it is checked again when its time has come. */
export function holdBack(
  run: Run,
  pending: PendingCommand,
  verdict: Extract<Verdict, { kind: 'hold' }>,
): { readonly pending: PendingCommand; readonly due: number | null } {
  const { rule, until, slot } = verdict;
  const { real } = run.facts;
  const { held } = pending;
  const since = waitsSince(held) ?? (held?.rule === rule ? held.since : real);
  const due = until === null ? null : Math.max(until, run.draft.now + SHORTEST_HOLD);
  const holding: PendingCommand = {
    ...pending,
    phase: 'held',
    held: {
      rule,
      since,
      until,
      ...(rule === STOP ? { under: run.facts.guardrails?.number ?? 0 } : {}),
      ...(slot === undefined ? {} : { slot }),
    },
  };
  if (held?.rule !== rule || held.until !== until) tellHeld(run, holding, reasonOf(run, verdict), until);
  return { pending: holding, due };
}

/** True when a new look has found nothing new: the same rule until the same time. */
export function isStillHeld({ held }: PendingCommand, verdict: Verdict): boolean {
  return verdict.kind === 'hold' && held?.rule === verdict.rule && held.until === verdict.until;
}

/** The command without what held it back. */
export function letGo({ held: _held, ...pending }: PendingCommand): PendingCommand {
  return { ...pending, phase: 'sent' };
}

/** A command that was held back from the start is unknown to everybody: no answer can come. */
export function wasSent({ phase, attempt }: PendingCommand): boolean {
  return phase !== 'held' || attempt > 1;
}

function tellHeld(run: Run, pending: PendingCommand, reason: Reason, until: number | null): void {
  const { step, visit, commandId } = pending;
  const { rule, ruleVersion, inputs } = reason;
  note(run, { did: 'held', step, visit, commandId, rule, ruleVersion, until, inputs });
  publish(run, 'SendHeld', {
    ...about(pending),
    rule,
    ruleVersion,
    heldUntil: until,
    heldAt: run.draft.now,
    inputs,
  });
}

/** Records a message that will not go. */
export function tellSkipped(run: Run, pending: PendingCommand, { rule, ruleVersion, inputs }: Reason): void {
  const { step, commandId } = pending;
  publish(run, 'SendSkipped', {
    ...about(pending),
    rule,
    ruleVersion,
    skippedAt: run.draft.now,
    inputs,
  });
  note(run, { did: 'skipped', step, commandId, rule, ...because(run, ruleVersion, inputs) });
}

/** A rule of ours tells its version and inputs; an answer from elsewhere its code. */
function because(
  { draft }: Run,
  ruleVersion: string | null,
  inputs: Inputs,
): { readonly [name: string]: Json } {
  if (ruleVersion !== null) return { ruleVersion, inputs };
  return draft.revision < SKIP_TELLS_CODE ? {} : inputs;
}

function about({ step, visit, commandId, with: values }: PendingCommand) {
  return {
    step,
    visit,
    commandId,
    purpose: text(values?.['purpose']) ?? '',
    channel: text(values?.['channel']),
  };
}

/** What an answer that turned a command down says of itself: its stable code. */
export function refusalOf({ type, value }: Pick<EventInput, 'type' | 'value'>): Reason {
  const code = text(value['code']);
  return { rule: type, ruleVersion: null, inputs: code === null ? {} : { code } };
}

/** Which revision of its template a message was sent with, or looked at for; nothing where the answer does not say. */
export function templateOf(
  { draft }: Run,
  { value }: Pick<EventInput, 'value'>,
): { readonly templateRevision?: number } {
  const templateRevision = value['templateRevision'];
  const isTold = typeof templateRevision === 'number' && draft.revision >= ANSWER_TELLS_TEMPLATE;
  return isTold ? { templateRevision } : {};
}

/** The guardrails as the journal names them. */
export type GuardrailsAt = (number: number) => Guardrails | undefined;
