// The words and tones of the journeys' pages that several of them use.
import type { useTranslation } from 'react-i18next';
import type { Tone } from '../design/tones.js';
import type { Formats } from '../i18n/formats.js';
import { durationOf } from '../i18n/durations.js';
import type { InstanceState, ListedJourney, OpenCounts, OutcomeCount } from './journeys-api.js';

export type Texts = ReturnType<typeof useTranslation<'journeys'>>['t'];

export const STATE_TONES: Readonly<Record<InstanceState, Tone>> = {
  running: 'info',
  stalled: 'bad',
  undoing: 'warning',
  ended: 'quiet',
};

export const JOURNEY_TONES: Readonly<Record<ListedJourney['state'], Tone>> = {
  published: 'good',
  paused: 'warning',
  retired: 'quiet',
};

export const OFFICES = ['front', 'middle', 'back', 'none'] as const;
export type Office = (typeof OFFICES)[number];

/** The lane of a step; ends belong to no office. */
export function officeOf(office: string | null): Office {
  return OFFICES.find((each) => each === office) ?? 'none';
}

const KINDS = [
  'act',
  'wait',
  'choose',
  'split',
  'decide',
  'parallel',
  'approve',
  'task',
  'journey',
  'set',
  'end',
] as const;
export type StepKind = (typeof KINDS)[number];

export function kindOf(kind: string): StepKind {
  return KINDS.find((each) => each === kind) ?? 'act';
}

export function allOpen({ running, stalled, undoing }: OpenCounts): number {
  return running + stalled + undoing;
}

export function sumOf(outcomes: readonly OutcomeCount[]): number {
  return outcomes.reduce((sum, { count }) => sum + count, 0);
}

/** What leads along a way, as short as it can be said. */
export function wayText(t: Texts, formats: Formats, on: string): string {
  const event = /^continuo\.[a-z_]+\.([A-Za-z0-9]+)\.v\d+$/.exec(on)?.[1];
  if (event !== undefined) return event;
  if (on === 'next') return t('way.next');
  if (on === 'else' || on === 'otherwise') return t('way.else');
  if (on === 'failed' || on === 'refused' || on === 'timedOut') return t(`way.${on}`);
  if (on === 'approved' || on === 'rejected' || on === 'expired') return t(`way.${on}`);
  const [first = '', ...rest] = on.split(' ');
  const told = rest.join(' ');
  const ms = first === 'after' ? durationOf(told) : undefined;
  const what = ms === undefined ? told : formats.duration(ms);
  if (first === 'after' || first === 'until' || first === 'branch' || first === 'outcome')
    return t(`way.${first}`, { what });
  return on;
}
