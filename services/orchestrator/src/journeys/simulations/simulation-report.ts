// What a simulation of recorded history tells: in total, per customer, and what it could not know.
import type { Contact } from '../domain/simulation/customer-record.js';
import type { DifferenceKind, OutcomeChange } from '../domain/simulation/comparison.js';
import { PARTLY_PLAYED, type PartlyPlayed } from '../domain/simulation/partly-played.js';
import type { SimulationTotals } from '../domain/simulation/totals.js';

export interface AssumedAnswer {
  readonly act: string;
  readonly times: number;
  /** The answering event; null: never answered. */
  readonly type: string | null;
  readonly delayMs: number;
  /** How many recorded answers it was learnt from; 0: a success after a second was assumed. */
  readonly samples: number;
}

export interface SimulationReport {
  readonly totals: SimulationTotals;
  /** Customers that were left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
  readonly assumedAnswers: readonly AssumedAnswer[];
  /** What has to be known to read it. */
  readonly notes: readonly SimulationNote[];
  readonly records: number;
  readonly inputs: number;
  /** Customers whose differences are kept, of all that are different. */
  readonly kept: number;
  readonly seconds: number;
}

/** One customer that would be different. */
export interface SimulatedCustomer {
  readonly profileId: string;
  readonly differences: readonly DifferenceKind[];
  readonly gained: readonly Contact[];
  readonly lost: readonly Contact[];
  readonly moved: readonly { readonly before: Contact; readonly after: Contact }[];
  readonly outcomes: readonly OutcomeChange[];
}

/** Notes by their codes, which pages say in their own language. */
export const NOTE_CODES = ['reactions', 'answers', 'unasked', 'counted', 'facts', ...PARTLY_PLAYED] as const;

export interface SimulationNote {
  readonly code: (typeof NOTE_CODES)[number];
  /** In plain English. */
  readonly text: string;
}

const NOTES: readonly SimulationNote[] = [
  {
    code: 'reactions',
    text: "Customers' reactions are held as recorded: who would have been asked something else may have done something else.",
  },
  {
    code: 'answers',
    text: 'Answers of services are as recorded where the same command was really sent; other commands are answered as such commands usually were (assumedAnswers).',
  },
  {
    code: 'unasked',
    text: 'Approvals and tasks of workers that were never really asked for are decided by nobody: they run out.',
  },
  {
    code: 'counted',
    text: 'Counted are journeys that began within the time looked at. Customers who were in the journey before it, who were merged or erased in it, are left out (leftOut).',
  },
  {
    code: 'facts',
    text: 'Facts, and what is remembered of a customer from before, are those known now where the log of that time does not say.',
  },
];

/** What is to be known only where a journey uses it. */
const PARTLY: Readonly<Record<PartlyPlayed, string>> = {
  pace: 'A pace is shared by all customers. A message that really waited for its slot waits as long here; others go at once, and those that the pace would have put off to a later minute are counted (rules, beyond pace/…): a sample with its share of the pace, named customers not at all.',
  places:
    'A limit on instances is shared by all customers. An entry that was really declined because of it stays declined, unless the limit is higher now; others enter, and those that would have found all places taken are counted (rules, beyond concurrency): a sample with its share of the limit, named customers not at all.',
  schedules:
    'Entries by schedule are those that were really asked for: at other times, or of customers whom nobody asked then, this version starts nothing here.',
};

/** Those of every report, and of what its versions use. */
export function notesFor(partly: readonly PartlyPlayed[]): readonly SimulationNote[] {
  return [...NOTES, ...partly.map((code) => ({ code, text: PARTLY[code] }))];
}

/** The notes of a stored report; reports of before have their texts only. */
export function notesOf(stored: readonly (SimulationNote | string)[]): readonly SimulationNote[] {
  return stored.flatMap((note) =>
    typeof note === 'string' ? NOTES.filter(({ text }) => text === note) : [note],
  );
}
