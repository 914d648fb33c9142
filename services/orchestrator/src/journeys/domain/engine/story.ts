// An instance's life in three lines, the same for the same life: why it began, which way it went, why it ended.
import type { Plan } from '../language/plan.js';
import type { Deed, JournalEntry } from './output.js';

export interface Story {
  /** Messages that were sent: commands that reach a person and were answered as done. */
  readonly sends: number;
  /** Three lines, without ids and times; two while it runs. */
  readonly why: readonly string[];
}

/** Tells it from the whole journal. */
export function storyOf(plan: Plan, journal: readonly JournalEntry[]): Story {
  const deeds = journal.flatMap((entry) => entry.deeds.map((deed) => ({ deed, entry })));
  const began = deeds.find(({ deed }) => deed.did === 'started');
  const ways = deeds.filter(({ deed }) => isWay(plan, deed)).map(({ deed }) => wayOf(deed));
  const last = deeds.findLast(({ deed }) => deed.did === 'ended');
  return {
    sends: deeds.filter(({ deed }) => isSent(plan, deed)).length,
    why: [
      began === undefined ? 'began: not in the journal any more' : beginningOf(plan, began.entry, began.deed),
      `went: ${ways.length === 0 ? 'nowhere yet' : ways.join(', ')}`,
      ...(last === undefined ? [] : [endOf(plan, journal, last.deed)]),
    ],
  };
}

function beginningOf(plan: Plan, { input }: JournalEntry, { entry: at }: Deed): string {
  if (input.kind !== 'event') return parentOf(input) ?? 'began: by request';
  const when = typeof at === 'number' ? plan.entries[at]?.when : undefined;
  return `began: ${nameOf(input['type'])}${when ? ` when ${when.source}` : ''}`;
}

function parentOf({ parent }: JournalEntry['input']): string | undefined {
  if (typeof parent !== 'object' || parent === null || Array.isArray(parent)) return undefined;
  const { step, journey } = parent as { readonly [field: string]: unknown };
  return `began: by ${String(step)} of ${String(journey)}`;
}

/** An end is left too, but the last line tells it. */
function isWay(plan: Plan, { did, step }: Deed): boolean {
  return did === 'left' && plan.steps.get(String(step))?.kind !== 'end';
}

function wayOf({ step, outcome }: Deed): string {
  return `${String(step)} (${nameOf(outcome)})`;
}

/** The input that took the last step forward: not the last compensation's answer, nor what came after the end. */
function endOf(plan: Plan, journal: readonly JournalEntry[], end: Deed): string {
  const { outcome, ending } = end;
  const until = journal.findIndex(({ deeds }) => deeds.includes(end)) + 1;
  const cause = journal.slice(0, until).findLast(({ deeds }) => deeds.some(({ did }) => DECIDERS.has(did)));
  const by = cause === undefined ? '' : ` by ${causeOf(plan, cause)}`;
  return `ended: ${String(outcome)} (${String(ending)})${by}`;
}

const DECIDERS = new Set(['left', 'exited', 'cancelled', 'erased']);

function causeOf(plan: Plan, { input, deeds }: JournalEntry): string {
  switch (input.kind) {
    case 'event': {
      const exited = deeds.find(({ did }) => did === 'exited');
      const when = typeof exited?.['exit'] === 'number' ? plan.exits[exited['exit']]?.when : undefined;
      return `${nameOf(input['type'])}${when ? ` when ${when.source}` : ''}`;
    }
    case 'timer':
      return `time in ${String(deeds.find(({ did }) => did === 'left')?.['step'] ?? 'its step')}`;
    case 'action':
      return `an operator's ${String(input['action'])}`;
    case 'erased':
      return 'ProfileErased';
    case 'child':
      return 'the end of a journey that it started';
    case 'parent':
      return 'the journey that started it';
    default:
      return input.kind;
  }
}

function isSent(plan: Plan, { did, step, meaning }: Deed): boolean {
  if (did !== 'answered' || meaning !== 'done') return false;
  const at = plan.steps.get(String(step));
  return at?.kind === 'act' && at.call.sends;
}

/** `MessageReceived` of `continuo.collaboration.MessageReceived.v1`; anything else as it is. */
function nameOf(type: unknown): string {
  return /^continuo\.[a-z_]+\.(?:commands\.)?([A-Za-z0-9]+)\.v\d+$/.exec(String(type))?.[1] ?? String(type);
}
