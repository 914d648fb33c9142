// The code that a customer shows at the counter: short enough to say, with no characters that are taken for others.

/** No vowels, so that no words come about; no 0, 1, 2, 5, 8 and nothing that looks like them. */
export const PICKUP_ALPHABET = 'CDFGHJKMNPQRTVWXY34679';
export const PICKUP_LENGTH = 6;
/** Wrong codes after which only a supervisor may hand the order over. */
export const MOST_WRONG_CODES = 5;

/** A code from numbers below the alphabet's length, one per character. */
export function pickupCode(draws: readonly number[]): string {
  return draws.map((draw) => PICKUP_ALPHABET.charAt(draw)).join('');
}

/** A code as it was typed or read out: capitals, without spaces and hyphens. */
export function normalisedCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '');
}
