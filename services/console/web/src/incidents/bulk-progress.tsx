// How far an action on many incidents is, who asked for it, and what came of them so far.
import { useTranslation } from 'react-i18next';
import { AboutFigure } from '../design/figure.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useFilterText } from './bulk-words.js';
import type { BulkAction } from './incidents-api.js';
import classes from './incidents.module.css';
import { outcomeText, outcomeTone } from './outcomes.js';

const OPEN = ['waiting', 'pending'];

export function BulkProgress({ bulk, at }: { readonly bulk: BulkAction; readonly at: number }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const outcomes = Object.entries(bulk.outcomes as Record<string, number>);
  const open = outcomes.reduce((sum, [outcome, count]) => sum + (OPEN.includes(outcome) ? count : 0), 0);
  const done = bulk.total - open;
  const about = {
    definition: t('bulk.outcomesExplained'),
    window: t('kinds.window'),
    source: '/api/orchestrator/bulk-actions/{id}',
    at,
  };
  return (
    <Section title={t('bulk.outcomes')} actions={<AboutFigure label={t('bulk.outcomes')} about={about} />}>
      <div
        className={classes.progress}
        role="progressbar"
        aria-label={t('bulk.progressLabel')}
        aria-valuemin={0}
        aria-valuemax={bulk.total}
        aria-valuenow={done}
        aria-valuetext={t('bulk.progress', { done: formats.number(done), total: formats.number(bulk.total) })}
      >
        <div style={{ width: `${bulk.total === 0 ? 0 : (100 * done) / bulk.total}%` }} />
      </div>
      <p role="status">
        {t('bulk.progress', { done: formats.number(done), total: formats.number(bulk.total) })}
      </p>
      <ul className={classes.outcomes}>
        {outcomes.map(([outcome, count]) => (
          <li key={outcome} data-outcome={outcome}>
            <StateBadge tone={outcomeTone(outcome)}>{outcomeText(t, outcome)}</StateBadge>{' '}
            <strong className="co-number">{formats.number(count)}</strong>
          </li>
        ))}
      </ul>
      <Asked bulk={bulk} />
    </Section>
  );
}

function Asked({ bulk }: { readonly bulk: BulkAction }) {
  const { t } = useTranslation('incidents');
  const filterText = useFilterText();
  const facts = [
    [t('bulk.by'), bulk.askedBy],
    [t('bulk.filter'), filterText(bulk.filter)],
    [t('bulk.rate'), t('bulk.rateValue', { count: bulk.perSecond })],
    [t('bulk.created'), <When key="created" at={bulk.createdAt} />],
    [t('bulk.started'), bulk.startedAt === null ? null : <When key="started" at={bulk.startedAt} />],
    [t('bulk.ended'), bulk.endedAt === null ? null : <When key="ended" at={bulk.endedAt} />],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, value]) => value !== null)
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
