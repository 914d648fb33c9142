// The flow in words and numbers: each topic with its rate, and how far each of its readers is behind.
import { useTranslation } from 'react-i18next';
import type { Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { useFormats } from '../i18n/formats.js';
import { LiveTable } from './live-table.js';
import type { OverviewData, TopicOverview } from './overview-store.js';

interface Row extends TopicOverview {
  readonly name: string;
}

export function FlowTable({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const number = (value: number | undefined, digits = 0): string =>
    value === undefined ? '–' : formats.number(value, digits);
  const columns: readonly Column<Row>[] = [
    { key: 'name', header: t('flow.topic'), names: true, cell: ({ name }) => name },
    { key: 'owner', header: t('flow.owner'), cell: ({ owner }) => data.services[owner]?.title ?? owner },
    {
      key: 'rate',
      header: `${t('flow.rate')} (${t('units.perSecond')})`,
      align: 'end',
      cell: ({ ratePerSecond }) => number(ratePerSecond, 1),
    },
    {
      key: 'readers',
      header: t('flow.behind'),
      cell: ({ groups }) =>
        Object.entries(groups)
          .map(([group, { lag }]) => `${group} ${number(lag)}`)
          .join(' · ') || '–',
    },
  ];
  const items = Object.entries(data.topics).map(([name, topic]): Row => ({ name, ...topic }));
  return (
    <LiveTable
      caption={t('flow.title')}
      columns={columns}
      items={items}
      rowKey={({ name }) => name}
      rowLink={({ name }) => `/bus/${name}`}
      empty={<Empty title={t('flow.none')} />}
    />
  );
}
