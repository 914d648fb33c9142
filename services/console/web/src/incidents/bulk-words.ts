// How actions on many incidents are told: their states as tones, and the filter that chose the incidents as words.
import { useTranslation } from 'react-i18next';
import type { Tone } from '../design/tones.js';
import { useFormats } from '../i18n/formats.js';
import type { BulkAction, IncidentFilter } from './incidents-api.js';

export const BULK_TONES: Readonly<Record<BulkAction['status'], Tone>> = {
  previewed: 'quiet',
  running: 'info',
  asked: 'info',
  done: 'good',
  stopped: 'warning',
};

/** `Journey: cart-reminder, Step: remind`. */
export function useFilterText(): (filter: IncidentFilter) => string {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  return ({ journey, version, step, code, of, before }) => {
    const told = [
      [t('filter.journey'), journey],
      [t('filter.version'), version],
      [t('filter.step'), step],
      [t('filter.code'), code],
      [t('filter.of'), of === undefined ? undefined : t(`of.${of}`)],
      [t('filter.before'), before === undefined ? undefined : formats.dateTime(before)],
    ].flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}`]));
    return told.length === 0 ? t('many.everything') : told.join(', ');
  };
}
