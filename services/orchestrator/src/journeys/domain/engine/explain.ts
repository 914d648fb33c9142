// Says in words why an instance stands where it stands: the answer to "why" for people.
import type { Plan } from '../language/plan.js';
import { nextDue, positionsOf, type Instance, type Position } from './instance.js';
import type { JournalEntry } from './output.js';
import { decisionAwaited, wordsOfAwaited, type Awaited } from './awaited.js';
import { decisionOf } from './decide.js';
import { openStandings, standingsOf, type Standing } from './standing.js';

export interface Explanation {
  /** One sentence. */
  readonly summary: string;
  /** What it waits for, at any of its places; empty when it does not wait. */
  readonly waitsFor: readonly Awaited[];
  /** Every place where it stands, the main way first. */
  readonly positions: readonly Standing[];
  /** When it goes on by itself, ISO 8601. */
  readonly until: string | null;
  /** What led here, newest last: each with its input, rule and facts. */
  readonly because: readonly string[];
}

const NEWEST = 10;

/** Why it is so, from the state and the newest entries of the journal. */
export function explain(plan: Plan, instance: Instance, journal: readonly JournalEntry[]): Explanation {
  const due = nextDue(instance);
  return {
    summary: summaryOf(plan, instance),
    waitsFor: once(openStandings(plan, instance).flatMap((each) => each.waitsFor)),
    positions: standingsOf(plan, instance),
    until: due === null ? null : new Date(due).toISOString(),
    because: journal.slice(-NEWEST).flatMap(reasonsOf),
  };
}

/** Two places may wait for the same. */
function once(waits: readonly Awaited[]): readonly Awaited[] {
  return [...new Map(waits.map((each) => [JSON.stringify(each), each])).values()];
}

function summaryOf(plan: Plan, instance: Instance): string {
  const { status, outcome, ending, incidents, undo } = instance;
  if (incidents.length > 0) {
    const told = incidents.map(
      ({ step, since, code, detail }) => `stands in ${step} since ${time(since)}: ${code} (${detail})`,
    );
    return told.join('; ');
  }
  if (status === 'ended')
    return `ended with ${outcome ?? 'nothing'}: ${ending ?? 'unknown'} at ${time(instance.now)}`;
  if (status === 'undoing')
    return `ends with ${outcome ?? 'nothing'}; still undoing ${undo.map((each) => each.step).join(', ')}`;
  const open = new Set(openStandings(plan, instance).map(({ step }) => step));
  return positionsOf(instance)
    .filter(({ step }) => open.has(step))
    .map((position) => placeOf(plan, instance, position))
    .join('; ');
}

function placeOf(plan: Plan, instance: Instance, { step, visit, pending, since }: Position): string {
  const at = `${step} (visit ${visit})`;
  const kind = plan.steps.get(step);
  if (kind?.kind === 'journey') return `waits in ${at} for the end of ${kind.journey}`;
  if (pending?.phase === 'held' && (kind?.kind === 'approve' || kind?.kind === 'task'))
    return `holds back what others are asked for in ${at}: ${pending.held?.rule ?? 'a rule'}`;
  if (kind?.kind === 'approve') return `waits in ${at} for ${wordsOfAwaited(decisionAwaited(kind, pending))}`;
  if (kind?.kind === 'task' && pending?.phase === 'sent')
    return `waits in ${at} for a worker's ${kind.task}, attempt ${pending.attempt}`;
  if (pending?.phase === 'held') return `holds the message of ${at} back: ${pending.held?.rule ?? 'a rule'}`;
  if (pending?.phase === 'backoff') return `tries ${at} again: attempt ${pending.attempt} failed`;
  if (pending !== null)
    return `waits in ${at} for the answer to command ${pending.commandId}, attempt ${pending.attempt}`;
  return `waits in ${at} since ${time(since ?? instance.now)}`;
}

function reasonsOf(entry: JournalEntry): readonly string[] {
  const { input, facts } = entry;
  const what = input.kind === 'event' ? `${String(input['type'])} ${String(input['id'])}` : input.kind;
  return entry.deeds.map((deed) => {
    const { did, ...details } = deed;
    if (did === 'decided') return `${time(facts.now)} ${what}: ${decisionOf(details)}`;
    const told = Object.entries(details).filter(([name]) => name !== 'vars' && name !== 'key');
    const by = told.map(
      ([name, value]) => `${name} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
    );
    const profile = facts.profile === undefined ? '' : ` (profile facts ${facts.profile.version})`;
    return `${time(facts.now)} ${what}: ${did}${by.length > 0 ? ` ${by.join(', ')}` : ''}${profile}`;
  });
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}
