// Simulations of the last month, each with a way to its report.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { When } from '../design/when.js';
import { rolesOf } from '../session/permissions.js';
import { useSimulations, type SimulationSummary } from './simulate-api.js';
import { SIMULATION_TONES } from './simulation-tones.js';

export function SimulationList() {
  const { t } = useTranslation('journeys');
  const paging = useCursorPaging();
  const query = useSimulations(paging.cursor);
  const columns: readonly Column<SimulationSummary>[] = [
    {
      key: 'journey',
      header: t('list.journey'),
      names: true,
      cell: ({ journey, id }) => `${journey} (…${id.slice(-6)})`,
    },
    {
      key: 'state',
      header: t('list.state'),
      cell: ({ state }) => (
        <StateBadge tone={SIMULATION_TONES[state]}>{t(`simulation.state.${state}`)}</StateBadge>
      ),
    },
    { key: 'asked', header: t('simulation.asked'), cell: ({ askedAt }) => <When at={askedAt} /> },
    { key: 'by', header: t('simulation.by'), wideOnly: true, cell: ({ askedBy }) => askedBy },
    { key: 'from', header: t('simulation.from'), wideOnly: true, cell: ({ from }) => <When at={from} /> },
    { key: 'to', header: t('simulation.to'), wideOnly: true, cell: ({ to }) => <When at={to} /> },
  ];
  return (
    <Section title={t('simulation.list')}>
      <DataTable
        caption={t('simulation.list')}
        columns={columns}
        query={query}
        rowKey={({ id }) => id}
        rowLink={({ id }) => `/simulate?simulation=${id}`}
        empty={<Empty title={t('simulation.none')} />}
        paging={paging}
        roles={rolesOf('/simulate')}
      />
    </Section>
  );
}
