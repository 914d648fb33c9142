// What became of a request, in words: some codes are told as what they mean, the others as they are.
import type { TFunction } from 'i18next';
import type { Tone } from '../design/tones.js';

const KNOWN = [
  'applied',
  'waiting',
  'pending',
  'no-incident',
  'incident-not-found',
  'already-ended',
  'already-ending',
  'not-concerned',
  'profile-erased',
] as const;

/** Codes of incidents by the text that says what they mean. */
const MEANINGS = {
  'attempts-exhausted': 'attempts-exhausted',
  refused: 'refused',
  'engine-error': 'engine-error',
  'wrong-type': 'wrong-type',
  'too-costly': 'too-costly',
  failed: 'failed',
  timeout: 'timeout',
  restless: 'restless',
  'no-such-key': 'expression',
  'no-such-overload': 'expression',
  'division-by-zero': 'expression',
  overflow: 'expression',
  'out-of-range': 'expression',
  'not-json': 'expression',
} as const;

type Texts = TFunction<'incidents'>;

export function outcomeText(t: Texts, code: string): string {
  const known = KNOWN.find((each) => each === code);
  return known === undefined ? t('outcome.other', { code }) : t(`outcome.${known}`);
}

/** Somebody else having done it is no failure. */
export function outcomeTone(code: string | null): Tone {
  if (code === 'applied') return 'good';
  if (code === null || code === 'pending' || code === 'waiting') return 'info';
  return 'quiet';
}

/** What an incident's code means for who has to decide. */
export function meaningOf(t: Texts, code: string): string {
  const known = Object.hasOwn(MEANINGS, code) ? MEANINGS[code as keyof typeof MEANINGS] : 'other';
  return t(`meaning.${known}`);
}
