// Who read something personal of a customer and what for, service by service: each keeps its own record.
import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { NoPermission } from '../design/no-permission.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useQueryChoice } from '../design/use-query-state.js';
import { When } from '../design/when.js';
import { useMay } from '../session/session.js';
import classes from './customers.module.css';
import { ACCESS_PLACES, useAccessLog, type Access } from './access-api.js';

const ROLES = ['supervisor'] as const;

export function AccessTab({ profileId }: { readonly profileId: string }) {
  const may = useMay(...ROLES);
  return may ? <AccessLog profileId={profileId} /> : <NoPermission roles={ROLES} inside />;
}

function AccessLog({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const [place] = useQueryChoice('where', ACCESS_PLACES, 'platform');
  const [, setParameters] = useSearchParams();
  // A cursor is one of its own list only.
  const choose = (where: string) => setParameters({ tab: 'access', where });
  const paging = useCursorPaging();
  const query = useAccessLog(profileId, place, paging.cursor);
  const columns: readonly Column<Access & { readonly key: string }>[] = [
    { key: 'at', header: t('access.when'), cell: ({ at }) => <When at={at} /> },
    { key: 'who', header: t('access.who'), names: true, cell: ({ subject }) => subject },
    { key: 'purpose', header: t('access.purpose'), cell: ({ purpose }) => purpose || '–' },
    {
      key: 'what',
      header: t('access.what'),
      cell: ({ what, lookedUp = null }) => {
        if (lookedUp !== null) return t('access.lookedUp', { address: lookedUp });
        return what.length === 0 ? t('access.everything') : what.join(', ');
      },
    },
    { key: 'client', header: t('access.client'), wideOnly: true, cell: ({ client }) => client ?? '–' },
  ];
  return (
    <Section title={t('access.title')} about={t('access.about')}>
      <NativeSelect
        className={classes.choice}
        label={t('access.where')}
        value={place}
        data={ACCESS_PLACES.map((value) => ({ value, label: t(`access.${value}`) }))}
        onChange={({ currentTarget }) => choose(currentTarget.value)}
      />
      <DataTable
        caption={t('access.title')}
        columns={columns}
        query={query}
        rowKey={({ key }) => key}
        empty={
          <Empty title={t('access.none')}>
            <p>{t('access.noneHelp')}</p>
          </Empty>
        }
        paging={paging}
        roles={ROLES}
      />
    </Section>
  );
}
