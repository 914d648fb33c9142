// Journeys: which there are, how each stands, who is in it now, and how it ended lately.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { AboutFigure } from '../design/figure.js';
import { Filters } from '../design/filters.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useQueryChoice, useQueryState } from '../design/use-query-state.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { rolesOf } from '../session/permissions.js';
import { JOURNEY_STATES, useJourneys, type ListedJourney } from './journeys-api.js';
import classes from './journeys.module.css';
import { OutcomeBar } from './outcome-bar.js';
import { allOpen, JOURNEY_TONES } from './words.js';
import { useWindowDays, WindowChoice } from './window-choice.js';

export function Component() {
  const { t } = useTranslation('journeys');
  const [search] = useQueryState('search');
  const [state] = useQueryChoice('state', ['', ...JOURNEY_STATES], '');
  const days = useWindowDays();
  const paging = useCursorPaging();
  const filter = { search: search === '' ? undefined : search, state: state === '' ? undefined : state };
  const query = useJourneys(filter, days, paging.cursor);
  const isFiltered = search !== '' || state !== '';
  return (
    <Page title={t('title')} subtitle={t('subtitle')} actions={<WindowChoice />}>
      <Filters
        label={t('filter.label')}
        filters={[
          { kind: 'text', name: 'search', label: t('filter.search'), placeholder: t('filter.searchHint') },
          {
            kind: 'choice',
            name: 'state',
            label: t('filter.state'),
            options: JOURNEY_STATES.map((each) => ({ value: each, label: t(`journeyState.${each}`) })),
          },
        ]}
      />
      <Section title={t('list.caption')} plain>
        <DataTable
          caption={t('list.caption')}
          columns={useColumns(days, query.data?.asOf)}
          query={query}
          rowKey={({ journey }) => journey}
          rowLink={({ journey }) => `/journeys/${journey}${days === 7 ? '' : `?days=${days}`}`}
          empty={
            <Empty title={isFiltered ? t('list.emptyFiltered') : t('list.empty')}>
              {isFiltered ? undefined : t('list.emptyHint')}
            </Empty>
          }
          paging={paging}
          roles={rolesOf('/journeys')}
        />
      </Section>
    </Page>
  );
}

function useColumns(days: number, at: string | undefined): readonly Column<ListedJourney>[] {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const number = (value: number | undefined): string => (value === undefined ? '–' : formats.number(value));
  const head = (name: 'here' | 'stalled' | 'started' | 'ended') => {
    const label = t(`list.${name}`);
    const about = {
      definition: t(`about.${name}`),
      window: name === 'here' || name === 'stalled' ? t('window.now') : t('window.days', { count: days }),
      source: 'orchestrator GET /definitions',
      ...(at !== undefined && { at }),
    };
    const header = (
      <span className={classes.head}>
        {label}
        <AboutFigure label={label} about={about} />
      </span>
    );
    return { label, header };
  };
  return [
    {
      key: 'journey',
      header: t('list.journey'),
      names: true,
      cell: ({ title }) => title,
    },
    {
      key: 'name',
      header: t('list.name'),
      wideOnly: true,
      cell: ({ journey, owner }) => <Names {...{ journey, owner }} />,
    },
    {
      key: 'state',
      header: t('list.state'),
      cell: ({ state }) => <StateBadge tone={JOURNEY_TONES[state]}>{t(`journeyState.${state}`)}</StateBadge>,
    },
    {
      key: 'version',
      header: t('list.version'),
      wideOnly: true,
      cell: ({ currentVersion, publishedAt }) => (
        <>
          {t('version', { version: currentVersion })}
          <div className={classes.small}>
            <Ago at={publishedAt} />
          </div>
        </>
      ),
    },
    {
      key: 'here',
      ...head('here'),
      align: 'end',
      cell: ({ counts }) => number(counts && allOpen(counts.open)),
    },
    {
      key: 'stalled',
      ...head('stalled'),
      align: 'end',
      cell: ({ counts }) =>
        counts !== undefined && counts.open.stalled > 0 ? (
          <StateBadge tone="bad">{number(counts.open.stalled)}</StateBadge>
        ) : (
          number(counts?.open.stalled)
        ),
    },
    { key: 'started', ...head('started'), align: 'end', cell: ({ counts }) => number(counts?.started) },
    {
      key: 'ended',
      ...head('ended'),
      width: '16rem',
      cell: ({ counts }) => <OutcomeBar outcomes={counts?.ended ?? []} none={t('list.noneEnded')} />,
    },
  ];
}

function Names({ journey, owner }: { readonly journey: string; readonly owner: string }) {
  return (
    <>
      <code>{journey}</code>
      <div className={classes.small}>{owner}</div>
    </>
  );
}
