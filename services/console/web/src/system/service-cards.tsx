// Each service as a card: what it decides, how it stands, what it waits for, where its interface is described.
import { Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../design/state-badge.js';
import classes from './system.module.css';
import { STATE_TONES, type ServiceStatus } from './system-status.js';

export function ServiceCards({ services }: { readonly services: readonly ServiceStatus[] }) {
  return (
    <ul className={classes.services}>
      {services.map((service) => (
        <ServiceCard key={service.name} {...service} />
      ))}
    </ul>
  );
}

const DECIDES = [
  'collaboration',
  'contact-centre',
  'crm',
  'customer-data-platform',
  'operations',
  'orchestrator',
] as const;

/** One that there is no text for describes itself, in English. */
function Decides({ name, decides }: Pick<ServiceStatus, 'name' | 'decides'>) {
  const { t } = useTranslation('system');
  const known = DECIDES.find((each) => each === name);
  return known === undefined ? <p lang="en">Decides {decides}.</p> : <p>{t(`services.decides.${known}`)}</p>;
}

function ServiceCard({ name, title, decides, url, state, failing }: ServiceStatus) {
  const { t } = useTranslation('system');
  return (
    <li className={classes.card} data-service={name}>
      <div className={classes.cardHead}>
        <Title order={3}>{title}</Title>
        <StateBadge tone={STATE_TONES[state]}>{t(`state.${state}`)}</StateBadge>
      </div>
      <Decides name={name} decides={decides} />
      {failing.length > 0 && (
        <p className={classes.failing}>{t('services.waiting', { checks: failing.join(', ') })}</p>
      )}
      <p className={classes.links}>
        <a href={`/api/${name}/openapi.json`}>
          OpenAPI<span className="co-hidden"> {t('services.of', { service: title })}</span>
        </a>
        {url !== undefined && <code>{url}</code>}
      </p>
    </li>
  );
}
