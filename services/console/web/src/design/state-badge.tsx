// A state as a small badge: icon and word, and a colour that only repeats what they say.
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconCircleCheck from '@tabler/icons-react/icons/IconCircleCheck';
import IconCircleDashed from '@tabler/icons-react/icons/IconCircleDashed';
import IconCircleX from '@tabler/icons-react/icons/IconCircleX';
import IconProgress from '@tabler/icons-react/icons/IconProgress';
import type { ReactNode } from 'react';
import classes from './state-badge.module.css';
import type { Tone } from './tones.js';

const ICONS = {
  good: IconCircleCheck,
  warning: IconAlertTriangle,
  bad: IconCircleX,
  info: IconProgress,
  quiet: IconCircleDashed,
} as const;

export interface StateBadgeProps {
  readonly tone: Tone;
  /** The state's word, translated. */
  readonly children: ReactNode;
}

export function StateBadge({ tone, children }: StateBadgeProps) {
  const Icon = ICONS[tone];
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={2.2} aria-hidden />
      <span>{children}</span>
    </span>
  );
}
