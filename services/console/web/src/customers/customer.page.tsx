// One customer: who it is, masked, and behind tabs what happened, what was agreed to, what is known and who looked.
import { Alert, Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, useParams, useSearchParams } from 'react-router';
import { CopyId } from '../design/copy-id.js';
import { NoCustomer } from '../design/no-customer.js';
import { Page } from '../design/page.js';
import { QueryTabs } from '../design/query-tabs.js';
import { rolesOf } from '../session/permissions.js';
import { AccessTab } from './access-tab.js';
import { ConsentsTab } from './consents-tab.js';
import { CustomerHeader } from './customer-header.js';
import { useProfile, type Profile } from '../api/profile.js';
import { IdentifiersTab } from './identifiers-tab.js';
import { JourneysTab } from './journeys-tab.js';
import { useMaskedName } from './masked-name.js';
import { PersonalTab } from './personal-tab.js';
import { SegmentsTab } from './segments-tab.js';
import { TimelineTab } from './timeline-tab.js';

export function Component() {
  const { t } = useTranslation('customers');
  const { profileId = '' } = useParams();
  const asked = profileId.toLowerCase();
  const { data: profile, error, refetch } = useProfile(asked);
  const [parameters] = useSearchParams();
  if (profile === undefined)
    return (
      <Page title={t('one')} breadcrumbs={[{ label: t('title'), to: '/customers' }]}>
        <NoCustomer
          id={asked}
          error={error}
          roles={rolesOf('/customers/:profileId')}
          onRetry={() => void refetch()}
        />
      </Page>
    );
  if (profile.id !== asked) {
    // The address of the survivor, with what was to be seen there, and from where somebody was led.
    const to = new URLSearchParams(parameters);
    to.set('mergedFrom', asked);
    return <Navigate replace to={`/customers/${profile.id}?${to.toString()}`} />;
  }
  return <Customer key={profile.id} profile={profile} />;
}

function Customer({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('customers');
  const name = useMaskedName(profile.id);
  const [parameters] = useSearchParams();
  const mergedFrom = parameters.get('mergedFrom');
  return (
    <Page
      title={name ?? t('nameless', { id: profile.id.slice(-8) })}
      windowTitle={t('one')}
      breadcrumbs={[{ label: t('title'), to: '/customers' }]}
      actions={
        <Anchor component={Link} to={`/customers/${profile.id}/why`}>
          {t('why')}
        </Anchor>
      }
    >
      {mergedFrom !== null && profile.mergedIds.includes(mergedFrom) && (
        <Alert role="status" title={t('merged.title')}>
          {t('merged.text')} <CopyId id={mergedFrom} label={t('profileId')} />
        </Alert>
      )}
      <CustomerHeader profile={profile} />
      <QueryTabs
        label={t('tabs')}
        tabs={[
          { name: 'timeline', label: t('tab.timeline'), content: () => <TimelineTab profile={profile} /> },
          {
            name: 'journeys',
            label: t('tab.journeys'),
            content: () => <JourneysTab profileId={profile.id} />,
          },
          {
            name: 'consents',
            label: t('tab.consents'),
            content: () => <ConsentsTab profileId={profile.id} />,
          },
          { name: 'segments', label: t('tab.segments'), content: () => <SegmentsTab profile={profile} /> },
          {
            name: 'identifiers',
            label: t('tab.identifiers'),
            content: () => <IdentifiersTab profile={profile} />,
          },
          {
            name: 'personal',
            label: t('tab.personal'),
            content: () => <PersonalTab profileId={profile.id} />,
          },
          { name: 'access', label: t('tab.access'), content: () => <AccessTab profileId={profile.id} /> },
        ]}
      />
    </Page>
  );
}
