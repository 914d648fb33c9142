// "At least this old" as a filter in the address: a word there, a moment for the services.
import { useTranslation } from 'react-i18next';
import type { Filter } from '../design/filters.js';
import { useNow } from '../design/use-now.js';

const MINUTE = 60_000;
const AGES = { '5m': 5 * MINUTE, '1h': 60 * MINUTE, '1d': 1_440 * MINUTE, '7d': 10_080 * MINUTE } as const;

type Age = keyof typeof AGES;

const WORDS: readonly Age[] = ['5m', '1h', '1d', '7d'];

export function useAgeFilter(label: string): Filter {
  const { t } = useTranslation('incidents');
  return {
    kind: 'choice',
    name: 'older',
    label,
    options: WORDS.map((value) => ({ value, label: t(`age.${value}`) })),
  };
}

/** The moment that a word means now, to the minute: a list is not asked for anew at every look at the clock. */
export function useBefore(word: string | null): string | undefined {
  const now = useNow();
  const age = WORDS.find((each) => each === word);
  if (age === undefined) return undefined;
  return new Date(Math.floor((now - AGES[age]) / MINUTE) * MINUTE).toISOString();
}
