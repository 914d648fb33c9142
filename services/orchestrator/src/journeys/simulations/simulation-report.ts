// What a simulation of recorded history tells: in total, per customer, and what it could not know.
import type { Contact } from '../domain/simulation/customer-record.js';
import type { DifferenceKind, OutcomeChange } from '../domain/simulation/comparison.js';
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
  readonly notes: readonly string[];
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

export const NOTES = [
  "Customers' reactions are held as recorded: who would have been asked something else may have done something else.",
  'Answers of services are as recorded where the same command was really sent; other commands are answered as such commands usually were (assumedAnswers).',
  'Approvals and tasks of workers that were never really asked for are decided by nobody: they run out.',
  'Counted are journeys that began within the time looked at. Customers who were in the journey before it, who were merged or erased in it, are left out (leftOut).',
  'Facts, and what is remembered of a customer from before, are those known now where the log of that time does not say.',
];
