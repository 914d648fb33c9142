// What came of each incident of an action, oldest first.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useFormats } from '../i18n/formats.js';
import { useBulkResults, type BulkResult } from './incidents-api.js';
import classes from './incidents.module.css';
import { outcomeText, outcomeTone } from './outcomes.js';

export function BulkResults({ id, underWay }: { readonly id: string; readonly underWay: boolean }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const paging = useCursorPaging();
  const query = useBulkResults(id, paging.cursor, underWay);
  const columns: readonly Column<BulkResult>[] = [
    {
      key: 'place',
      header: t('column.place'),
      align: 'end',
      wideOnly: true,
      cell: ({ place }) => formats.number(place),
    },
    {
      key: 'instance',
      header: t('column.instance'),
      names: true,
      cell: ({ instanceId, incidentId }) => (
        <Anchor component={Link} to={`/incidents?open=${instanceId}.${incidentId}`} size="sm">
          …{instanceId.slice(-8)}
        </Anchor>
      ),
    },
    { key: 'journey', header: t('column.journey'), cell: ({ journey, version }) => `${journey} v${version}` },
    { key: 'step', header: t('column.step'), cell: ({ step }) => step },
    {
      key: 'code',
      header: t('column.code'),
      wideOnly: true,
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    {
      key: 'outcome',
      header: t('column.outcome'),
      cell: ({ outcome, requestId }) => {
        const told = outcome ?? (requestId === null ? 'waiting' : 'pending');
        return <StateBadge tone={outcomeTone(told)}>{outcomeText(t, told)}</StateBadge>;
      },
    },
  ];
  return (
    <DataTable
      caption={t('bulk.resultsCaption')}
      columns={columns}
      query={query}
      rowKey={({ incidentId }) => incidentId}
      empty={<Empty title={t('list.empty')} />}
      paging={paging}
      roles={['operator', 'supervisor']}
    />
  );
}
