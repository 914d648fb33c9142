// One record whole: what its envelope says, where that leads to, and its value as a tree, or why it can't be read.
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ApiProblem } from '../api/problem.js';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { JsonTree } from '../design/json-tree.js';
import { NotFound } from '../design/not-found.js';
import { Section } from '../design/section.js';
import { ShownHeaders } from '../design/shown-headers.js';
import { StateBadge } from '../design/state-badge.js';
import { TraceLink } from '../design/trace-link.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useRecord, type BusRecord } from './bus-api.js';
import classes from './bus.module.css';
import { instanceOf } from './record-links.js';
import type { RecordPlace } from './use-opened-record.js';

interface RecordOpenedProps {
  readonly topic: string;
  readonly place: RecordPlace;
  /** Not below its row, since the row is on another page of the list. */
  readonly alone?: boolean;
}

export function RecordOpened({ topic, place: { partition, offset }, alone = false }: RecordOpenedProps) {
  const { t } = useTranslation('bus');
  const query = useRecord(topic, { partition, offset });
  const isGone = query.error !== null && ApiProblem.from(query.error).status === 404;
  const inside = isGone ? (
    <NotFound inside>{t('record.gone')}</NotFound>
  ) : (
    <Answered query={query} what={t('record.title')} roles={['operator']}>
      {(record) => <RecordShown record={record} order={alone ? 3 : 2} />}
    </Answered>
  );
  return alone ? <Section title={t('record.at', { topic, partition, offset })}>{inside}</Section> : inside;
}

function RecordShown({ record, order }: { readonly record: BusRecord; readonly order: 2 | 3 }) {
  const { t } = useTranslation('bus');
  const { undecodable } = record;
  return (
    <div className={classes.record} data-record={`${record.partition}:${record.offset}`}>
      <Section title={t('record.envelope')} order={order}>
        <Envelope record={record} />
        <details>
          <summary className={classes.summary}>
            {t('record.headers', { count: record.headers.length })}
          </summary>
          <ShownHeaders of={record.headers} />
        </details>
      </Section>
      <Section title={t('record.value')} order={order}>
        {undecodable === undefined ? (
          record.value === null ? (
            t('records.tombstone')
          ) : (
            <JsonTree value={record.value} label={t('record.value')} open={3} />
          )
        ) : (
          <>
            <StateBadge tone="bad">{undecodable.code}</StateBadge>
            <p>{undecodable.reason}</p>
            <p>{t('record.begins')}</p>
            <code className={classes.hex}>{undecodable.hexHead}</code>
          </>
        )}
      </Section>
    </div>
  );
}

function Envelope({ record }: { readonly record: BusRecord }) {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const instanceId = instanceOf(record);
  const copy = (id: string | null, label: string) => id !== null && <CopyId id={id} label={label} />;
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('records.type'), record.type ?? t('records.noType')],
    [t('records.time'), <When key="time" at={record.time} />],
    [t('records.place'), t('record.place', record)],
    [
      t('records.key'),
      copy(record.key, t('records.key')) ||
        (record.keyBytes !== null && t('record.keyHidden', { bytes: formats.bytes(record.keyBytes) })),
    ],
    [
      t('record.customer'),
      record.profileId !== null ? <CustomerLink id={record.profileId} /> : <Entries of={record.customer} />,
    ],
    [t('record.journey'), instanceId !== undefined && <InstanceLink id={instanceId} />],
    [t('record.id'), copy(record.id, t('record.id'))],
    [
      t('records.story'),
      record.correlationId !== null && <StoryLink record={record} id={record.correlationId} />,
    ],
    [t('record.cause'), copy(record.causationId, t('record.cause'))],
    [t('record.command'), copy(record.commandId, t('record.command'))],
    [t('record.trace'), record.traceId !== null && <TraceLink traceId={record.traceId} />],
    [t('record.source'), record.source],
    [t('record.size'), formats.bytes(record.sizeBytes)],
    [t('record.schema'), record.schemaId === null ? null : String(record.schemaId)],
  ];
  return (
    <dl className={classes.facts}>
      {facts
        .filter(([, fact]) => fact !== null && fact !== false && fact !== '')
        .map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{fact}</dd>
          </div>
        ))}
    </dl>
  );
}

function CustomerLink({ id }: { readonly id: string }) {
  const { t } = useTranslation('bus');
  return (
    <Anchor component={Link} to={`/customers/${encodeURIComponent(id)}`} size="sm">
      {t('record.toCustomer', { id: id.slice(-8) })}
    </Anchor>
  );
}

function InstanceLink({ id }: { readonly id: string }) {
  const { t } = useTranslation('bus');
  return (
    <Anchor component={Link} to={`/instances/${encodeURIComponent(id)}`} size="sm">
      {t('record.toInstance', { id: id.slice(-8) })}
    </Anchor>
  );
}

function StoryLink({ record, id }: { readonly record: BusRecord; readonly id: string }) {
  const { t } = useTranslation('bus');
  return (
    <>
      <CopyId id={id} label={t('records.story')} />{' '}
      <Anchor
        component={Link}
        to={`/bus/${encodeURIComponent(record.topic)}/records?correlationId=${encodeURIComponent(id)}`}
        size="sm"
      >
        {t('record.sameStory')}
      </Anchor>
    </>
  );
}

function Entries({ of }: { readonly of: readonly string[] }) {
  return (
    <ul className={classes.list}>
      {of.map((entry) => (
        <li key={entry}>
          <code>{entry}</code>
        </li>
      ))}
    </ul>
  );
}
