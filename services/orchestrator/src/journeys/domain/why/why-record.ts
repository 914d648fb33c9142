// Why, as a record: everything that mattered to a customer, one thing a line, in words and in fields.
import type { Deed, JournalEntry } from '../engine/output.js';
import { decisionOf } from '../engine/decide.js';
import type { Json } from '../expressions/value.js';

export const WHY_KINDS = [
  'entered',
  'declined',
  'held-out',
  'arbitration',
  'experiment',
  'decision',
  'sent',
  'held',
  'skipped',
  'answered',
  'exited',
  'goal',
  'incident',
  'operator',
  'moved',
  'ended',
] as const;
export type WhyKind = (typeof WHY_KINDS)[number];

/** Which deeds of the journal are which kind. */
const KIND_OF: Readonly<Record<string, WhyKind>> = {
  started: 'entered',
  'held-out': 'held-out',
  preempted: 'arbitration',
  assigned: 'experiment',
  decided: 'decision',
  sent: 'sent',
  held: 'held',
  released: 'operator',
  skipped: 'skipped',
  answered: 'answered',
  'answered-late': 'answered',
  exited: 'exited',
  goal: 'goal',
  incident: 'incident',
  retried: 'operator',
  'skipped-by': 'operator',
  cancelled: 'operator',
  moved: 'moved',
  migrated: 'moved',
  erased: 'ended',
  ended: 'ended',
};

/** The names of the deeds of some kinds; of all kinds when none is named. */
export function deedsOf(kinds: readonly WhyKind[]): readonly string[] {
  return Object.entries(KIND_OF).flatMap(([did, kind]) =>
    kinds.length === 0 || kinds.includes(kind) ? [did] : [],
  );
}

export interface WhyRecord {
  readonly kind: WhyKind;
  /** Milliseconds: the timeline's clock. */
  readonly at: number;
  readonly journey: string;
  readonly version: number;
  /** Null for an entry that was declined. */
  readonly instanceId: string | null;
  readonly step: string | null;
  readonly commandId: string | null;
  /** The event, request or timer that led to it. */
  readonly cause: { readonly kind: string; readonly type: string | null; readonly id: string | null };
  readonly rule: string | null;
  readonly ruleVersion: string | null;
  /** Of what is held: when it is looked at again (ms); null when no time is known. */
  readonly until: number | null;
  readonly inputs: { readonly [name: string]: Json };
  /** In plain words. */
  readonly text: string;
}

/** What of one entry of the journal mattered, in order. */
export function whyOf(entry: JournalEntry, kinds: readonly WhyKind[] = []): readonly WhyRecord[] {
  return entry.deeds.flatMap((deed): readonly WhyRecord[] => {
    const kind = KIND_OF[deed.did];
    if (kind === undefined || (kinds.length > 0 && !kinds.includes(kind))) return [];
    const { journey, version, instance: instanceId, input, facts } = entry;
    const cause = { kind: input.kind, type: textOf(input['type']), id: textOf(input['id']) };
    return [
      {
        kind,
        at: facts.now,
        journey,
        version,
        instanceId,
        step: textOf(deed['step']),
        commandId: textOf(deed['commandId']),
        cause,
        rule: ruleOf(deed),
        ruleVersion: textOf(deed['ruleVersion']),
        until: deed.did === 'held' && typeof deed['until'] === 'number' ? deed['until'] : null,
        inputs: inputsOf(deed, entry),
        text: wordsOf(deed, entry),
      },
    ];
  });
}

export interface Declined {
  readonly journey: string;
  readonly version: number;
  readonly at: number;
  readonly rule: string;
  readonly ruleVersion: string | null;
  readonly inputs: { readonly [name: string]: Json };
}

/** Journeys that lost against another one say so by this rule; all others are conditions of the journey itself. */
const ARBITRATION = /^(priority|group|arbitration)/;

/** An entry that was declined. */
export function whyDeclined({ journey, version, at, rule, ruleVersion, inputs }: Declined): WhyRecord {
  const { entry, ...looked } = inputs;
  const isLost = ARBITRATION.test(rule);
  return {
    kind: isLost ? 'arbitration' : 'declined',
    at,
    journey,
    version,
    instanceId: null,
    step: null,
    commandId: null,
    cause: { kind: 'event', type: null, id: textOf(entry) },
    rule,
    ruleVersion,
    until: null,
    inputs: looked,
    text: `${isLost ? 'lost against another journey' : 'not entered'}: ${rule}${listed(looked)}`,
  };
}

function ruleOf(deed: Deed): string | null {
  if (typeof deed['rule'] === 'string') return deed['rule'];
  if (deed.did === 'incident') return textOf(deed['code']);
  return null;
}

function inputsOf(deed: Deed, { facts }: JournalEntry): WhyRecord['inputs'] {
  const given = deed['inputs'];
  const looked = isObject(given) ? given : { ...detailsOf(deed), ...inForceAt(deed, facts) };
  return facts.profile === undefined ? looked : { ...looked, profileFacts: facts.profile.version };
}

/** With a message that rules let go: the number under which they were in force, and how many contacts they counted. */
function inForceAt(
  { did, passed }: Deed,
  { guardrails, memory }: JournalEntry['facts'],
): { readonly [name: string]: Json } {
  if (did !== 'sent' || passed === undefined || guardrails === undefined) return {};
  return { guardrails, contacts: memory?.items.filter(({ kind }) => kind === 'contact').length ?? 0 };
}

/** Fields that have a place of their own, or say what somebody's data was. */
const TOLD = new Set(['did', 'step', 'commandId', 'rule', 'ruleVersion', 'inputs', 'key', 'vars']);

function detailsOf(deed: Deed): { readonly [name: string]: Json } {
  return Object.fromEntries(Object.entries(deed).filter(([name]) => !TOLD.has(name)));
}

function wordsOf(deed: Deed, { input }: JournalEntry): string {
  const at = (name: string): string => wordOf(deed[name] ?? null);
  const version =
    deed['ruleVersion'] === null || deed['ruleVersion'] === undefined
      ? ''
      : ` (version ${at('ruleVersion')})`;
  const looked = isObject(deed['inputs']) ? listed(deed['inputs']) : '';
  switch (deed.did) {
    case 'started':
      return `entered by ${input.kind === 'event' ? nameOf(input['type']) : 'a request'}`;
    case 'held-out':
      return 'held out: belongs to the control group, nothing is sent';
    case 'preempted':
      return `gave way to ${at('journey')}`;
    case 'assigned':
      return `is in arm ${at('arm')} of ${at('experiment')}${deed['by'] === 'memory' ? ', as before' : ''}`;
    case 'decided':
      return decisionOf(deed);
    case 'sent':
      return `${at('step')}: asked for ${at('command')}${deed['attempt'] === 1 ? '' : `, attempt ${at('attempt')}`}${version === '' ? '' : `, let go by the guardrails${version}`}`;
    case 'held':
      return `${at('step')}: held by ${at('rule')}${version}${untilOf(deed['until'])}${looked}`;
    case 'skipped':
      return `${at('step')}: left out by ${at('rule')}${version}${looked}`;
    case 'answered':
    case 'answered-late':
      return `${at('step')}: ${nameOf(deed['type'])} (${at('meaning')}${deed.did === 'answered' ? '' : ', too late'})${deed['templateRevision'] === undefined ? '' : `, template revision ${at('templateRevision')}`}`;
    case 'exited':
      return `left by an exit with ${at('outcome')}`;
    case 'goal':
      return `reached the goal ${at('goal')}`;
    case 'incident':
      return `${at('step')}: stands, ${at('code')}`;
    case 'retried':
    case 'skipped-by':
    case 'cancelled':
    case 'released':
      return `${deed.did === 'skipped-by' ? 'step skipped' : deed.did} by ${at('actor')}`;
    case 'moved':
      return `moved to another profile: ${at('because')}`;
    case 'migrated':
      return `migrated from version ${at('from')} to ${at('to')}`;
    case 'erased':
      return 'the customer was erased';
    default:
      return deed.did === 'ended' ? `ended with ${at('outcome')} (${at('ending')})` : deed.did;
  }
}

function untilOf(until: Json | undefined): string {
  return typeof until === 'number' ? ` until ${new Date(until).toISOString()}` : '';
}

function listed(inputs: { readonly [name: string]: Json }): string {
  const told = Object.entries(inputs).map(([name, value]) => `${name} ${wordOf(value)}`);
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
}

/** A number as large as that is a moment in milliseconds: nothing else in a journal is. */
function wordOf(value: Json): string {
  if (typeof value === 'number' && value > 1e12) return new Date(value).toISOString();
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** `MessageSent` of `continuo.collaboration.MessageSent.v1`. */
function nameOf(type: Json | undefined): string {
  const text = String(type ?? '');
  return /^continuo\.[a-z_]+\.(?:commands\.)?([A-Za-z0-9]+)\.v\d+$/.exec(text)?.[1] ?? text;
}
