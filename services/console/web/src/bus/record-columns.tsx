// The columns of the list of records.
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CopyId } from '../design/copy-id.js';
import type { Column } from '../design/data-table.js';
import { StateBadge } from '../design/state-badge.js';
import { When } from '../design/when.js';
import type { BusRecord } from './bus-api.js';
import classes from './bus.module.css';
import { shortType, valueLine } from './record-words.js';
import type { OpenedRecord } from './use-opened-record.js';

export function useRecordColumns(opened: OpenedRecord): readonly Column<BusRecord>[] {
  const { t } = useTranslation('bus');
  return [
    {
      key: 'type',
      header: t('records.type'),
      names: true,
      width: '15%',
      cell: (record) => (
        <Button
          variant="transparent"
          size="compact-sm"
          aria-expanded={opened.is(record)}
          aria-label={t('records.open', {
            type: shortType(record.type) ?? t('records.noType'),
            offset: record.offset,
            partition: record.partition,
          })}
          onClick={() => opened.toggle(record)}
        >
          {shortType(record.type) ?? t('records.noType')}
        </Button>
      ),
    },
    { key: 'time', header: t('records.time'), cell: ({ time }) => <When at={time} />, width: '12rem' },
    {
      key: 'place',
      header: t('records.place'),
      wideOnly: true,
      width: '9rem',
      cell: ({ partition, offset }) => <code>{`${partition} @ ${offset}`}</code>,
    },
    {
      key: 'about',
      header: t('records.about'),
      width: '10rem',
      cell: ({ profileId, customer, key }) => {
        const id = profileId ?? customer[0] ?? key;
        return id === null ? '–' : <CopyId id={id} label={t('records.about')} />;
      },
    },
    {
      key: 'value',
      header: t('records.value'),
      wideOnly: true,
      cell: (record) =>
        record.undecodable === undefined ? (
          <span className={classes.line}>{valueLine(record.value) ?? t('records.tombstone')}</span>
        ) : (
          <StateBadge tone="bad">{record.undecodable.code}</StateBadge>
        ),
    },
  ];
}
