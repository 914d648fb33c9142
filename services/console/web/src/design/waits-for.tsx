// What a journey waits for at one of its places: each of it named, with its condition where it has one.
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/formats.js';
import { useEventName } from '../i18n/use-event-name.js';
import { waitOf, type Wait } from '../i18n/waits.js';
import classes from './waits-for.module.css';

export interface WaitsForProps {
  /** As the orchestrator tells it. */
  readonly waits: readonly string[];
}

export function WaitsFor({ waits }: WaitsForProps) {
  const { t } = useTranslation('design');
  if (waits.length === 0) return null;
  return (
    <ul className={classes.waits} aria-label={t('waits.label')}>
      {waits.map((each) => (
        <li key={each}>
          <Waited wait={waitOf(each)} />
        </li>
      ))}
    </ul>
  );
}

function Waited({ wait }: { readonly wait: Wait }) {
  const { t } = useTranslation('design');
  const formats = useFormats();
  switch (wait.kind) {
    case 'event':
      return <Event {...wait} />;
    case 'time':
      return t('waits.time', { time: formats.duration(wait.ms) });
    case 'told':
      return <span lang="en">{wait.text}</span>;
    default:
      return t(`waits.${wait.kind}`, { name: wait.name });
  }
}

function Event({ type, when, anew }: Extract<Wait, { readonly kind: 'event' }>) {
  const { t } = useTranslation('design');
  const name = useEventName(type);
  return (
    <>
      <span title={type}>{t('waits.event', { name })}</span>
      {when !== '' && (
        <>
          {' '}
          <code>{when}</code>
        </>
      )}
      {anew && ` ${t('waits.anew')}`}
    </>
  );
}
