// One person's way through a journey: where it stands and why, what it knows, and everything that happened to it.
import { Anchor, Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { CustomerLink } from '../design/customer-link.js';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { JsonTree } from '../design/json-tree.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useQueryState } from '../design/use-query-state.js';
import { WaitsFor } from '../design/waits-for.js';
import { When } from '../design/when.js';
import { IncidentOpened } from '../incidents/incident-opened.js';
import { useMay } from '../session/session.js';
import { InstanceWhy } from '../why/instance-why.js';
import { rolesOf } from '../session/permissions.js';
import { JournalRows } from './journal-rows.js';
import { useInstance, type InstanceDetail } from './journeys-api.js';
import classes from './journeys.module.css';
import { STATE_TONES } from './words.js';

/** So many entries are answered at once. */
const ENTRIES = 200;

export function Component() {
  const { t } = useTranslation('journeys');
  const { id = '' } = useParams();
  const [after] = useQueryState('after');
  const from = /^\d{1,9}$/.test(after) ? Number(after) : 0;
  const query = useInstance(id, from);
  const found = query.data;
  return (
    <Page
      title={found === undefined ? t('instance.title') : t('instance.titleOf', { journey: found.journey })}
      subtitle={<CopyId id={id} label={t('instance.id')} whole />}
      badges={found && <StateBadge tone={STATE_TONES[found.state]}>{t(`state.${found.state}`)}</StateBadge>}
      breadcrumbs={[
        { label: t('title'), to: '/journeys' },
        ...(found === undefined
          ? []
          : [{ label: found.journey, to: `/journeys/${found.journey}?version=${found.version}` }]),
      ]}
    >
      <Answered query={query} what={t('instance.title')} lines={10} roles={rolesOf('/instances/:id')}>
        {(instance) => <Instance instance={instance} />}
      </Answered>
    </Page>
  );
}

function Instance({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useTranslation('journeys');
  const mayIncidents = useMay('operator', 'supervisor', 'designer');
  return (
    <>
      <Section title={t('instance.facts')}>
        <Facts instance={instance} />
      </Section>
      {mayIncidents &&
        instance.incidents.map(({ id, step }) => (
          <Section key={id} title={t('instance.incident', { step })}>
            <IncidentOpened instanceId={instance.id} incidentId={id} />
          </Section>
        ))}
      {instance.state !== 'ended' && <Standing instance={instance} />}
      <InstanceWhy instanceId={instance.id} />
      <Section title={t('instance.vars')} about={t('instance.varsAbout')}>
        <JsonTree value={instance.vars} label={t('instance.vars')} />
      </Section>
      <Journal instance={instance} />
    </>
  );
}

function Facts({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useTranslation('journeys');
  const mayCustomer = useMay('agent', 'supervisor', 'operator');
  const { journey, version, profileId, key, startedAt, changedAt, outcome, dueAt, parentId } = instance;
  const facts = [
    [
      t('instance.journey'),
      <Anchor key="journey" component={Link} to={`/journeys/${journey}?version=${version}`}>
        {journey} · {t('version', { version })}
      </Anchor>,
    ],
    [
      t('people.customer'),
      mayCustomer ? (
        <span key="customer">
          <CustomerLink profileId={profileId} /> ·{' '}
          <Anchor component={Link} to={`/customers/${profileId}/why`}>
            {t('instance.whyCustomer')}
          </Anchor>
        </span>
      ) : (
        <CopyId key="customer" id={profileId} label={t('people.customer')} />
      ),
    ],
    [t('instance.key'), <code key="key">{key === '' ? '–' : key}</code>],
    [t('people.started'), <When key="started" at={startedAt} />],
    [t('people.changed'), <When key="changed" at={changedAt} />],
    ...(outcome === null ? [] : [[t('people.outcome'), <strong key="outcome">{outcome}</strong>] as const]),
    ...(dueAt === null ? [] : [[t('instance.due'), <When key="due" at={dueAt} />] as const]),
    ...(parentId === null
      ? []
      : [
          [
            t('instance.parent'),
            <Anchor key="parent" component={Link} to={`/instances/${parentId}`}>
              …{parentId.slice(-8)}
            </Anchor>,
          ] as const,
        ]),
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

function Standing({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useTranslation('journeys');
  const { journey, version, positions } = instance;
  return (
    <Section title={t('instance.standing')}>
      {positions.length === 0 ? (
        <p>{t('instance.nowhere')}</p>
      ) : (
        <ul className={classes.changes}>
          {positions.map(({ step, branch, since, waitsFor, until, childId }) => (
            <li key={`${step} ${branch?.name ?? ''}`}>
              <Anchor component={Link} to={`/journeys/${journey}?version=${version}&step=${step}`}>
                {step}
              </Anchor>
              {branch !== null && <> ({t('graph.inBranchOf', { ...branch, branch: branch.name })})</>}
              {since !== null && (
                <>
                  {' '}
                  {t('instance.since')} <When at={since} />
                </>
              )}
              <WaitsFor waits={waitsFor} />
              {until !== null && (
                <div className={classes.small}>
                  {t('instance.until')} <When at={until} />
                </div>
              )}
              {childId !== null && (
                <Anchor component={Link} to={`/instances/${childId}`} size="sm">
                  {t('instance.child')}
                </Anchor>
              )}
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Journal({ instance }: { readonly instance: InstanceDetail }) {
  const { t } = useTranslation('journeys');
  const [after, setAfter] = useQueryState('after');
  const { journal } = instance;
  const last = journal.at(-1)?.seq;
  return (
    <Section
      title={t('journal.title')}
      about={t('journal.about')}
      actions={
        <span className={classes.fields}>
          {after !== '' && (
            <Button variant="default" size="xs" onClick={() => setAfter(undefined)}>
              {t('journal.first')}
            </Button>
          )}
          {journal.length === ENTRIES && last !== undefined && (
            <Button variant="default" size="xs" onClick={() => setAfter(String(last))}>
              {t('journal.more')}
            </Button>
          )}
        </span>
      }
    >
      <JournalRows rows={journal} />
    </Section>
  );
}
