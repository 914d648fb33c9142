// A life that a stored history is recorded from.
import type { Guardrails } from '../../src/journeys/domain/guardrails/policy.js';
import type { GivenGuardrails } from '../guardrails-under-test.js';
import type { JourneyUnderTest } from '../journey-under-test.js';

export interface Play {
  readonly name: string;
  /** What of the engine it stands for. */
  readonly says: string;
  readonly definition: string;
  /** Definitions of other journeys: those that its steps start, and those that compete with it. */
  readonly others?: readonly string[];
  /** Its own definition's second version and those after it. */
  readonly later?: readonly string[];
  /** Whose events and commands the definition speaks of: those of the tests, or the contract's. */
  readonly catalogue: 'test' | 'contract';
  /** What was in force for sending, by number. */
  readonly guardrails?: readonly GivenGuardrails[];
  play(game: JourneyUnderTest, under: (number: number) => Guardrails): void;
}
