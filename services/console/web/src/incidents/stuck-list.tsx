// Journeys that are in a step for clearly longer than is usual there, those that stand longest first.
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { CustomerLink } from '../design/customer-link.js';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useStuck, type StuckRow } from './incidents-api.js';
import classes from './incidents.module.css';

export function StuckList() {
  const { t } = useTranslation('incidents');
  const [parameters] = useSearchParams();
  const [definition, step] = ['journey', 'step'].map((name) => parameters.get(name) ?? undefined);
  const paging = useCursorPaging();
  const query = useStuck({ definition, step }, paging.cursor);
  const columns = useColumns();
  return (
    <>
      <h2 className="co-hidden">{t('stuck.caption')}</h2>
      <p className={classes.small}>{t('stuck.explained')}</p>
      <Filters
        label={t('stuck.filter')}
        filters={[
          { kind: 'text', name: 'journey', label: t('filter.journey') },
          { kind: 'text', name: 'step', label: t('filter.step') },
        ]}
      />
      <DataTable
        caption={t('stuck.caption')}
        columns={columns}
        query={query}
        rowKey={({ instanceId, step }) => `${instanceId}/${step}`}
        rowLink={({ instanceId }) => `/instances/${instanceId}`}
        empty={<Empty title={t('stuck.empty')} />}
        paging={paging}
        roles={['operator', 'supervisor', 'designer']}
      />
    </>
  );
}

function useColumns(): readonly Column<StuckRow>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  return [
    {
      key: 'journey',
      header: t('column.journey'),
      names: true,
      cell: ({ journey, version, instanceId }) => (
        <>
          {journey} v{version}
          <span className="co-hidden">
            , {t('column.instance')} {instanceId.slice(-8)}
          </span>
        </>
      ),
    },
    { key: 'step', header: t('column.step'), cell: ({ step }) => step },
    {
      key: 'customer',
      header: t('column.customer'),
      cell: ({ profileId }) => <CustomerLink profileId={profileId} />,
    },
    { key: 'entered', header: t('stuck.entered'), cell: ({ enteredAt }) => <Ago at={enteredAt} /> },
    {
      key: 'limit',
      header: t('stuck.limit'),
      cell: ({ limitSeconds, by, stays }) => (
        <span>
          {formats.duration(limitSeconds * 1_000)}
          <span className={classes.small}>
            {', '}
            {by === 'percentile' ? t('stuck.by.percentile', { count: stays }) : t('stuck.by.definition')}
          </span>
        </span>
      ),
    },
  ];
}
