// What runs where, and the first steps of somebody who has never been here. Open to everybody: it holds nothing of a customer.
import { useTranslation } from 'react-i18next';
import { useAddresses } from '../api/addresses.js';
import { Answered } from '../design/answered.js';
import { Page } from '../design/page.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { AddressList } from './address-list.js';
import { FirstSteps } from './first-steps.js';
import { ServiceCards } from './service-cards.js';
import { STATE_TONES, useSystemStatus, worstOf } from './system-status.js';

export function Component() {
  const { t } = useTranslation('system');
  const status = useSystemStatus();
  const addresses = useAddresses();
  const publicUrl = addresses.publicUrl ?? window.location.origin;
  return (
    <Page title={t('title')} subtitle={t('subtitle')} badges={<Summary status={status} />}>
      <Section title={t('services.title')} plain>
        <Answered query={status} what={t('services.title')}>
          {(services) => <ServiceCards services={services} />}
        </Answered>
      </Section>
      <Section title={t('steps.title')}>
        <FirstSteps publicUrl={publicUrl} />
      </Section>
      <Section title={t('addresses.title')}>
        <AddressList addresses={{ ...addresses, publicUrl }} />
      </Section>
      <Section title={t('contract.title')} about={t('contract.about')}>
        <ul>
          <li>
            <a href="/asyncapi.yaml">AsyncAPI</a>: {t('contract.asyncapi')}
          </li>
          <li>
            <a href="/journey.schema.json">{t('contract.journeySchema')}</a>: {t('contract.journeyLanguage')}
          </li>
          <li>
            <a href="/api/console/openapi.json">{t('contract.console')}</a>: {t('contract.consoleAbout')}
          </li>
        </ul>
      </Section>
    </Page>
  );
}

/** In one sentence how everything stands; read out when it changes. */
function Summary({ status }: { readonly status: ReturnType<typeof useSystemStatus> }) {
  const { t } = useTranslation('system');
  const { data, isError } = status;
  const badge = () => {
    if (isError) return <StateBadge tone="bad">{t('summary.noAnswer')}</StateBadge>;
    if (data === undefined) return null;
    const count = data.filter(({ state }) => state === 'ready').length;
    const words =
      count === data.length ? t('summary.all', { count }) : t('summary.some', { count, all: data.length });
    return <StateBadge tone={STATE_TONES[worstOf(data)]}>{words}</StateBadge>;
  };
  return <div role="status">{badge()}</div>;
}
