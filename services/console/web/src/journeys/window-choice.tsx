// Over how many days something is counted: three choices, kept in the address.
import { SegmentedControl } from '@mantine/core';
import '@mantine/core/styles/FloatingIndicator.layer.css';
import '@mantine/core/styles/SegmentedControl.layer.css';
import { useTranslation } from 'react-i18next';
import { useQueryChoice } from '../design/use-query-state.js';
import classes from './journeys.module.css';

const WINDOWS = ['1', '7', '30'] as const;

/** The window of the page. */
export function useWindowDays(): number {
  const [days] = useQueryChoice('days', WINDOWS, '7');
  return Number(days);
}

export function WindowChoice() {
  const { t } = useTranslation('journeys');
  const [days, setDays] = useQueryChoice('days', WINDOWS, '7');
  return (
    <SegmentedControl
      size="sm"
      transitionDuration={0}
      classNames={{ root: classes.windows, label: classes.windowLabel, indicator: classes.windowHere }}
      aria-label={t('window.label')}
      value={days}
      onChange={(value) => setDays(WINDOWS.find((each) => each === value) ?? '7')}
      data={WINDOWS.map((value) => ({ value, label: t(`window.${value}`) }))}
    />
  );
}
