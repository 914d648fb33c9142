// The partitions of a topic: what each keeps, and where its readers stand.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { useFormats } from '../i18n/formats.js';
import { useBusAbout } from './bus-about.js';
import type { TopicDetail } from './bus-api.js';
import { figureHead } from './bus-figures.js';
import { rowsQuery } from './rows-query.js';

type Partition = TopicDetail['partitionStates'][number];

export function Partitions({ topic, at }: { readonly topic: TopicDetail; readonly at: number }) {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const about = useBusAbout(at);
  const behind = ({ groups }: Partition) => groups.filter(({ lag }) => lag > 0);
  const columns: readonly Column<Partition>[] = [
    { key: 'partition', header: t('topic.partition'), names: true, cell: ({ partition }) => partition },
    { key: 'start', header: t('topic.first'), align: 'end', cell: ({ start }) => start },
    { key: 'end', header: t('topic.next'), align: 'end', cell: ({ end }) => end },
    {
      key: 'kept',
      ...figureHead(t('topics.kept'), about('kept')),
      align: 'end',
      cell: ({ start, end }) => formats.number(Number(BigInt(end) - BigInt(start))),
    },
    {
      key: 'behind',
      ...figureHead(t('topic.behindGroups'), about('lag')),
      cell: (row) =>
        behind(row)
          .map(({ group, lag }) => `${group} ${formats.number(lag)}`)
          .join(' · ') || '–',
    },
    {
      key: 'records',
      header: t('topic.records'),
      cell: ({ partition }) => (
        <Anchor
          component={Link}
          to={`/bus/${topic.name}/records?partition=${partition}`}
          size="sm"
          underline="always"
        >
          {t('topic.look')}
          <span className="co-hidden"> {t('topic.partitionOf', { partition })}</span>
        </Anchor>
      ),
    },
  ];
  return (
    <DataTable
      caption={t('topic.tabs.partitions')}
      columns={columns}
      query={rowsQuery(topic.partitionStates)}
      rowKey={({ partition }) => String(partition)}
      empty={<Empty title={t('topic.noPartitions')} />}
    />
  );
}
