// The groups that read a topic, and how far each is behind.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { StateBadge } from '../design/state-badge.js';
import { useFormats } from '../i18n/formats.js';
import { useBusAbout } from './bus-about.js';
import type { TopicDetail } from './bus-api.js';
import { figureHead } from './bus-figures.js';
import { rowsQuery } from './rows-query.js';

type Group = TopicDetail['groups'][number];

export function Groups({ topic, at }: { readonly topic: TopicDetail; readonly at: number }) {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const about = useBusAbout(at);
  const columns: readonly Column<Group>[] = [
    { key: 'group', header: t('topic.group'), names: true, cell: ({ group }) => group },
    {
      key: 'state',
      header: t('topic.state'),
      cell: ({ lag }) =>
        lag === null ? (
          <StateBadge tone="quiet">{t('topic.neverRead')}</StateBadge>
        ) : lag === 0 ? (
          <StateBadge tone="good">{t('topic.readAll')}</StateBadge>
        ) : (
          <StateBadge tone="warning">{t('topic.behind')}</StateBadge>
        ),
    },
    {
      key: 'lag',
      ...figureHead(t('topics.lag'), about('lag')),
      align: 'end',
      cell: ({ lag }) => (lag === null ? '–' : formats.number(lag)),
    },
    {
      key: 'delay',
      ...figureHead(t('topic.delay'), about('delay')),
      align: 'end',
      cell: ({ delaySeconds }) => (delaySeconds === null ? '–' : formats.duration(delaySeconds * 1_000)),
    },
  ];
  return (
    <DataTable
      caption={t('topic.tabs.readers')}
      columns={columns}
      query={rowsQuery(topic.groups)}
      rowKey={({ group }) => group}
      empty={<Empty title={t('topic.noReaders')} />}
    />
  );
}
