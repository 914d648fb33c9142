// The columns of the list of parked records.
import { Checkbox } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Column } from '../design/data-table.js';
import { StateBadge } from '../design/state-badge.js';
import type { Tone } from '../design/tones.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import type { ParkedRecord } from './parked-api.js';
import { OpenButton } from './open-button.js';
import type { OpenedRow } from './use-opened-row.js';
import type { Selection } from './use-selection.js';

export type ParkedRow = ParkedRecord & { readonly service: string };

export const PARKED_TONES: Readonly<Record<ParkedRecord['state'], Tone>> = {
  parked: 'bad',
  held: 'warning',
  redrive: 'info',
};

export function useParkedColumns(opened: OpenedRow, selection: Selection): readonly Column<ParkedRow>[] {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  return [
    {
      key: 'select',
      header: <span className="co-hidden">{t('parked.selectColumn')}</span>,
      cell: (record) =>
        record.state === 'parked' && (
          <Checkbox
            size="sm"
            aria-label={t('parked.select', { offset: record.offset, topic: record.topic })}
            checked={selection.has(record)}
            onChange={() => selection.toggle(record)}
          />
        ),
    },
    {
      key: 'topic',
      header: t('parked.column.topic'),
      width: '15rem',
      names: true,
      cell: ({ service, id, topic, partition, offset }) => (
        <>
          <OpenButton
            isOpen={opened.isOpen(service, id)}
            label={t('parked.show', { offset, topic })}
            onToggle={() => opened.toggle(service, id)}
          >
            {topic}
          </OpenButton>
          <span className={classes.below} title={t('parked.column.position')}>
            {partition} @ {offset}
          </span>
        </>
      ),
    },
    {
      key: 'service',
      header: t('parked.column.service'),
      cell: ({ service }) => <span className={classes.whole}>{service}</span>,
    },
    {
      key: 'key',
      header: t('parked.column.key'),
      wideOnly: true,
      cell: ({ key }) =>
        key !== null && (
          <code title={key} className={classes.whole}>
            {shortened(key)}
          </code>
        ),
    },
    {
      key: 'code',
      header: t('parked.column.code'),
      cell: ({ code, reason }) => (
        <span>
          <span className={classes.code}>{code}</span>
          <span className={classes.below} lang="en">
            {reason}
          </span>
        </span>
      ),
    },
    {
      key: 'attempts',
      header: t('parked.column.attempts'),
      align: 'end',
      wideOnly: true,
      cell: ({ attempts }) => formats.number(attempts),
    },
    {
      key: 'waiting',
      header: t('parked.column.waiting'),
      align: 'end',
      cell: ({ waiting }) => formats.number(waiting),
    },
    {
      key: 'state',
      header: t('parked.column.state'),
      cell: ({ state }) => <StateBadge tone={PARKED_TONES[state]}>{t(`parked.state.${state}`)}</StateBadge>,
    },
    {
      key: 'since',
      header: t('parked.column.since'),
      cell: ({ parkedAt }) => (
        <span className={classes.whole}>
          <Ago at={parkedAt} />
        </span>
      ),
    },
  ];
}

const SHOWN = 16;

function shortened(key: string): string {
  return key.length <= SHOWN ? key : `…${key.slice(-SHOWN)}`;
}
