// Why one message went out, or did not: the chain from the journey's beginning to what came of it.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { Page, type Breadcrumb } from '../design/page.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { rolesOf } from '../session/permissions.js';
import { useWhyMessage, type WhyMessage } from './why-api.js';
import { WhyList } from './why-list.js';
import classes from './why.module.css';

const TONES = {
  sent: 'good',
  waiting: 'info',
  held: 'warning',
  skipped: 'warning',
  failed: 'bad',
  left: 'quiet',
} as const;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function Component() {
  const { t } = useTranslation('why');
  const { messageId = '' } = useParams();
  const [parameters] = useSearchParams();
  const named = parameters.get('customer')?.toLowerCase() ?? '';
  const customer = uuid.test(named) ? named : undefined;
  const query = useWhyMessage(messageId.toLowerCase(), customer);
  const breadcrumbs: Breadcrumb[] = [{ label: t('customers'), to: '/customers' }];
  if (customer !== undefined) breadcrumbs.push({ label: t('customer'), to: `/customers/${customer}` });
  return (
    <Page title={t('message.title')} subtitle={t('message.subtitle')} breadcrumbs={breadcrumbs}>
      <Answered query={query} what={t('message.title')} roles={rolesOf('/messages/:messageId/why')} lines={8}>
        {(message) => <Message message={message} />}
      </Answered>
    </Page>
  );
}

function Message({ message }: { readonly message: WhyMessage }) {
  const { t } = useTranslation('why');
  const { state, step, journey, version, instanceId, commandId, chain } = message;
  return (
    <>
      <div className={classes.verdict}>
        <StateBadge tone={TONES[state]}>{t(`message.${state}`)}</StateBadge>
        <p>
          {t('message.asked', { step })}{' '}
          <Anchor component={Link} underline="always" to={`/instances/${instanceId}`}>
            {t('journeyVersion', { journey, version })}
          </Anchor>
        </p>
        <CopyId id={commandId} label={t('commandId')} />
      </div>
      <Section title={t('message.chain')} about={t('message.chainAbout')}>
        <WhyList records={chain} label={t('message.chain')} />
      </Section>
    </>
  );
}
