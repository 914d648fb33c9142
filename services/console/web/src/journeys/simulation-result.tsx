// A simulation: how far it is, then what would be different in all, and for whom.
import { Anchor, Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answered, Refused } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { rolesOf } from '../session/permissions.js';
import classes from './journeys.module.css';
import { cancelSimulation, useSimulation, type Simulation } from './simulate-api.js';
import { SimulatedCustomers } from './simulated-customers.js';
import { SimulationReportView } from './simulation-report.js';
import { SIMULATION_TONES } from './simulation-tones.js';

export function SimulationResult({ id }: { readonly id: string }) {
  const { t } = useTranslation('journeys');
  const query = useSimulation(id);
  return (
    <>
      <Anchor component={Link} to="/simulate">
        {t('simulation.another')}
      </Anchor>
      <Answered query={query} what={t('simulate.title')} roles={rolesOf('/simulate')} lines={8}>
        {(simulation) => (
          <>
            <About simulation={simulation} onChanged={() => void query.refetch()} />
            {simulation.report !== null && <SimulationReportView report={simulation.report} />}
            {simulation.report !== null && <SimulatedCustomers simulation={simulation} />}
          </>
        )}
      </Answered>
    </>
  );
}

interface AboutProps {
  readonly simulation: Simulation;
  readonly onChanged: () => void;
}

function About({ simulation, onChanged }: AboutProps) {
  const { t } = useTranslation('journeys');
  const { id, journey, state, from, to, askedAt, askedBy, problem } = simulation;
  return (
    <Section
      title={t('simulation.of', { journey })}
      about={t('simulation.held')}
      actions={<StateBadge tone={SIMULATION_TONES[state]}>{t(`simulation.state.${state}`)}</StateBadge>}
    >
      <dl className={classes.facts}>
        <div>
          <dt>{t('list.journey')}</dt>
          <dd>
            <Anchor component={Link} to={`/journeys/${journey}`}>
              {journey}
            </Anchor>
          </dd>
        </div>
        <div>
          <dt>{t('simulation.window')}</dt>
          <dd>
            <When at={from} /> – <When at={to} />
          </dd>
        </div>
        <div>
          <dt>{t('simulation.asked')}</dt>
          <dd>
            <When at={askedAt} /> · {askedBy}
          </dd>
        </div>
        <div>
          <dt>{t('simulation.id')}</dt>
          <dd>
            <CopyId id={id} label={t('simulation.id')} />
          </dd>
        </div>
      </dl>
      {problem !== null && <p role="alert">{problem}</p>}
      {state === 'running' && <Progress simulation={simulation} onChanged={onChanged} />}
    </Section>
  );
}

function Progress({ simulation: { id, progress }, onChanged }: AboutProps) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const cancelled = useMutation({ mutationFn: () => cancelSimulation(id), onSettled: onChanged });
  const { read, all } = progress;
  const share = all === 0 ? 0 : Math.min(1, read / all);
  return (
    <>
      <progress className={classes.progress} value={share} max={1} aria-label={t('simulation.progress')} />
      <p role="status">
        {t('simulation.read', {
          read: formats.number(read),
          all: formats.number(all),
          share: formats.percent(share),
        })}
      </p>
      {cancelled.error !== null && <Refused error={cancelled.error} />}
      <div>
        <Button variant="default" loading={cancelled.isPending} onClick={() => cancelled.mutate()}>
          {t('simulation.cancel')}
        </Button>
      </div>
    </>
  );
}
