// Actions on many incidents, newest first: who asked for what, and whether it is over.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { Ago } from '../design/when.js';
import { BULK_TONES, useFilterText } from './bulk-words.js';
import { useBulkActions, type BulkAsked } from './incidents-api.js';

export function BulkActionList() {
  const { t } = useTranslation('incidents');
  const paging = useCursorPaging();
  const query = useBulkActions(paging.cursor);
  const filterText = useFilterText();
  const columns: readonly Column<BulkAsked>[] = [
    { key: 'action', header: t('bulk.action'), names: true, cell: ({ action }) => t(`bulk.${action}`) },
    { key: 'filter', header: t('bulk.filter'), cell: ({ filter }) => filterText(filter) },
    { key: 'by', header: t('bulk.by'), cell: ({ askedBy }) => askedBy },
    {
      key: 'started',
      header: t('bulk.started'),
      cell: ({ startedAt }) => startedAt !== null && <Ago at={startedAt} />,
    },
    {
      key: 'status',
      header: t('bulk.statusColumn'),
      cell: ({ status }) => <StateBadge tone={BULK_TONES[status]}>{t(`bulk.status.${status}`)}</StateBadge>,
    },
  ];
  return (
    <>
      <h2 className="co-hidden">{t('bulk.listCaption')}</h2>
      <DataTable
        caption={t('bulk.listCaption')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/bulk-actions/${id}`}
        empty={<Empty title={t('bulk.listEmpty')} />}
        paging={paging}
        roles={['operator', 'supervisor']}
      />
    </>
  );
}
