// Topics: what is on the bus, who owns it, how fast it runs and who is behind.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Page } from '../design/page.js';
import { Sparkline } from '../design/sparkline.js';
import { StateBadge } from '../design/state-badge.js';
import { useQueryChoice, useQueryState } from '../design/use-query-state.js';
import { useFormats } from '../i18n/formats.js';
import { useTopics, type TopicRow, type TopicsAsked } from './bus-api.js';
import { figureHead } from './bus-figures.js';
import { useBusAbout } from './bus-about.js';

const KINDS = ['events', 'commands', 'dead-letters', 'other'] as const;
const SORTS = ['name', '-rate', '-lag', '-kept'] as const;
const OWNERS = [
  'customer-data-platform',
  'orchestrator',
  'collaboration',
  'contact-centre',
  'crm',
  'operations',
] as const;

export function Component() {
  const { t } = useTranslation('bus');
  const query = useTopics(useAsked());
  const columns = useColumns(query.dataUpdatedAt);
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      badges={query.data?.broker === 'away' && <StateBadge tone="bad">{t('brokerAway')}</StateBadge>}
    >
      <TopicFilters />
      <DataTable
        caption={t('topics.caption')}
        columns={columns}
        query={query}
        roles={['operator']}
        rows={12}
        rowKey={({ name }) => name}
        rowLink={({ name }) => `/bus/${name}`}
        empty={<Empty title={t('topics.none')}>{t('topics.noneText')}</Empty>}
      />
    </Page>
  );
}

function useAsked(): TopicsAsked {
  const [q] = useQueryState('q');
  const [owner] = useQueryState('owner');
  const [kind] = useQueryChoice('kind', ['', ...KINDS], '');
  const [lagging] = useQueryChoice('lagging', ['', 'true'], '');
  const [sort] = useQueryChoice('sort', SORTS, 'name');
  return {
    sort,
    ...(q !== '' && { q }),
    ...(owner !== '' && { owner }),
    // Dead letters and what is not ours are asked for; what flows is what is shown.
    kind: kind === '' ? 'events,commands' : kind,
    ...(lagging !== '' && { lagging }),
  };
}

function TopicFilters() {
  const { t } = useTranslation('bus');
  return (
    <Filters
      label={t('topics.filter')}
      filters={[
        { kind: 'text', name: 'q', label: t('topics.name') },
        {
          kind: 'choice',
          name: 'owner',
          label: t('topics.owner'),
          options: OWNERS.map((value) => ({ value, label: value })),
        },
        {
          kind: 'choice',
          name: 'kind',
          label: t('topics.kind'),
          otherwise: t('topics.flowing'),
          options: KINDS.map((value) => ({ value, label: t(`topics.kinds.${value}`) })),
        },
        {
          kind: 'choice',
          name: 'lagging',
          label: t('topics.readers'),
          options: [{ value: 'true', label: t('topics.lagging') }],
        },
        {
          kind: 'choice',
          name: 'sort',
          label: t('topics.sort'),
          otherwise: t('topics.sorts.name'),
          options: SORTS.slice(1).map((value) => ({ value, label: t(`topics.sorts.${value}`) })),
        },
      ]}
    />
  );
}

function useColumns(at: number): readonly Column<TopicRow>[] {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const about = useBusAbout(at);
  const number = (value: number | null, digits = 0): string =>
    value === null ? '–' : formats.number(value, digits);
  return [
    { key: 'name', header: t('topics.topic'), names: true, cell: ({ name }) => name, width: '20%' },
    {
      key: 'owner',
      header: t('topics.owner'),
      cell: ({ owner }) => owner ?? '–',
      wideOnly: true,
      width: '14rem',
    },
    {
      key: 'rate',
      ...figureHead(t('topics.rate'), about('rate')),
      align: 'end',
      cell: ({ ratePerSecond }) => number(ratePerSecond, 1),
    },
    {
      key: 'history',
      header: t('topics.history'),
      wideOnly: true,
      cell: ({ name, history }) => <Sparkline values={history} label={`${t('topics.rate')}, ${name}`} />,
    },
    {
      key: 'lag',
      ...figureHead(t('topics.lag'), about('lag')),
      align: 'end',
      cell: (row) => <Lag row={row} />,
    },
    {
      key: 'kept',
      ...figureHead(t('topics.kept'), about('kept')),
      align: 'end',
      cell: ({ kept }) => number(kept),
    },
    {
      key: 'partitions',
      header: t('topics.partitions'),
      align: 'end',
      wideOnly: true,
      cell: ({ partitions }) => number(partitions),
    },
    {
      key: 'retention',
      header: t('topics.retention'),
      align: 'end',
      wideOnly: true,
      cell: ({ retentionMs }) => (retentionMs === null ? '–' : formats.duration(retentionMs)),
    },
  ];
}

/** The furthest behind of its groups, and which one that is. */
function Lag({ row: { groups, exists } }: { readonly row: TopicRow }) {
  const { t } = useTranslation('bus');
  const { number } = useFormats();
  if (exists === false) return <StateBadge tone="bad">{t('topics.missing')}</StateBadge>;
  const known = groups.filter((each) => each.lag !== null).sort((a, b) => (b.lag ?? 0) - (a.lag ?? 0));
  const [most] = known;
  if (most === undefined) return '–';
  if (most.lag === 0) return number(0);
  return (
    <StateBadge tone="warning">
      {number(most.lag ?? 0)} · {most.group}
    </StateBadge>
  );
}
