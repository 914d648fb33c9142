// Which journeys one event of a customer touched, and what it did there, as the journal tells.
import type { Deed, JournalEntry } from '../engine/output.js';
import type { Json } from '../expressions/value.js';
import type { Declined } from './why-record.js';

export const TOUCHES = [
  'entered',
  'satisfied',
  'restarted',
  'answered',
  'late',
  'kept',
  'dropped',
  'goal',
  'exited',
  'ended',
  'touched',
  'declined',
] as const;
export type TouchKind = (typeof TOUCHES)[number];

export interface Touch {
  readonly eventId: string;
  readonly what: TouchKind;
  /** Milliseconds: the timeline's clock. One that was kept may satisfy a wait later. */
  readonly at: number;
  readonly journey: string;
  readonly version: number;
  /** Null where it was declined. */
  readonly instanceId: string | null;
  readonly step: string | null;
  /** The outcome of an exit or an end, the goal's name, what the answer means, the rule that declined. */
  readonly detail: string | null;
}

const KIND_OF: Readonly<Record<string, TouchKind>> = {
  started: 'entered',
  matched: 'satisfied',
  restarted: 'restarted',
  answered: 'answered',
  'undo-answered': 'answered',
  created: 'answered',
  'handed-over': 'answered',
  ruled: 'answered',
  'ruling-refused': 'answered',
  settled: 'answered',
  'answered-late': 'late',
  'ruled-late': 'late',
  'settled-late': 'late',
  kept: 'kept',
  dropped: 'dropped',
  goal: 'goal',
  exited: 'exited',
  ended: 'ended',
};
/** Where a deed says what came of it. */
const DETAILS = ['outcome', 'goal', 'meaning', 'why'] as const;

/** What these events did in one entry: as its input, or out of the mailbox in which they were kept. */
export function touchesOf(entry: JournalEntry, eventIds: ReadonlySet<string>): readonly Touch[] {
  const input = text(entry.input['id']);
  const touch = (eventId: string, what: TouchKind, deed: Deed | null): Touch => ({
    eventId,
    what,
    at: entry.facts.now,
    journey: entry.journey,
    version: entry.version,
    instanceId: entry.instance,
    step: text(deed?.['step']),
    detail: detailOf(deed),
  });
  const touches = entry.deeds.flatMap((deed) => {
    const what = KIND_OF[deed.did];
    // A deed that names an event is about that one; all others are about what came in.
    const eventId = text(deed['event']) ?? input;
    return what === undefined || eventId === null || !eventIds.has(eventId)
      ? []
      : [touch(eventId, what, deed)];
  });
  const isSilent = input !== null && eventIds.has(input) && !touches.some((one) => one.eventId === input);
  return isSilent ? [touch(input, 'touched', null), ...touches] : touches;
}

/** An event by which somebody could have entered a journey and did not; null when it was none of these. */
export function touchDeclined(declined: Declined, eventIds: ReadonlySet<string>): Touch | null {
  const { journey, version, at, rule, inputs } = declined;
  const eventId = text(inputs['entry']);
  if (eventId === null || !eventIds.has(eventId)) return null;
  return { eventId, what: 'declined', at, journey, version, instanceId: null, step: null, detail: rule };
}

function detailOf(deed: Deed | null): string | null {
  for (const name of DETAILS) {
    const said = text(deed?.[name]);
    if (said !== null) return said;
  }
  return null;
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
