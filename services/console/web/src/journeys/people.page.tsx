// The people in a journey: by version, step, state and outcome; as many as the picture and the list of journeys count.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { AboutFigure } from '../design/figure.js';
import { Filters, type Filter } from '../design/filters.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useFormats } from '../i18n/formats.js';
import { INSTANCE_STATES, useInstanceCount, useInstances, type InstanceFilter } from './journeys-api.js';
import classes from './journeys.module.css';
import { PeopleTable } from './people-table.js';

const STATES = ['open', ...INSTANCE_STATES] as const;

export function Component() {
  const { t } = useTranslation('journeys');
  const { journey = '' } = useParams();
  const filter = useFilter(journey);
  const paging = useCursorPaging();
  const query = useInstances(filter, paging.cursor);
  const isFiltered = Object.values(filter).filter((value) => value !== undefined).length > 1;
  return (
    <Page
      title={t('people.title')}
      subtitle={<code>{journey}</code>}
      breadcrumbs={[
        { label: t('title'), to: '/journeys' },
        { label: journey, to: `/journeys/${journey}` },
      ]}
      actions={
        filter.step !== undefined && (
          <Anchor component={Link} to={`/journeys/${journey}?${stepAddress(filter)}`}>
            {t('people.inPicture')}
          </Anchor>
        )
      }
    >
      <Filters label={t('people.filter')} filters={useFields()} />
      <Section title={t('people.list')} about={<Count filter={filter} />} plain>
        <PeopleTable caption={t('people.title')} query={query} paging={paging} isFiltered={isFiltered} />
      </Section>
    </Page>
  );
}

function Count({ filter }: { readonly filter: InstanceFilter }) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const { data } = useInstanceCount(filter);
  if (data === undefined) return t('people.counting');
  return (
    <span className={classes.count} role="status" data-count={data.count}>
      {t(data.isExact ? 'people.count' : 'people.countMore', {
        count: data.count,
        number: formats.number(data.count),
      })}
      <AboutFigure
        label={t('people.title')}
        about={{
          definition: t('about.count'),
          window: t('window.now'),
          source: 'orchestrator GET /instances/count',
          at: data.asOf,
        }}
      />
    </span>
  );
}

function stepAddress({ step = '', version }: InstanceFilter): string {
  return new URLSearchParams({ ...(version !== undefined && { version: String(version) }), step }).toString();
}

function useFilter(journey: string): InstanceFilter {
  const [parameters] = useSearchParams();
  const text = (name: string) => parameters.get(name) ?? undefined;
  const version = Number(text('version'));
  return {
    definition: journey,
    version: Number.isInteger(version) && version > 0 ? version : undefined,
    step: text('step'),
    state: STATES.find((each) => each === text('state')),
    outcome: text('outcome'),
    endedIn: text('endedIn'),
    incident: text('incident'),
    startedAfter: text('startedAfter'),
    endedAfter: text('endedAfter'),
  };
}

function useFields(): readonly Filter[] {
  const { t } = useTranslation('journeys');
  return [
    { kind: 'text', name: 'version', label: t('list.version') },
    { kind: 'text', name: 'step', label: t('people.step') },
    {
      kind: 'choice',
      name: 'state',
      label: t('people.state'),
      options: STATES.map((each) => ({ value: each, label: t(`state.${each}`) })),
    },
    { kind: 'text', name: 'outcome', label: t('people.outcome') },
    { kind: 'text', name: 'endedIn', label: t('people.endedIn') },
    { kind: 'moment', name: 'startedAfter', label: t('people.startedAfter') },
    { kind: 'moment', name: 'endedAfter', label: t('people.endedAfter') },
  ];
}
