// Holds what came of the twenty lives against what was expected of them.
import { isDeepStrictEqual } from 'node:util';
import type { Journey } from './journeys.js';

/** A customer of `expected.json`, written by hand before the story was played. */
export interface Expected {
  readonly customer: string;
  /** What this customer is in the story for. */
  readonly shows: string;
  /** The key of the journey in a first run; a later one adds `-<run>`. */
  readonly key: string;
  readonly definition: string;
  readonly outcome: string;
  readonly sends: number;
  readonly why: readonly string[];
}

/** What differs, as lines for people; empty when all came as expected. */
export function differences(
  expected: readonly Expected[],
  came: (customer: Expected) => Journey | undefined,
): readonly string[] {
  return expected.flatMap((wanted) => {
    const journey = came(wanted);
    if (journey === undefined) return [`${wanted.customer}: no journey came of it`];
    const { journey: definition, outcome, sends, why } = journey;
    return Object.entries({ definition, outcome, sends, why }).flatMap(([name, is]) => {
      const was = wanted[name as 'definition' | 'outcome' | 'sends' | 'why'];
      if (isDeepStrictEqual(is, was)) return [];
      return [
        `${wanted.customer}: ${name}`,
        `   expected ${JSON.stringify(was)}`,
        `   came     ${JSON.stringify(is)}`,
      ];
    });
  });
}
