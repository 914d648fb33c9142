// What a journey waits for at one of its places: each of it named, with its condition where it has one.
import { useTranslation } from 'react-i18next';
import type { Answer } from '../api/answer.js';
import type { paths } from '../api/generated/orchestrator.js';
import { durationOf } from '../i18n/durations.js';
import { useFormats } from '../i18n/formats.js';
import { useEventName } from '../i18n/use-event-name.js';
import classes from './waits-for.module.css';

/** One thing that is waited for, as the orchestrator tells it. */
export type Awaited = Answer<
  paths,
  '/api/orchestrator/instances/{id}'
>['positions'][number]['waitsFor'][number];
type Of<Code extends Awaited['code']> = Extract<Awaited, { readonly code: Code }>;

export interface WaitsForProps {
  readonly waits: readonly Awaited[];
}

export function WaitsFor({ waits }: WaitsForProps) {
  const { t } = useTranslation('design');
  if (waits.length === 0) return null;
  return (
    <ul className={classes.waits} aria-label={t('waits.label')}>
      {waits.map((each) => (
        <li key={each.text}>
          <Waited awaited={each} />
        </li>
      ))}
    </ul>
  );
}

function Waited({ awaited }: { readonly awaited: Awaited }) {
  const { t } = useTranslation('design');
  const formats = useFormats();
  switch (awaited.code) {
    case 'event':
      return <Event {...awaited} />;
    case 'date':
      return <Moment {...awaited} />;
    case 'answer':
      return <AnswerTo {...awaited} />;
    case 'duration': {
      const ms = durationOf(awaited.duration);
      return t('waits.duration', { time: ms === undefined ? awaited.duration : formats.duration(ms) });
    }
    case 'held':
      return awaited.rule === null ? t('waits.heldBySome') : t('waits.held', { rule: awaited.rule });
    case 'decision':
      return t('waits.decision', { role: awaited.role, approval: awaited.approval });
    case 'last-word':
      return t('waits.last-word', { approval: awaited.approval });
    case 'worker':
      return t('waits.worker', { task: awaited.task, attempt: awaited.attempt });
    case 'journey':
      return t('waits.journey', { journey: awaited.journey });
    case 'branch':
      return t('waits.branch', { branch: awaited.branch });
    default:
      return <InItsWords awaited={awaited} />;
  }
}

function Event({ type, when, restarts }: Of<'event'>) {
  const { t } = useTranslation('design');
  const name = useEventName(type);
  return (
    <>
      <span title={type}>{t('waits.event', { name })}</span>
      {when !== null && (
        <>
          {' '}
          <code>{when}</code>
        </>
      )}
      {restarts && ` ${t('waits.anew')}`}
    </>
  );
}

function AnswerTo({ type }: Of<'answer'>) {
  const { t } = useTranslation('design');
  const name = useEventName(type);
  return <span title={type}>{t('waits.answer', { name })}</span>;
}

function Moment({ expression, at, zone, otherwise }: Of<'date'>) {
  const { t } = useTranslation('design');
  const where = zone === 'customer' ? t('waits.zoneOfCustomer') : otherwise;
  return (
    <>
      {t('waits.date')} <code>{expression}</code> {at === null ? `(${where})` : t('waits.at', { at, where })}
    </>
  );
}

/** While an upgrade rolls: a code that this page does not know, or words alone. In the service's own words. */
function InItsWords({ awaited }: { readonly awaited: unknown }) {
  return <span lang="en">{typeof awaited === 'string' ? awaited : (awaited as Awaited).text}</span>;
}
