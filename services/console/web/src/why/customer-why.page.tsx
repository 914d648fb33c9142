// Why, and why not, of one customer: where they stand, and everything that mattered, in sentences.
import { useTranslation } from 'react-i18next';
import { Anchor } from '@mantine/core';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { Answered, Refused } from '../design/answered.js';
import { Empty } from '../design/empty.js';
import { Filters } from '../design/filters.js';
import { Loading } from '../design/loading.js';
import { Page } from '../design/page.js';
import { Pager } from '../design/data-table.js';
import { Section } from '../design/section.js';
import { useCursorPaging } from '../design/use-cursor-paging.js';
import { When } from '../design/when.js';
import { useProfile } from '../api/profile.js';
import { rolesOf } from '../session/permissions.js';
import { useStandings, useWhyRecords, type WhyFilter, type WhyKind } from './why-api.js';
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
  const { data: profile, error, refetch } = useProfile(asked);
  if (profile !== undefined && profile.id !== asked)
    return <Navigate replace to={`/customers/${profile.id}/why`} />;
  return (
    <Page
      title={t('title')}
      subtitle={t('subtitle')}
      breadcrumbs={[
        { label: t('customers'), to: '/customers' },
        { label: t('customer'), to: `/customers/${asked}` },
      ]}
    >
      {profile === undefined &&
        (error === null ? (
          <Loading what={t('title')} />
        ) : (
          <Refused error={error} roles={ROLES} onRetry={() => void refetch()} />
        ))}
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
              {journeys.map(({ instanceId, journey, summary, waitsFor, until }) => (
                <li key={instanceId}>
                  <Anchor component={Link} underline="always" to={`/instances/${instanceId}`}>
                    {journey}
                  </Anchor>{' '}
                  <span lang="en">{summary}</span>
                  {until !== null && (
                    <>
                      {' · '}
                      {t('until')} <When at={until} />
                    </>
                  )}
                  {waitsFor.length > 0 && (
                    <ul lang="en">
                      {waitsFor.map((each) => (
                        <li key={each}>{each}</li>
                      ))}
                    </ul>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Answered>
    </Section>
  );
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
