// One incident, opened: what happened, where to look on, and what each action would do; or, once it is over, who ended it.
import { Anchor, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { CustomerLink } from '../design/customer-link.js';
import { Answered } from '../design/answered.js';
import { NotFound } from '../design/not-found.js';
import { TraceLink } from '../design/trace-link.js';
import { Ago, When } from '../design/when.js';
import { useEventName } from '../i18n/use-event-name.js';
import { useMay } from '../session/session.js';
import { ActionDialog } from './action-dialog.js';
import { ForeseenList } from './foreseen-list.js';
import { ACTIONS, useIncident, type ActionName, type IncidentDetail } from './incidents-api.js';
import classes from './incidents.module.css';
import { meaningOf } from './outcomes.js';

/** An action on an incident as it was when somebody chose it. */
export interface Chosen {
  readonly incident: IncidentDetail;
  readonly action: ActionName;
}

interface IncidentOpenedProps {
  readonly instanceId: string;
  readonly incidentId: string;
  /** Where a list does it: the row, and what is opened below it, may be gone before the outcome is told. */
  readonly onAct?: (chosen: Chosen) => void;
}

export function IncidentOpened({ instanceId, incidentId, onAct }: IncidentOpenedProps) {
  const { t } = useTranslation('incidents');
  const query = useIncident(instanceId, incidentId);
  const [chosen, choose] = useState<Chosen>();
  const act = onAct ?? choose;
  if (query.data === undefined && query.error !== null && ApiProblem.from(query.error).status === 404)
    return <NotFound inside>{t('detail.notFound')}</NotFound>;
  return (
    <>
      <Answered query={query} what={t('detail.loading')} roles={['operator', 'supervisor']}>
        {(incident: IncidentDetail) => (
          <div className={classes.opened} data-incident={incident.id} data-state={incident.state}>
            <p>{meaningOf(t, incident.code)}</p>
            <Facts incident={incident} />
            {incident.state === 'open' ? (
              <Choices incident={incident} onChoose={(action) => act({ incident, action })} />
            ) : (
              <Ended incident={incident} />
            )}
          </div>
        )}
      </Answered>
      {chosen !== undefined && <ActionDialog {...chosen} onClose={() => choose(undefined)} />}
    </>
  );
}

function Facts({ incident }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation('incidents');
  const { raised, instanceId, profileId, detail, code, attempts, since, of } = incident;
  const mayCustomer = useMay('agent', 'supervisor', 'operator');
  return (
    <dl className={classes.facts}>
      <div>
        <dt>{t('detail.raised')}</dt>
        <dd>
          <When at={since} /> (<Ago at={since} />)
        </dd>
      </div>
      <div>
        <dt>{t('detail.error')}</dt>
        <dd>
          <span className={classes.code}>{code}</span>: <span lang="en">{detail}</span>
          {attempts !== null && attempts > 0 && <div>{t('detail.attempts', { count: attempts })}</div>}
          {of === 'undo' && <div>{t('of.undo')}</div>}
        </dd>
      </div>
      {raised !== null && (
        <div>
          <dt>{t('detail.by')}</dt>
          <dd>
            <RaisedBy input={raised.input} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t('detail.instance')}</dt>
        <dd>
          <Anchor component={Link} to={`/instances/${instanceId}`} size="sm">
            …{instanceId.slice(-8)}
          </Anchor>
        </dd>
      </div>
      {mayCustomer && (
        <div>
          <dt>{t('detail.customer')}</dt>
          <dd>
            <CustomerLink profileId={profileId} />
          </dd>
        </div>
      )}
      {typeof raised?.traceId === 'string' && (
        <div>
          <dt>{t('detail.trace')}</dt>
          <dd>
            <TraceLink traceId={raised.traceId} />
          </dd>
        </div>
      )}
    </dl>
  );
}

function RaisedBy({ input }: { readonly input: string }) {
  const { t } = useTranslation('incidents');
  const event = useEventName(input);
  if (input === 'timer') return t('detail.byTimer');
  if (input === 'action') return t('detail.byAction');
  return <span title={input}>{event}</span>;
}

interface ChoicesProps {
  readonly incident: IncidentDetail;
  readonly onChoose: (action: ActionName) => void;
}

function Choices({ incident, onChoose }: ChoicesProps) {
  const { t } = useTranslation('incidents');
  const mayAct = useMay('operator', 'supervisor');
  const { actions, of } = incident;
  if (actions === null) return null;
  return (
    <div>
      <strong>{t('foreseen.title')}</strong>
      <p className={classes.small}>{mayAct ? t('foreseen.now') : t('detail.noLongerMay')}</p>
      <div className={classes.choices}>
        {ACTIONS.map((action) => (
          <div key={action} className={classes.choice} data-action={action}>
            <strong>{t(`action.${action}`)}</strong>
            <ForeseenList action={action} of={of} foreseen={actions[action]} />
            {mayAct && (
              <Button
                variant="default"
                disabled={actions[action].refused !== null}
                onClick={() => onChoose(action)}
              >
                {t(`action.${action}`)} …
              </Button>
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

const WAYS = ['retried', 'skipped', 'cancelled', 'ended'] as const;

function Ended({ incident: { resolved } }: { readonly incident: IncidentDetail }) {
  const { t } = useTranslation('incidents');
  const how = WAYS.find((way) => way === resolved?.how) ?? 'other';
  return (
    <div role="status">
      <strong>{t('detail.resolvedTitle')}</strong>
      <p>
        {t(`detail.resolved.${how}`, { who: resolved?.by ?? t('detail.somebody') })}{' '}
        {resolved !== null && <Ago at={resolved.at} />}
      </p>
      {typeof resolved?.traceId === 'string' && <TraceLink traceId={resolved.traceId} />}
    </div>
  );
}
