// What can be seen of one event: its ids and trace, what it says itself, and the words of a message to who asks for them.
import { Anchor } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Answered } from '../design/answered.js';
import { CopyId } from '../design/copy-id.js';
import { JsonTree } from '../design/json-tree.js';
import { TraceLink } from '../design/trace-link.js';
import { When } from '../design/when.js';
import { useMay } from '../session/session.js';
import classes from './customers.module.css';
import type { Profile } from '../api/profile.js';
import type { ActivityEntry } from './customers-api.js';
import { isDelivery, isInboundMessage } from '../i18n/event-kinds.js';
import {
  revealDelivery,
  revealMessage,
  useDelivery,
  useHiddenWords,
  useRecord,
  type Words,
} from './personal-api.js';
import { Reveal, useRevealed } from './reveal.js';

export interface EntryDetailsProps {
  readonly profile: Profile;
  readonly entry: ActivityEntry;
}

export function EntryDetails({ profile, entry }: EntryDetailsProps) {
  return (
    <>
      {isInboundMessage(entry.type) && <InboundWords messageId={entry.subject} />}
      {isDelivery(entry.type) && <OutboundWords profileId={profile.id} commandId={entry.commandId} />}
      <Envelope profile={profile} entry={entry} />
      <Decoded entry={entry} />
    </>
  );
}

function Envelope({ profile, entry }: EntryDetailsProps) {
  const { t } = useTranslation('customers');
  const isOther = entry.profileId !== profile.id;
  return (
    <dl className={classes.facts}>
      <Detail name={t('entry.type')}>
        <code>{entry.type}</code>
      </Detail>
      <Detail name={t('entry.source')}>
        <code>{entry.source}</code>
      </Detail>
      {entry.happenedAt !== null && (
        <Detail name={t('entry.happened')}>
          <When at={entry.happenedAt} />
        </Detail>
      )}
      <Detail name={t('entry.arrived')}>
        <When at={entry.at} />
      </Detail>
      <Detail name={t('entry.id')}>
        <CopyId id={entry.eventId} label={t('entry.id')} />
      </Detail>
      {entry.correlationId !== null && (
        <Detail name={t('entry.correlation')}>
          <CopyId id={entry.correlationId} label={t('entry.correlation')} />
        </Detail>
      )}
      {entry.subject !== null && (
        <Detail name={t('entry.subject')}>
          <CopyId id={entry.subject} label={t('entry.subject')} />
        </Detail>
      )}
      {isOther && (
        <Detail name={t('entry.under')}>
          <CopyId id={entry.profileId} label={t('profileId')} />
        </Detail>
      )}
      {entry.traceId !== null && (
        <Detail name={t('entry.trace')}>
          <TraceLink traceId={entry.traceId} />
        </Detail>
      )}
    </dl>
  );
}

function Detail({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The record as it lies on the bus: nothing personal is in it, but it is for operators. */
function Decoded({ entry }: { readonly entry: ActivityEntry }) {
  const { t } = useTranslation('customers');
  const may = useMay('operator');
  const [opened, setOpened] = useState(false);
  const record = useRecord(entry, may && opened);
  if (!may) return null;
  return (
    <details
      className={classes.decoded}
      open={opened}
      onToggle={({ currentTarget }) => setOpened(currentTarget.open)}
    >
      <summary>{t('entry.record', { partition: entry.partition, offset: entry.offset })}</summary>
      {opened && (
        <Answered query={record} what={t('entry.recordTitle')} roles={['operator']}>
          {(value) => <JsonTree label={t('entry.recordTitle')} value={value} />}
        </Answered>
      )}
    </details>
  );
}

function InboundWords({ messageId }: { readonly messageId: string | null }) {
  const { t } = useTranslation('customers');
  const hidden = useHiddenWords(messageId);
  const [words, setWords] = useRevealed<Words>();
  if (messageId === null || hidden.data === undefined || hidden.data === null) return null;
  return (
    <WordsLine
      label={t('words.inbound')}
      text={(words ?? hidden.data).text ?? t('words.none')}
      reveal={
        <Reveal
          what={t('words.what')}
          value={words}
          onChange={setWords}
          ask={(purpose) => revealMessage(messageId, purpose)}
        />
      }
    />
  );
}

interface OutboundProps {
  readonly profileId: string;
  readonly commandId: string | null;
}

function OutboundWords({ profileId, commandId }: OutboundProps) {
  const { t } = useTranslation('customers');
  const { delivery } = useDelivery(profileId, commandId);
  const [words, setWords] = useRevealed<Words>();
  if (commandId === null) return null;
  return (
    <>
      {delivery !== undefined && (
        <WordsLine
          label={t(
            typeof delivery.templateRevision === 'number' ? 'words.outboundRevision' : 'words.outbound',
            {
              template: delivery.template,
              revision: delivery.templateRevision,
              channel: delivery.channel,
            },
          )}
          text={words === undefined ? '•••' : (words.text ?? t('words.none'))}
          reveal={
            <Reveal
              what={t('words.what')}
              value={words}
              onChange={setWords}
              ask={(purpose) => revealDelivery(delivery.deliveryId, purpose)}
            />
          }
        />
      )}
      <p>
        <Anchor component={Link} underline="always" to={`/messages/${commandId}/why?customer=${profileId}`}>
          {t('words.why')}
        </Anchor>
      </p>
    </>
  );
}

interface WordsLineProps {
  readonly label: string;
  readonly text: string;
  readonly reveal: ReactNode;
}

function WordsLine({ label, text, reveal }: WordsLineProps) {
  return (
    <div className={classes.words}>
      <span className={classes.soft}>{label}</span>
      <blockquote>{text}</blockquote>
      {reveal}
    </div>
  );
}
