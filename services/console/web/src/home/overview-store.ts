// The overview as the console's stream keeps it true, for all parts of the page.
import { useTranslation } from 'react-i18next';
import type { paths } from '../api/generated/console.js';
import type { About } from '../design/figure.js';
import { liveStore } from '../live/use-live.js';
import type home from '../i18n/en/home.json';

type Overview = paths['/console/overview']['get']['responses'][200]['content']['application/json'];
export type OverviewData = Overview['data'];
export type ServiceOverview = OverviewData['services'][string];
export type TopicOverview = OverviewData['topics'][string];

export const overviewStore = liveStore<OverviewData>('/console/live');

type Names<T, Before extends string = ''> = {
  [K in keyof T & string]: T[K] extends string ? `${Before}${K}` : Names<T[K], `${Before}${K}.`>;
}[keyof T & string];

/** By the key under which the console tells window and source. */
export type FigureKey = Names<(typeof home)['figures']>;

/** What stands behind a figure of the overview; its age is that of its source. */
export function useAbout(data: OverviewData): (key: FigureKey, at?: string) => About {
  const { t } = useTranslation('home');
  return (key, at) => {
    const { window = 'now', source = 'metrics' } = data.figures[key] ?? {};
    const span =
      window === 'today' ? t('windows.today', { zone: data.customers.timeZone }) : t(`windows.${window}`);
    return {
      definition: t(`figures.${key}`),
      window: span,
      source: t(`sources.${source}`),
      at: at ?? ageOf(data, source),
    };
  };
}

/** The oldest of what it was added up from, so that no age is younger than its figure. */
function ageOf(data: OverviewData, source: string): string | undefined {
  if (source === 'broker') return data.broker.asOf;
  if (source === 'customer-data-platform') return data.customers.asOf;
  const ages = Object.values(data.services).flatMap(({ state, asOf }) =>
    state === 'away' || asOf === undefined ? [] : [asOf],
  );
  return ages.sort()[0];
}

export function sumOf(counts: Readonly<Record<string, number>> | undefined): number {
  return Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0);
}

export function sumOfAll(
  counts: Readonly<Record<string, Readonly<Record<string, number>>>> | undefined,
): number {
  return Object.values(counts ?? {}).reduce((sum, inner) => sum + sumOf(inner), 0);
}
