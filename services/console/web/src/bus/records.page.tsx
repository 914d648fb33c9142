// Decoded records of a topic, the newest first: found by type, customer, key or story; one opened whole.
import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { DataTable } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters, type Filter } from '../design/filters.js';
import { Page } from '../design/page.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useFormats } from '../i18n/formats.js';
import { useRecords, useTopic, type BusRecord, type RecordPage } from './bus-api.js';
import { askedOf } from './records-asked.js';
import { useRecordColumns } from './record-columns.js';
import { RecordOpened } from './record-opened.js';
import { useOpenedRecord } from './use-opened-record.js';

const keyOf = ({ partition, offset }: Pick<BusRecord, 'partition' | 'offset'>) => `${partition}:${offset}`;

export function Component() {
  const { t } = useTranslation('bus');
  const { topic = '' } = useParams();
  const [parameters] = useSearchParams();
  const paging = useCursorPaging();
  const opened = useOpenedRecord();
  const query = useRecords({
    ...askedOf(topic, parameters),
    ...(paging.cursor && { cursor: paging.cursor }),
  });
  const items = query.data?.items ?? [];
  const columns = useRecordColumns(opened);
  const isElsewhere = opened.place !== undefined && query.data !== undefined && !items.some(opened.is);
  return (
    <Page
      title={t('records.title', { topic })}
      windowTitle={t('records.title', { topic })}
      subtitle={t('records.subtitle')}
      breadcrumbs={[
        { label: t('title'), to: '/bus' },
        { label: topic, to: `/bus/${topic}` },
      ]}
    >
      <RecordFilters topic={topic} />
      {isElsewhere && opened.place !== undefined && <RecordOpened topic={topic} place={opened.place} alone />}
      <DataTable
        caption={t('records.title', { topic })}
        columns={columns}
        query={query}
        roles={['operator']}
        paging={paging}
        rowKey={keyOf}
        opened={(row) => opened.is(row) && <RecordOpened topic={topic} place={row} />}
        empty={<Empty title={t('records.none')}>{t('records.noneText')}</Empty>}
      />
      {query.data !== undefined && <Looked looked={query.data.looked} />}
    </Page>
  );
}

/** How far the answer reaches: that nothing was found means little when little was looked at. */
function Looked({ looked: { records, stoppedBy } }: Pick<RecordPage, 'looked'>) {
  const { t } = useTranslation('bus');
  const { number } = useFormats();
  return (
    <Text size="sm" c="dimmed" role="status">
      {t('records.looked', { count: records, records: number(records) })} {t(`records.stopped.${stoppedBy}`)}
    </Text>
  );
}

function RecordFilters({ topic }: { readonly topic: string }) {
  const { t } = useTranslation('bus');
  const { data } = useTopic(topic);
  const types = (data?.types ?? []).map((name) => name.split('.').at(-1) ?? name).sort();
  // A topic that records are copied to has more types than it names itself.
  const type: Filter =
    types.length === 0 || (data?.forwards.length ?? 0) > 0
      ? { kind: 'text', name: 'type', label: t('records.type') }
      : {
          kind: 'choice',
          name: 'type',
          label: t('records.type'),
          options: types.map((value) => ({ value, label: value })),
        };
  return (
    <Filters
      label={t('records.filter')}
      drops={['after', 'record', 'offset']}
      filters={[
        type,
        {
          kind: 'text',
          name: 'customer',
          label: t('records.customer'),
          placeholder: t('records.customerHint'),
        },
        { kind: 'text', name: 'key', label: t('records.key') },
        { kind: 'text', name: 'correlationId', label: t('records.story') },
        {
          kind: 'choice',
          name: 'partition',
          label: t('topic.partition'),
          options: (data?.partitionStates ?? []).map(({ partition }) => ({
            value: String(partition),
            label: String(partition),
          })),
        },
        {
          kind: 'choice',
          name: 'order',
          label: t('records.order'),
          otherwise: t('records.newest'),
          options: [{ value: 'oldest', label: t('records.oldest') }],
        },
        { kind: 'moment', name: 'since', label: t('records.since') },
      ]}
    />
  );
}
