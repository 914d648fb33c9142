// What is parked, counted by service, topic and code: most first.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { DataTable, type Column } from '../design/data-table.js';
import { AboutFigure } from '../design/figure.js';
import { Section } from '../design/section.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import { kindRows, type KindRow } from './kind-rows.js';
import { useParkedKinds, type ParkedFilter } from './parked-api.js';

export function ParkedKinds({
  services,
  filter,
}: {
  readonly services: readonly string[];
  readonly filter: ParkedFilter;
}) {
  const { t } = useTranslation('incidents');
  const query = useParkedKinds(services, filter);
  const rows = kindRows(query.data ?? []);
  const columns = useColumns();
  if (rows.length < 2) return null;
  const about = {
    definition: t('parked.kindsExplained'),
    window: t('kinds.window'),
    source: '/api/{service}/messaging/parked/kinds',
    at: query.dataUpdatedAt,
  };
  return (
    <Section title={t('parked.kinds')} actions={<AboutFigure label={t('parked.kinds')} about={about} />}>
      <DataTable
        caption={t('parked.kindsCaption')}
        columns={columns}
        query={{
          ...query,
          data: { items: rows },
          refetch: () => Promise.reject(new Error('asked for elsewhere')),
        }}
        rowKey={({ service, group, topic, code }) => `${service}/${group}/${topic}/${code}`}
        empty={null}
      />
    </Section>
  );
}

function useColumns(): readonly Column<KindRow>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const [parameters] = useSearchParams();
  const only = ({ service, topic, code }: KindRow): string => {
    const next = new URLSearchParams(parameters);
    for (const name of ['after', 'open']) next.delete(name);
    for (const [name, value] of Object.entries({ service, topic, code })) next.set(name, value);
    return `/incidents/parked?${next.toString()}`;
  };
  return [
    {
      key: 'service',
      header: t('parked.column.service'),
      names: true,
      cell: (kind) => (
        <Anchor component={Link} to={only(kind)} size="sm">
          {kind.service}
          <span className="co-hidden">
            {', '}
            {kind.topic}, {kind.code}: {t('kinds.choose')}
          </span>
        </Anchor>
      ),
    },
    { key: 'topic', header: t('parked.column.topic'), cell: ({ topic }) => topic },
    {
      key: 'code',
      header: t('parked.column.code'),
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    {
      key: 'parked',
      header: t('parked.parkedCount'),
      align: 'end',
      cell: ({ parked }) => formats.number(parked),
    },
    { key: 'held', header: t('parked.heldCount'), align: 'end', cell: ({ held }) => formats.number(held) },
    {
      key: 'redrive',
      header: t('parked.redriveCount'),
      align: 'end',
      cell: ({ redrive }) => formats.number(redrive),
    },
    { key: 'oldest', header: t('column.oldest'), wideOnly: true, cell: ({ oldest }) => <Ago at={oldest} /> },
  ];
}
