// Says in words why an instance stands where it stands: the answer to "why" for people.
import type { Plan } from '../language/plan.js';
import { nextDue, type Instance } from './instance.js';
import type { JournalEntry } from './output.js';
import { decisionOf } from './decide.js';
import { describeWait } from './wait.js';

export interface Explanation {
  /** One sentence. */
  readonly summary: string;
  /** What it waits for; empty when it does not wait. */
  readonly waitsFor: readonly string[];
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
    summary: summaryOf(instance),
    waitsFor: waitsFor(plan, instance),
    until: due === null ? null : new Date(due).toISOString(),
    because: journal.slice(-NEWEST).flatMap(reasonsOf),
  };
}

function summaryOf(instance: Instance): string {
  const { step, visit, status, outcome, ending, incidents, pending, undo } = instance;
  const [incident] = incidents;
  const at = `${step} (visit ${visit})`;
  if (incident !== undefined) {
    return `stands in ${incident.step} since ${time(incident.since)}: ${incident.code} (${incident.detail})`;
  }
  if (status === 'ended')
    return `ended with ${outcome ?? 'nothing'}: ${ending ?? 'unknown'} at ${time(instance.now)}`;
  if (status === 'undoing')
    return `ends with ${outcome ?? 'nothing'}; still undoing ${undo.map((each) => each.step).join(', ')}`;
  if (pending?.phase === 'backoff') return `tries ${at} again: attempt ${pending.attempt} failed`;
  if (pending !== null)
    return `waits in ${at} for the answer to command ${pending.commandId}, attempt ${pending.attempt}`;
  return `waits in ${at} since ${time(instance.now)}`;
}

function waitsFor(plan: Plan, instance: Instance): readonly string[] {
  const step = plan.steps.get(instance.step);
  if (instance.status !== 'running' || step === undefined) return [];
  if (step.kind === 'wait') return describeWait(step);
  return step.kind === 'act' ? [...step.call.command.answers.keys()] : [];
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
