// A step, opened: who is in it, how long it takes, who left it for good, and what the definition says of it.
import { Anchor, Button } from '@mantine/core';
import { useEffect, useId, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Figure, Figures } from '../design/figure.js';
import { StateBadge } from '../design/state-badge.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { useMay } from '../session/session.js';
import { DefinitionText } from './definition-text.js';
import { useInstances, type Definition, type GraphStep, type JourneyGraph } from './journeys-api.js';
import classes from './journeys.module.css';
import { OutcomeBar } from './outcome-bar.js';
import { PeopleTable } from './people-table.js';
import { kindOf, officeOf, sumOf } from './words.js';

const PEOPLE = 10;

export interface StepPanelProps {
  readonly graph: JourneyGraph;
  readonly step: GraphStep;
  readonly definition: Definition;
  readonly onClose: () => void;
}

export function StepPanel({ graph, step, definition, onClose }: StepPanelProps) {
  const { t } = useTranslation('journeys');
  const { t: design } = useTranslation('design');
  const id = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    onClose();
  };
  const { name, kind, office, branch } = step;
  return (
    <section className={classes.panel} aria-labelledby={id} onKeyDown={leave} data-panel={name}>
      <div className={classes.panelHead}>
        <div>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {name}
          </h2>
          <p className={classes.soft}>
            {t(`kind.${kindOf(kind)}`)} · {t(`office.${officeOf(office)}`)}
            {branch !== null && <> · {t('graph.inBranchOf', { ...branch, branch: branch.name })}</>}
          </p>
        </div>
        <Button variant="default" size="xs" onClick={onClose}>
          {design('close')}
        </Button>
      </div>
      <StepNumbers graph={graph} step={step} />
      <Incidents graph={graph} step={step} />
      {kind !== 'end' && <People graph={graph} step={step} />}
      <h3>{t('panel.definition')}</h3>
      <DefinitionText text={definition.definition} lines={step.lines} />
    </section>
  );
}

function StepNumbers({ graph, step }: { readonly graph: JourneyGraph; readonly step: GraphStep }) {
  const { t } = useTranslation('journeys');
  const { asOf, flowAsOf, window } = graph;
  const source = 'orchestrator GET /definitions/:journey/graph';
  const lately = { window: t('window.days', { count: window.days }), source, at: flowAsOf ?? asOf };
  const ms = (seconds: number | null) => (seconds === null ? undefined : seconds * 1_000);
  const people = `/journeys/${graph.journey}/people?version=${graph.version}`;
  const isEnd = step.kind === 'end';
  return (
    <Figures>
      {!isEnd && (
        <Figure
          label={t('panel.here')}
          value={step.here}
          about={{ definition: t('about.inStep'), window: t('window.now'), source, at: asOf }}
          to={`${people}&step=${step.name}`}
        />
      )}
      <Figure
        label={t('panel.entered')}
        value={step.entered}
        about={{ definition: t('about.entered'), ...lately }}
      />
      {!isEnd && (
        <>
          <Figure
            label={t('panel.left')}
            value={step.left}
            about={{ definition: t('about.left'), ...lately }}
          />
          <Figure
            label={t('panel.median')}
            value={ms(step.medianSeconds)}
            format="duration"
            about={{ definition: t('about.median'), ...lately }}
          />
          <Figure
            label={t('panel.p90')}
            value={ms(step.p90Seconds)}
            format="duration"
            about={{ definition: t('about.p90'), ...lately }}
          />
          <Figure
            label={t('panel.conversion')}
            value={step.conversion ?? undefined}
            format="percent"
            about={{ definition: t('about.conversion'), ...lately }}
          />
        </>
      )}
      <Figure
        label={isEnd ? t('panel.endedHere') : t('panel.dropped')}
        value={sumOf(step.ended)}
        about={{ definition: isEnd ? t('about.endedHere') : t('about.dropped'), ...lately, at: asOf }}
        to={`${people}&endedIn=${step.name}&endedAfter=${window.from}`}
      >
        <OutcomeBar outcomes={step.ended} none={t('list.noneEnded')} />
      </Figure>
    </Figures>
  );
}

function Incidents({ graph, step }: { readonly graph: JourneyGraph; readonly step: GraphStep }) {
  const { t } = useTranslation('journeys');
  const may = useMay('operator', 'supervisor');
  const { stalled } = step.inState;
  if (stalled === 0) return null;
  return (
    <p>
      <StateBadge tone="bad">{t('panel.stalled', { count: stalled })}</StateBadge>{' '}
      {may && (
        <Anchor
          component={Link}
          to={`/incidents?journey=${graph.journey}&version=${graph.version}&step=${step.name}`}
        >
          {t('panel.incidents')}
        </Anchor>
      )}
    </p>
  );
}

function People({ graph, step }: { readonly graph: JourneyGraph; readonly step: GraphStep }) {
  const { t } = useTranslation('journeys');
  const paging = useCursorPaging('people');
  const filter = { definition: graph.journey, version: graph.version, step: step.name };
  const query = useInstances(filter, paging.cursor, PEOPLE);
  return (
    <>
      <h3>{t('panel.people')}</h3>
      <PeopleTable caption={t('panel.peopleIn', { step: step.name })} query={query} paging={paging} short />
      {step.here > PEOPLE && (
        <Anchor
          component={Link}
          to={`/journeys/${graph.journey}/people?version=${graph.version}&step=${step.name}`}
        >
          {t('panel.allPeople', { count: step.here })}
        </Anchor>
      )}
    </>
  );
}
