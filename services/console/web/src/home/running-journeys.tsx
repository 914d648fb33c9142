// Running journeys by definition: how many are under way, how many stand, and how the last ones ended.
import { useTranslation } from 'react-i18next';
import type { Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useFormats } from '../i18n/formats.js';
import { figureHead, LiveTable } from './live-table.js';
import { sumOf, useAbout, type FigureKey, type OverviewData } from './overview-store.js';

interface Row {
  readonly journey: string;
  readonly running: number;
  readonly stalled: number;
  readonly stuck: number;
  readonly ended: Readonly<Record<string, number>>;
}

export function RunningJourneys({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const about = useAbout(data);
  const head = (label: string, key: FigureKey) => figureHead(label, about(key));
  const mark = (value: number) =>
    value === 0 ? '0' : <StateBadge tone="warning">{formats.number(value)}</StateBadge>;
  const columns: readonly Column<Row>[] = [
    { key: 'journey', header: t('journeys.journey'), names: true, cell: ({ journey }) => journey },
    {
      key: 'running',
      ...head(t('journeys.running'), 'journeys.running'),
      align: 'end',
      cell: ({ running }) => formats.number(running),
    },
    {
      key: 'stalled',
      ...head(t('journeys.stalled'), 'journeys.stalled'),
      align: 'end',
      cell: ({ stalled }) => mark(stalled),
    },
    {
      key: 'stuck',
      ...head(t('journeys.stuck'), 'journeys.stuck'),
      align: 'end',
      cell: ({ stuck }) => mark(stuck),
    },
    {
      key: 'ended',
      ...head(t('journeys.ended'), 'journeys.ended'),
      cell: ({ ended }) =>
        Object.entries(ended)
          .map(([outcome, count]) => `${outcome} ${formats.number(count)}`)
          .join(' · ') || '–',
    },
  ];
  return (
    <Section title={t('journeys.title')}>
      <LiveTable
        caption={t('journeys.title')}
        columns={columns}
        items={rowsOf(data)}
        rowKey={({ journey }) => journey}
        rowLink={({ journey }) => `/journeys/${journey}`}
        empty={
          <Empty title={data.journeys.running === undefined ? t('journeys.unknown') : t('journeys.none')}>
            {t('journeys.noneText')}
          </Empty>
        }
      />
    </Section>
  );
}

function rowsOf({ journeys }: OverviewData): readonly Row[] {
  const { running = {}, ended = {}, stuck = {} } = journeys;
  const names = [...new Set([...Object.keys(running), ...Object.keys(ended), ...Object.keys(stuck)])].sort();
  return names.map((journey) => {
    const { stalled = 0, ...others } = running[journey] ?? {};
    return {
      journey,
      running: sumOf(others),
      stalled,
      stuck: sumOf(stuck[journey]),
      ended: ended[journey] ?? {},
    };
  });
}
