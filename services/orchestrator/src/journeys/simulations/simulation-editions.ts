// What was in force while a stretch of the timeline was lived through: publications and guardrails by their numbers.
import type { Database } from '@continuo/persistence';
import type { Plans } from '../domain/engine/profile.js';
import type { Guardrails } from '../domain/guardrails/policy.js';
import type { Plan } from '../domain/language/plan.js';
import { partlyPlayed, type PartlyPlayed } from '../domain/simulation/partly-played.js';
import { withCandidate } from '../domain/simulation/overlay.js';
import type { GuardrailsBook } from '../guardrails/guardrails-book.js';
import type { PlanBook } from '../definitions/plan-book.js';
import { newestNumbers, type Marks } from './simulation-baseline.store.js';

export interface Editions {
  readonly plans: ReadonlyMap<number, Plans>;
  readonly guardrails: ReadonlyMap<number, Guardrails | null>;
  /** What of the candidate, and of the versions of its journey that it is compared with, is played in part only. */
  readonly partlyPlayed: readonly PartlyPlayed[];
  /** For partitions without a mark. */
  readonly newest: { readonly publication: number; readonly guardrails: number };
}

/** Those that partitions took up, with the candidate in the place of its journey. */
export async function readEditions(
  { database, plans: book, guardrails }: EditionSources,
  marks: Marks,
  candidate: Plan,
): Promise<Editions> {
  const newest = await newestNumbers(database);
  const plans = new Map<number, Plans>();
  const compared = new Set([candidate]);
  for (const number of numbersOf(marks.publications, newest.publication)) {
    const published = await database.transaction((tx) => book.at(tx, number));
    const was = published.current(candidate.journey);
    if (was !== undefined) compared.add(was);
    plans.set(number, withCandidate(published, candidate));
  }
  const inForce = new Map<number, Guardrails | null>();
  for (const number of numbersOf(marks.guardrails, newest.guardrails)) {
    inForce.set(number, await database.transaction((tx) => guardrails.at(tx, number)));
  }
  const policies = [...inForce.values()].flatMap((each) => each?.policy?.rules ?? []);
  return { plans, guardrails: inForce, partlyPlayed: partlyPlayed([...compared], policies), newest };
}

export interface EditionSources {
  readonly database: Database;
  readonly plans: PlanBook;
  readonly guardrails: GuardrailsBook;
}

function numbersOf(marks: Marks['publications'], newest: number): readonly number[] {
  const marked = [...marks.values()].flat().map(({ value }) => value);
  return [...new Set([...marked, newest])].sort((a, b) => a - b);
}
