// What stands, counted by kind: one failing step stands for hundreds of journeys, and is chosen with one click.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { DataTable, type Column } from '../design/data-table.js';
import { AboutFigure } from '../design/figure.js';
import { Section } from '../design/section.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useIncidentKinds, type IncidentFilter, type IncidentKind } from './incidents-api.js';
import classes from './incidents.module.css';

export function IncidentKinds({ filter }: { readonly filter: IncidentFilter }) {
  const { t } = useTranslation('incidents');
  const query = useIncidentKinds(filter);
  const columns = useColumns();
  // Of one kind the list below says everything.
  if (query.data === undefined || query.data.items.length < 2) return null;
  const about = {
    definition: t('kinds.explained'),
    window: t('kinds.window'),
    source: '/api/orchestrator/incidents/kinds',
    at: query.dataUpdatedAt,
  };
  return (
    <Section title={t('kinds.title')} actions={<AboutFigure label={t('kinds.title')} about={about} />}>
      <DataTable
        caption={t('kinds.caption')}
        columns={columns}
        query={query}
        rowKey={({ journey, version, step, code }) => `${journey}/${version}/${step}/${code}`}
        empty={null}
      />
    </Section>
  );
}

function useColumns(): readonly Column<IncidentKind>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const [parameters] = useSearchParams();
  const only = ({ journey, version, step, code }: IncidentKind): string => {
    const next = new URLSearchParams(parameters);
    for (const name of ['after', 'open']) next.delete(name);
    for (const [name, value] of Object.entries({ journey, version, step, code }))
      next.set(name, String(value));
    return `/incidents?${next.toString()}`;
  };
  return [
    {
      key: 'journey',
      header: t('column.journey'),
      names: true,
      cell: (kind) => (
        <Anchor component={Link} to={only(kind)} size="sm">
          {kind.journey} v{kind.version}
          <span className="co-hidden">
            {', '}
            {kind.step}, {kind.code}: {t('kinds.choose')}
          </span>
        </Anchor>
      ),
    },
    { key: 'step', header: t('column.step'), cell: ({ step }) => step },
    {
      key: 'code',
      header: t('column.code'),
      cell: ({ code }) => <span className={classes.code}>{code}</span>,
    },
    { key: 'count', header: t('column.count'), align: 'end', cell: ({ count }) => formats.number(count) },
    { key: 'oldest', header: t('column.oldest'), cell: ({ oldest }) => <Ago at={oldest} /> },
    { key: 'newest', header: t('column.newest'), wideOnly: true, cell: ({ newest }) => <Ago at={newest} /> },
  ];
}
