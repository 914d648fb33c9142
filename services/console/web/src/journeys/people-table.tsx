// Instances as a table: who, in which state, where, since when.
import type { TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomerLink } from '../design/customer-link.js';
import { DataTable, type Column, type DataTableProps } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { StateBadge } from '../design/state-badge.js';
import type { CursorPaging } from '../design/use-cursor-paging.js';
import { Ago, When } from '../design/when.js';
import { rolesOf } from '../session/permissions.js';
import type { Instance } from './journeys-api.js';
import classes from './journeys.module.css';
import { STATE_TONES } from './words.js';

export interface PeopleTableProps {
  readonly caption: string;
  readonly query: DataTableProps<Instance>['query'];
  readonly paging: CursorPaging;
  /** Of one step, in a narrow place: without what is the same for all. */
  readonly short?: boolean;
  readonly isFiltered?: boolean;
}

export function PeopleTable({ caption, query, paging, short = false, isFiltered = false }: PeopleTableProps) {
  const { t } = useTranslation('journeys');
  return (
    <DataTable
      caption={caption}
      columns={useColumns(short)}
      query={query}
      rowKey={({ id }) => id}
      rowLink={({ id }) => `/instances/${id}`}
      empty={<Empty title={isFiltered ? t('people.noneFiltered') : t('people.none')} />}
      paging={paging}
      roles={rolesOf('/journeys/:journey/people')}
      rows={short ? 3 : 8}
    />
  );
}

function useColumns(short: boolean): readonly Column<Instance>[] {
  const { t } = useTranslation('journeys');
  return useMemo(() => columnsOf(t, short), [t, short]);
}

function columnsOf(t: TFunction<'journeys'>, short: boolean): readonly Column<Instance>[] {
  const all: readonly (Column<Instance> & { readonly long?: true })[] = [
    { key: 'instance', header: t('people.instance'), names: true, cell: ({ id }) => `…${id.slice(-8)}` },
    {
      key: 'customer',
      header: t('people.customer'),
      cell: ({ profileId }) => <CustomerLink profileId={profileId} />,
    },
    {
      key: 'state',
      header: t('people.state'),
      cell: ({ state, incident }) => (
        <>
          <StateBadge tone={STATE_TONES[state]}>{t(`state.${state}`)}</StateBadge>
          {incident !== null && <div className={classes.small}>{incident}</div>}
        </>
      ),
    },
    {
      key: 'where',
      header: t('people.where'),
      long: true,
      cell: ({ state, step, outcome }) => (state === 'ended' ? (outcome ?? '–') : step),
    },
    {
      key: 'version',
      header: t('list.version'),
      long: true,
      wideOnly: true,
      cell: ({ version }) => t('version', { version }),
    },
    {
      key: 'started',
      header: t('people.started'),
      cell: ({ startedAt }) => (short ? <Ago at={startedAt} /> : <When at={startedAt} />),
    },
    {
      key: 'changed',
      header: t('people.changed'),
      wideOnly: true,
      long: true,
      cell: ({ changedAt }) => <Ago at={changedAt} />,
    },
  ];
  return short ? all.filter(({ long }) => long !== true) : all;
}
