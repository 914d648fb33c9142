// Guardrails for tests: a policy from YAML, and what is stopped.
import type { Guardrails, Stop } from '../src/journeys/domain/guardrails/policy.js';
import { GuardrailsReader } from '../src/journeys/guardrails/guardrails-source.js';

const reader = new GuardrailsReader(new URL('../../../schemas/guardrails.schema.json', import.meta.url));

/** Guardrails as a stored history keeps them. */
export interface GivenGuardrails {
  readonly number: number;
  readonly rules: string;
  readonly stops?: readonly Stop[];
}

/** Those of a number, out of what was given. */
export function inForce(given: readonly GivenGuardrails[] = []): (number: number) => Guardrails {
  return (number) => {
    const found = given.find((each) => each.number === number);
    if (found === undefined) throw new Error(`no guardrails ${number} were given`);
    return guardrailsOf(found.rules, found.stops, number);
  };
}

/** What a policy of these rules puts in force; throws what is wrong with it. */
export function guardrailsOf(rules: string, stops: readonly Stop[] = [], number = 1): Guardrails {
  const read = reader.read(`title: Guardrails\nowner: tests\n${rules}`);
  if (!read.ok) throw new Error(read.problems.map((each) => `${each.line} ${each.rule}`).join('\n'));
  return { number, policy: { version: number, rules: read.policy }, stops };
}
