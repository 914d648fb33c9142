// What stands behind the figures of the bus's pages.
import { useTranslation } from 'react-i18next';
import type { About } from '../design/figure.js';

const WINDOWS = { rate: 'minute', lag: 'now', kept: 'now', delay: 'minute', end: 'now' } as const;

export type BusFigure = keyof typeof WINDOWS;

/** @param at when the answer came: milliseconds since 1970, 0 when none has */
export function useBusAbout(at: number): (figure: BusFigure) => About {
  const { t } = useTranslation('bus');
  return (figure) => ({
    definition: t(`figures.${figure}`),
    window: t(`windows.${WINDOWS[figure]}`),
    source: t(figure === 'delay' ? 'sources.metrics' : 'sources.broker'),
    ...(at > 0 && { at }),
  });
}
