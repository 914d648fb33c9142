// Records of why as a list of sentences: each with its time, and folded under it the rule, its version and its inputs.
import { Anchor, Text } from '@mantine/core';
import IconArrowsSplit from '@tabler/icons-react/icons/IconArrowsSplit';
import IconBan from '@tabler/icons-react/icons/IconBan';
import IconClockPause from '@tabler/icons-react/icons/IconClockPause';
import IconAlertTriangle from '@tabler/icons-react/icons/IconAlertTriangle';
import IconDoorEnter from '@tabler/icons-react/icons/IconDoorEnter';
import IconDoorExit from '@tabler/icons-react/icons/IconDoorExit';
import IconMessageReply from '@tabler/icons-react/icons/IconMessageReply';
import IconSend from '@tabler/icons-react/icons/IconSend';
import IconTarget from '@tabler/icons-react/icons/IconTarget';
import IconUserCog from '@tabler/icons-react/icons/IconUserCog';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { CopyId } from '../design/copy-id.js';
import { When } from '../design/when.js';
import { useCommandName, useEventName, useMeaningName } from '../i18n/use-event-name.js';
import { useFormats } from '../i18n/formats.js';
import { changeOf, sentenceOf } from './sentence.js';
import type { WhyKind, WhyRecord } from './why-api.js';
import classes from './why.module.css';

const ICONS: Readonly<Record<WhyKind, typeof IconSend>> = {
  entered: IconDoorEnter,
  declined: IconBan,
  'held-out': IconBan,
  arbitration: IconBan,
  experiment: IconArrowsSplit,
  decision: IconArrowsSplit,
  sent: IconSend,
  held: IconClockPause,
  skipped: IconBan,
  answered: IconMessageReply,
  exited: IconDoorExit,
  goal: IconTarget,
  incident: IconAlertTriangle,
  operator: IconUserCog,
  moved: IconArrowsSplit,
  ended: IconDoorExit,
};
/** What did not happen, or waits, is marked beside the line: the sentence says it as well. */
const TONE: Partial<Record<WhyKind, string>> = {
  declined: 'warning',
  'held-out': 'warning',
  arbitration: 'warning',
  held: 'warning',
  skipped: 'warning',
  incident: 'bad',
  sent: 'good',
  goal: 'good',
};

export interface WhyListProps {
  readonly records: readonly WhyRecord[];
  /** What they tell of, for who hears the page. */
  readonly label: string;
  /** Leads from a message to its own chain; left out on the chain's page. */
  readonly customer?: string;
}

export function WhyList({ records, label, customer }: WhyListProps) {
  return (
    <ol className={classes.list} aria-label={label}>
      {records.map((record, at) => (
        <Line key={`${record.at} ${record.kind} ${at}`} record={record} customer={customer} />
      ))}
    </ol>
  );
}

function Line({ record, customer }: { readonly record: WhyRecord; readonly customer: string | undefined }) {
  const { t } = useTranslation('why');
  const Icon = ICONS[record.kind];
  return (
    <li className={classes.line} data-tone={TONE[record.kind]}>
      <span className={classes.icon}>
        <Icon size={18} stroke={1.75} aria-hidden />
      </span>
      <div className={classes.body}>
        <p className={classes.sentence}>
          <Spoken record={record} />
          {/* A service of the version before does not say it, while an upgrade rolls. */}
          {typeof record.until === 'string' && (
            <>
              {' '}
              {t('until')} <When at={record.until} />
            </>
          )}
        </p>
        <p className={classes.about}>
          <When at={record.at} /> ·{' '}
          {record.instanceId === null ? (
            record.journey
          ) : (
            <Anchor component={Link} underline="always" to={`/instances/${record.instanceId}`} size="sm">
              {t('journeyVersion', { journey: record.journey, version: record.version })}
            </Anchor>
          )}
          {customer !== undefined && record.commandId !== null && (
            <>
              {' · '}
              <Anchor
                component={Link}
                to={`/messages/${record.commandId}/why?customer=${customer}`}
                size="sm"
              >
                {t('chain')}
              </Anchor>
            </>
          )}
        </p>
        <Change record={record} />
        <Grounds record={record} />
      </div>
    </li>
  );
}

function Spoken({ record }: { readonly record: WhyRecord }) {
  const { t } = useTranslation('why');
  const cause = useCause(record);
  const answer = useEventName(textOf(record.inputs['type']));
  const asked = useCommandName(textOf(record.inputs['command']));
  const meaningOf = useMeaningName();
  const { key, values } = sentenceOf(record);
  const meaning = meaningOf(textOf(record.inputs['meaning']));
  return t(`sentence.${key}`, { ...values, cause, answer, asked, meaning });
}

/** What would have to be otherwise, where it did not happen. */
function Change({ record }: { readonly record: WhyRecord }) {
  const { t } = useTranslation('why');
  const formats = useFormats();
  const change = changeOf(record);
  if (change === undefined) return null;
  const times = Object.fromEntries(
    Object.entries(change.values).map(([name, value]) => [
      name,
      isMoment(Number(value)) ? `${formats.dateTime(Number(value))} (${formats.zone})` : value,
    ]),
  );
  return <p className={classes.change}>{t(`change.${change.key}`, times)}</p>;
}

/** The rule, its version, and what it looked at; the ids for who wants to go on. */
function Grounds({ record }: { readonly record: WhyRecord }) {
  const { t } = useTranslation('why');
  const inputs = Object.entries(record.inputs);
  return (
    <details className={classes.grounds}>
      <summary>{t('grounds')}</summary>
      <dl>
        {record.rule !== null && (
          <div>
            <dt>{t('rule')}</dt>
            <dd>
              <code>{record.rule}</code>
              {record.ruleVersion !== null && ` ${t('ruleVersion', { version: record.ruleVersion })}`}
            </dd>
          </div>
        )}
        {record.rule === null && record.ruleVersion !== null && (
          <div>
            <dt>{t('policy')}</dt>
            <dd>{t('ruleVersion', { version: record.ruleVersion })}</dd>
          </div>
        )}
        {inputs.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Input value={value} />
            </dd>
          </div>
        ))}
        {record.cause.id !== null && (
          <div>
            <dt>{t('causedBy')}</dt>
            <dd>
              {record.cause.type !== null && <code>{record.cause.type}</code>}{' '}
              <CopyId id={record.cause.id} label={t('causeId')} />
            </dd>
          </div>
        )}
        {record.commandId !== null && (
          <div>
            <dt>{t('command')}</dt>
            <dd>
              <CopyId id={record.commandId} label={t('commandId')} />
            </dd>
          </div>
        )}
      </dl>
      <Text size="xs" c="dimmed" lang="en">
        {record.text}
      </Text>
    </details>
  );
}

function Input({ value }: { readonly value: unknown }) {
  if (typeof value === 'number' && isMoment(value)) return <When at={value} />;
  return <code>{textOf(value)}</code>;
}

/** A number as large as that is a moment in milliseconds: nothing else in a journal is. */
function isMoment(value: number): boolean {
  return value > 1e12 && value < 8.64e15;
}

function useCause({ cause }: WhyRecord): string {
  const { t } = useTranslation('why');
  const event = useEventName(cause.type ?? '');
  if (cause.type !== null) return event;
  return cause.kind === 'timer' || cause.kind === 'start' ? t(`cause.${cause.kind}`) : t('cause.other');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
