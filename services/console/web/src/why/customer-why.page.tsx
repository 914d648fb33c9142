// Why, and why not, of one customer: where they stand, and everything that mattered, in sentences.
import { useTranslation } from 'react-i18next';
import { Anchor } from '@mantine/core';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { NoCustomer } from '../design/no-customer.js';
import { Page } from '../design/page.js';
import { Pager } from '../design/data-table.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { WaitsFor } from '../design/waits-for.js';
import { When } from '../design/when.js';
import { useProfile } from '../api/profile.js';
import { rolesOf } from '../session/permissions.js';
import { useStandings, useWhyRecords, type Standing, type WhyFilter, type WhyKind } from './why-api.js';
import { WhyList } from './why-list.js';
import classes from './why.module.css';

const ROLES = rolesOf('/customers/:profileId/why');
/** What a choice of the filter stands for. */
const SHOWS = {
  not: ['declined', 'held-out', 'arbitration', 'held', 'skipped'],
  messages: ['sent', 'held', 'skipped', 'answered'],
  ways: ['entered', 'experiment', 'decision', 'exited', 'goal', 'moved', 'ended'],
  trouble: ['incident', 'operator'],
} as const satisfies Record<string, readonly WhyKind[]>;
const CHOICES = Object.keys(SHOWS) as readonly (keyof typeof SHOWS)[];

export function Component() {
  const { t } = useTranslation('why');
  const { profileId = '' } = useParams();
  const asked = profileId.toLowerCase();
  const [parameters] = useSearchParams();
  const { data: profile, error, refetch } = useProfile(asked);
  // The survivor's record, with what was to be seen of it.
  if (profile !== undefined && profile.id !== asked)
    return (
      <Navigate replace to={{ pathname: `/customers/${profile.id}/why`, search: parameters.toString() }} />
    );
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      breadcrumbs={[
        { label: t('customers'), to: '/customers' },
        { label: t('customer'), to: `/customers/${asked}` },
      ]}
    >
      {profile === undefined && (
        <NoCustomer id={asked} error={error} roles={ROLES} onRetry={() => void refetch()} />
      )}
      {profile !== undefined && (
        <>
          <Standings profileId={profile.id} />
          <Records profileId={profile.id} />
        </>
      )}
    </Page>
  );
}

function Standings({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('why');
  const standings = useStandings(profileId);
  return (
    <Section title={t('standings.title')} about={t('standings.about')}>
      <Answered query={standings} what={t('standings.title')} roles={ROLES}>
        {(journeys) =>
          journeys.length === 0 ? (
            <Empty title={t('standings.none')} />
          ) : (
            <ul className={classes.standings}>
              {journeys.map((standing) => (
                <StandingLine key={standing.why.instanceId} standing={standing} />
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  );
}

function StandingLine({ standing: { why, instance } }: { readonly standing: Standing }) {
  const { t } = useTranslation('why');
  const { instanceId, journey, summary, positions } = why;
  const outcome = instance?.outcome ?? '–';
  return (
    <li>
      <Anchor component={Link} underline="always" to={`/instances/${instanceId}`}>
        {journey}
      </Anchor>{' '}
      {instance?.state === 'ended' && (
        <>
          {t('standings.ended', { outcome })} · <When at={instance.changedAt} />
        </>
      )}
      {instance?.state === 'undoing' && t('standings.undoing', { outcome })}
      {instance === undefined && <span lang="en">{summary}</span>}
      {(instance?.state === 'running' || instance?.state === 'stalled') && <Places positions={positions} />}
    </li>
  );
}

/** A parallel's own place only waits for its branches, which have places of their own. */
function Places({ positions }: Pick<Standing['why'], 'positions'>) {
  const { t } = useTranslation('why');
  const parallels = new Set(positions.map(({ branch }) => branch?.parallel));
  const open = positions.filter(({ step }) => !parallels.has(step));
  return open.map(({ step, branch, visit, incident, since, waitsFor, until }) => (
    <div key={`${step} ${branch?.name ?? ''} ${visit}`}>
      {incident === null ? t('standings.waits', { step }) : t('standings.stands', { step, code: incident })}
      {since !== null && (
        <>
          {' '}
          {t('standings.since')} <When at={since} />
        </>
      )}
      {until !== null && (
        <>
          {' · '}
          {t('until')} <When at={until} />
        </>
      )}
      {incident === null && <WaitsFor waits={waitsFor} />}
    </div>
  ));
}

function Records({ profileId }: { readonly profileId: string }) {
  const { t } = useTranslation('why');
  const paging = useCursorPaging();
  const query = useWhyRecords(profileId, useFilter(), paging.cursor);
  return (
    <Section title={t('records.title')} about={t('records.about')}>
      <Filters
        label={t('records.filter')}
        filters={[
          {
            kind: 'choice',
            name: 'show',
            label: t('records.show'),
            options: CHOICES.map((value) => ({ value, label: t(`records.${value}`) })),
          },
          { kind: 'text', name: 'journey', label: t('records.journey') },
          { kind: 'moment', name: 'from', label: t('records.from') },
          { kind: 'moment', name: 'until', label: t('records.until') },
        ]}
      />
      <Answered query={query} what={t('records.title')} roles={ROLES} lines={8}>
        {({ items, nextCursor }) => (
          <>
            {items.length === 0 ? (
              <Empty title={t('records.none')}>
                <p>{t('records.noneHelp')}</p>
              </Empty>
            ) : (
              <WhyList records={items} label={t('records.title')} customer={profileId} />
            )}
            <Pager paging={paging} next={nextCursor} busy={query.isPlaceholderData} />
          </>
        )}
      </Answered>
    </Section>
  );
}

function useFilter(): WhyFilter {
  const [parameters] = useSearchParams();
  const [show, journey, from, to] = ['show', 'journey', 'from', 'until'].map(
    (name) => parameters.get(name) ?? '',
  );
  const choice = CHOICES.find((each) => each === show);
  return {
    kinds: choice === undefined ? [] : SHOWS[choice],
    ...(journey && { journey: journey.slice(0, 64) }),
    ...(from && { from }),
    ...(to && { to }),
  };
}
