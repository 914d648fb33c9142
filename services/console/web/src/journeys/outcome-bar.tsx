// How journeys ended, as one small bar: each outcome its share, told in words too.
import { useTranslation } from 'react-i18next';
import { useFormats } from '../i18n/formats.js';
import type { OutcomeCount } from './journeys-api.js';
import classes from './journeys.module.css';

/** The most frequent ones; what is left is one part. */
const SHOWN = 4;

export interface OutcomeBarProps {
  readonly outcomes: readonly OutcomeCount[];
  /** Nothing ended: told in its place. */
  readonly none: string;
}

export function OutcomeBar({ outcomes, none }: OutcomeBarProps) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const all = outcomes.reduce((sum, { count }) => sum + count, 0);
  if (all === 0) return <span className={classes.soft}>{none}</span>;
  const others = outcomes.slice(SHOWN).reduce((sum, { count }) => sum + count, 0);
  const parts = [
    ...outcomes.slice(0, SHOWN),
    ...(others > 0 ? [{ outcome: t('outcome.others'), count: others }] : []),
  ];
  return (
    <div className={classes.outcomes}>
      <div className={classes.bar} aria-hidden>
        {parts.map(({ outcome, count }, at) => (
          <span key={outcome} data-part={at} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {parts.map(({ outcome, count }, at) => (
          <li key={outcome}>
            <span className={classes.dot} data-part={at} aria-hidden />
            {outcome} <span className="co-number">{formats.number(count)}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
