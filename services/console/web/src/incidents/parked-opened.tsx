// One parked record, opened: where it lies, what holds it, and what its envelope says. Never its value.
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { NotFound } from '../design/not-found.js';
import { ShownHeaders } from '../design/shown-headers.js';
import { StateBadge } from '../design/state-badge.js';
import { TraceLink } from '../design/trace-link.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './incidents.module.css';
import { useParkedRecord, type ParkedDetail } from './parked-api.js';
import { PARKED_TONES } from './parked-columns.js';

export function ParkedOpened({ service, id }: { readonly service: string; readonly id: string }) {
  const { t } = useTranslation('incidents');
  const query = useParkedRecord(service, id);
  if (query.data === undefined && query.error !== null && ApiProblem.from(query.error).status === 404)
    return <NotFound inside>{t('parked.detail.notFound')}</NotFound>;
  return (
    <Answered query={query} what={t('parked.detail.title')} roles={['operator']}>
      {(record: ParkedDetail) => (
        <div className={classes.opened} data-record={record.id} data-state={record.state}>
          <div>
            <StateBadge tone={PARKED_TONES[record.state]}>{t(`parked.state.${record.state}`)}</StateBadge>{' '}
            <span className={classes.code}>{record.code}</span>: {record.reason}
          </div>
          <Holding record={record} />
          <Facts record={record} />
          <ShownHeaders of={record.headers} />
          <Anchor
            component={Link}
            to={`/bus/${encodeURIComponent(record.topic)}/records?partition=${record.partition}&offset=${record.offset}`}
            size="sm"
          >
            {t('parked.detail.records')}
          </Anchor>
        </div>
      )}
    </Answered>
  );
}

function Holding({ record: { holdsKey, keyHeld, ahead } }: { readonly record: ParkedDetail }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  if (!holdsKey || keyHeld === null) return <p>{t('parked.detail.loose')}</p>;
  return (
    <p>
      {t('parked.detail.holds', { since: formats.dateTime(keyHeld.since), count: keyHeld.rows })}{' '}
      {ahead > 0 && t('parked.detail.ahead', { count: ahead })}{' '}
      {keyHeld.onPurpose !== null && t('parked.detail.onPurpose', { code: keyHeld.onPurpose })}
    </p>
  );
}

function Facts({ record }: { readonly record: ParkedDetail }) {
  const { t } = useTranslation('incidents');
  const formats = useFormats();
  const { group, key, type, eventId, recordedAt, redriveAt, keyBytes, valueBytes, schemaId, headers } =
    record;
  const traceId = traceOf(headers);
  const bytes = (value: number | null): string => (value === null ? '–' : formats.bytes(value));
  const facts = [
    [t('parked.column.group'), group],
    [
      t('parked.column.key'),
      key === null ? null : <CopyId key="key" id={key} label={t('parked.column.key')} />,
    ],
    [t('parked.column.type'), type],
    [
      t('parked.detail.event'),
      eventId === null ? null : <CopyId key="event" id={eventId} label={t('parked.detail.event')} />,
    ],
    [t('parked.detail.recorded'), <When key="recorded" at={recordedAt} />],
    [t('parked.detail.redriveAt'), redriveAt === null ? null : <When key="redrive" at={redriveAt} />],
    [t('parked.detail.size'), t('parked.detail.sizes', { key: bytes(keyBytes), value: bytes(valueBytes) })],
    [t('parked.detail.schema'), schemaId ?? t('parked.detail.noSchema')],
    [t('detail.trace'), traceId === undefined ? null : <TraceLink key="trace" traceId={traceId} />],
  ] as const;
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, fact]) => fact !== null)
        .map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}

/** Of a W3C `traceparent`. */
function traceOf(headers: ParkedDetail['headers']): string | undefined {
  const header = headers.find(({ name }) => name === 'traceparent')?.value ?? '';
  return /^00-([0-9a-f]{32})-/.exec(header)?.[1];
}
