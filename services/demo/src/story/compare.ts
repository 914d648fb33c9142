// Holds what came of the twenty lives against what was expected of them.
import { isDeepStrictEqual } from 'node:util';
import type { Journey } from './journeys.js';

/** A customer of `expected.json`, written by hand before the story was played. */
export interface Expected {
  readonly customer: string;
  /** What this customer is in the story for. */
  readonly shows: string;
  /** The journey's key in the end: empty when an erasure took it away. In a later run it ends with the run's name. */
  readonly key: string;
  readonly definition: string;
  readonly outcome: string;
  readonly sends: number;
  readonly why: readonly string[];
}

/** The key of the customer's journey as long as it is known: the visit, or the order, that it began with. */
export function keyOf({ customer, definition }: Expected, run: string): string {
  const what = definition === 'guided-purchase' ? 'visit' : 'order';
  return `${what}-${customer.toLowerCase()}${run === '' ? '' : `-${run}`}`;
}

/** What differs, as lines for people; empty when all came as expected. */
export function differences(
  expected: readonly Expected[],
  came: (customer: Expected) => Journey | undefined,
  run: string,
): readonly string[] {
  return expected.flatMap((wanted) => {
    const journey = came(wanted);
    if (journey === undefined) return [`${wanted.customer}: no journey came of it`];
    const { journey: definition, key, outcome, sends, why } = journey;
    const expectedKey = wanted.key === '' ? '' : keyOf(wanted, run);
    return Object.entries({ definition, key, outcome, sends, why }).flatMap(([name, is]) => {
      const was = name === 'key' ? expectedKey : wanted[name as 'definition' | 'outcome' | 'sends' | 'why'];
      if (isDeepStrictEqual(is, was)) return [];
      return [
        `${wanted.customer}: ${name}`,
        `   expected ${JSON.stringify(was)}`,
        `   came     ${JSON.stringify(is)}`,
      ];
    });
  });
}
