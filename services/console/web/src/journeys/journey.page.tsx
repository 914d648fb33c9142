// One journey: its picture with the people in it, the same as a table and as text, and the definition behind it.
import { Alert, Button } from '@mantine/core';
import { lazy, Suspense, useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { Figure, Figures } from '../design/figure.js';
import { Loading } from '../design/loading.js';
import { Page } from '../design/page.js';
import { QueryTabs } from '../design/query-tabs.js';
import { StateBadge } from '../design/state-badge.js';
import { useQueryState } from '../design/use-query-state.js';
import { Ago } from '../design/when.js';
import { rolesOf } from '../session/permissions.js';
import { useMay } from '../session/session.js';
import { DefinitionText } from './definition-text.js';
import { useDefinition, useGraph, useStanding, type Definition, type JourneyGraph } from './journeys-api.js';
import classes from './journeys.module.css';
import { MermaidText } from './mermaid-text.js';
import { OutcomeBar } from './outcome-bar.js';
import { StepPanel } from './step-panel.js';
import { StepTable } from './step-table.js';
import { useVersion, VersionChoice } from './version-choice.js';
import { useWindowDays, WindowChoice } from './window-choice.js';
import { allOpen, JOURNEY_TONES, sumOf } from './words.js';

const JourneyPicture = lazy(() =>
  import('./graph/journey-picture.js').then(({ JourneyPicture: one }) => ({ default: one })),
);

export function Component() {
  const { t } = useTranslation('journeys');
  const { journey = '' } = useParams();
  const version = useVersion();
  const definition = useDefinition(journey, version);
  const title = definition.data?.title ?? journey;
  return (
    <Page
      title={title}
      subtitle={definition.data && <Subtitle definition={definition.data} />}
      badges={<Standing journey={journey} />}
      breadcrumbs={[{ label: t('title'), to: '/journeys' }]}
      actions={<WindowChoice />}
    >
      <Answered query={definition} what={title} roles={rolesOf('/journeys/:journey')}>
        {(found) => <Journey definition={found} />}
      </Answered>
    </Page>
  );
}

function Subtitle({
  definition: { journey, owner, version, publishedAt },
}: {
  readonly definition: Definition;
}) {
  const { t } = useTranslation('journeys');
  return (
    <>
      <code>{journey}</code> · {owner} · {t('version', { version })} · {t('published')}{' '}
      <Ago at={publishedAt} />
    </>
  );
}

function Standing({ journey }: { readonly journey: string }) {
  const { t } = useTranslation('journeys');
  const { data } = useStanding(journey);
  if (data === undefined) return null;
  return <StateBadge tone={JOURNEY_TONES[data.state]}>{t(`journeyState.${data.state}`)}</StateBadge>;
}

function Journey({ definition }: { readonly definition: Definition }) {
  const { t } = useTranslation('journeys');
  const days = useWindowDays();
  const mayIncidents = useMay('operator', 'supervisor', 'designer');
  const maySimulate = useMay('designer');
  const { journey, version } = definition;
  const query = useGraph(journey, version, days);
  return (
    <>
      <div className={classes.toolbar}>
        <VersionChoice definition={definition} graph={query.data} />
        {maySimulate && (
          <Button component={Link} to={`/simulate?start=${journey}&version=${version}`} variant="default">
            {t('simulateChange')}
          </Button>
        )}
      </div>
      <Answered query={query} what={t('graph.label')} lines={10} roles={rolesOf('/journeys/:journey')}>
        {(graph) => (
          <>
            <Numbers graph={graph} mayIncidents={mayIncidents} />
            <QueryTabs
              label={t('views')}
              parameter="view"
              tabs={[
                {
                  name: 'picture',
                  label: t('view.picture'),
                  content: () => <PictureView graph={graph} definition={definition} />,
                },
                {
                  name: 'table',
                  label: t('view.table'),
                  content: () => <TableView graph={graph} definition={definition} />,
                },
                {
                  name: 'definition',
                  label: t('view.definition'),
                  content: () => <DefinitionText text={definition.definition} />,
                },
                {
                  name: 'mermaid',
                  label: t('view.mermaid'),
                  content: () => <MermaidText {...{ journey, version, days }} />,
                },
              ]}
            />
          </>
        )}
      </Answered>
    </>
  );
}

interface ViewProps {
  readonly graph: JourneyGraph;
  readonly definition: Definition;
}

/** Which step is opened stands in the address; closing it leads the keyboard back to where it was. */
function useOpenedStep() {
  const [name, setName] = useQueryState('step');
  const latest = useRef(setName);
  useEffect(() => {
    latest.current = setName;
  });
  const open = useCallback((step: string) => latest.current(step), []);
  const close = useCallback(() => {
    latest.current(undefined);
    const buttons = [...document.querySelectorAll<HTMLElement>('[data-step]')];
    buttons.find((button) => button.dataset['step'] === name)?.focus();
  }, [name]);
  return { name: name === '' ? undefined : name, open, close };
}

function PictureView({ graph, definition }: ViewProps) {
  const { t } = useTranslation('journeys');
  const opened = useOpenedStep();
  const step = graph.steps.find(({ name }) => name === opened.name);
  return (
    <>
      <p id="journey-keys" className={classes.soft}>
        {t('graph.keys')}
      </p>
      <div className={classes.split} data-opened={step !== undefined}>
        <Suspense fallback={<Loading what={t('graph.label')} lines={10} />}>
          <JourneyPicture graph={graph} selected={step?.name} onOpen={opened.open} />
        </Suspense>
        {step !== undefined && (
          <StepPanel
            key={step.name}
            graph={graph}
            step={step}
            definition={definition}
            onClose={opened.close}
          />
        )}
      </div>
      <Legend />
    </>
  );
}

function TableView({ graph, definition }: ViewProps) {
  const opened = useOpenedStep();
  const step = graph.steps.find(({ name }) => name === opened.name);
  return (
    <>
      {step !== undefined && (
        <StepPanel key={step.name} graph={graph} step={step} definition={definition} onClose={opened.close} />
      )}
      <StepTable graph={graph} selected={step?.name} onOpen={opened.open} />
    </>
  );
}

function Legend() {
  const { t } = useTranslation('journeys');
  return (
    <ul className={classes.legend} aria-label={t('legend.label')}>
      <li>{t('legend.people')}</li>
      <li>{t('legend.ways')}</li>
      <li>{t('legend.dashed')}</li>
      <li>{t('legend.numbers')}</li>
      <li>{t('legend.lanes')}</li>
    </ul>
  );
}

function Numbers({ graph, mayIncidents }: { readonly graph: JourneyGraph; readonly mayIncidents: boolean }) {
  const { t } = useTranslation('journeys');
  const { journey, version, open, started, ended, asOf, window, otherVersions } = graph;
  const source = 'orchestrator GET /definitions/:journey/graph';
  const now = { window: t('window.now'), source, at: asOf };
  const lately = { window: t('window.days', { count: window.days }), source, at: asOf };
  const people = `/journeys/${journey}/people?version=${version}`;
  const others = otherVersions.map((each) =>
    t('alsoInVersion', { count: allOpen(each.open), version: each.version }),
  );
  return (
    <>
      <Figures>
        <Figure
          label={t('list.here')}
          value={allOpen(open)}
          about={{ definition: t('about.here'), ...now }}
          to={`${people}&state=open`}
        />
        <Figure
          label={t('list.stalled')}
          value={open.stalled}
          about={{ definition: t('about.stalled'), ...now }}
          to={mayIncidents ? `${people}&state=stalled` : undefined}
          {...(open.stalled > 0 && { state: { tone: 'bad' as const, word: t('state.stalled') } })}
        />
        <Figure
          label={t('list.started')}
          value={started}
          about={{ definition: t('about.started'), ...lately }}
          to={`${people}&startedAfter=${window.from}`}
        />
        <Figure
          label={t('list.ended')}
          value={sumOf(ended)}
          about={{ definition: t('about.ended'), ...lately }}
          to={`${people}&state=ended&endedAfter=${window.from}`}
        >
          <OutcomeBar outcomes={ended} none={t('list.noneEnded')} />
        </Figure>
      </Figures>
      {others.length > 0 && (
        <Alert color="gray" variant="light" className={classes.others}>
          {others.join(' ')}
        </Alert>
      )}
    </>
  );
}
