// Says whether what is seen moves with the system, and how old it is when it does not.
import { useTranslation } from 'react-i18next';
import { StateBadge } from '../design/state-badge.js';
import { Ago } from '../design/when.js';
import type { LiveState } from './live-state.js';

export interface LiveBadgeProps {
  readonly state: LiveState;
  /** Of the last thing that was heard: milliseconds since 1970. */
  readonly at: number | undefined;
}

const TONES = {
  connecting: 'info',
  live: 'good',
  stale: 'warning',
  closed: 'quiet',
  paused: 'quiet',
} as const;

export function LiveBadge({ state, at }: LiveBadgeProps) {
  const { t } = useTranslation('design');
  return (
    <span role="status">
      <StateBadge tone={TONES[state]}>
        {t(`live.${state}`)}
        {state !== 'live' && at !== undefined && (
          <>
            {' · '}
            <Ago at={at} />
          </>
        )}
      </StateBadge>
    </span>
  );
}
