// The journeys of a customer: what runs, what ended and how, each with a way to it.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useQueryChoice } from '../design/use-query-state.js';
import { When } from '../design/when.js';
import { rolesOf } from '../session/permissions.js';
import { useJourneysOf, type Instance } from './customers-api.js';

const STATES = ['running', 'stalled', 'undoing', 'ended'] as const;
const TONES = { running: 'info', stalled: 'bad', undoing: 'warning', ended: 'quiet' } as const;

export function JourneysTab({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('customers');
  const [state] = useQueryChoice('state', ['', ...STATES], '');
  const paging = useCursorPaging();
  const query = useJourneysOf(profileId, state, paging.cursor);
  const columns: readonly Column<Instance>[] = [
    {
      key: 'journey',
      header: t('journeys.journey'),
      names: true,
      cell: ({ journey, version }) => t('journeys.version', { journey, version }),
    },
    {
      key: 'state',
      header: t('journeys.state'),
      cell: (each) => <StateBadge tone={TONES[each.state]}>{t(`journeys.${each.state}`)}</StateBadge>,
    },
    {
      key: 'where',
      header: t('journeys.where'),
      cell: (each) => (each.state === 'ended' ? (each.outcome ?? '–') : each.step),
    },
    { key: 'started', header: t('journeys.started'), cell: ({ startedAt }) => <When at={startedAt} /> },
    {
      key: 'changed',
      header: t('journeys.changed'),
      wideOnly: true,
      cell: ({ changedAt }) => <When at={changedAt} />,
    },
  ];
  return (
    <Section title={t('journeys.title')} about={t('journeys.about')}>
      <Filters
        label={t('journeys.filter')}
        filters={[
          {
            kind: 'choice',
            name: 'state',
            label: t('journeys.state'),
            options: STATES.map((each) => ({ value: each, label: t(`journeys.${each}`) })),
          },
        ]}
      />
      <DataTable
        caption={t('journeys.title')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/instances/${id}`}
        empty={<Empty title={t('journeys.none')} />}
        paging={paging}
        roles={rolesOf('/journeys')}
      />
    </Section>
  );
}
