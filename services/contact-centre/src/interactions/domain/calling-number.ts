// What a caller is known by: their number, or nothing when it is withheld or no number at all.

/**
 * What telephony puts in the place of a withheld number: words, and the words on a phone's keys (266696687 spells
 * ANONYMOUS; the others RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE).
 */
const withheld = new Set([
  'anonymous',
  'restricted',
  'blocked',
  'unknown',
  'unavailable',
  '266696687',
  '7378742833',
  '2562533',
  '8656696',
  '86282452253',
]);

/** The number as it came, or undefined when it names nobody. */
export function callingNumber(from: string): string | undefined {
  const number = from.trim();
  if (withheld.has(number.replace(/^\+/, '').toLowerCase())) return undefined;
  return /^\+?[\d\s().-]{3,32}$/.test(number) && /\d/.test(number) ? number : undefined;
}
