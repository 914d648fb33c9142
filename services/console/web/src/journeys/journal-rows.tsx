// The journal as rows one can read: when, what came, and what was done because of it; the whole entry behind each.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { JsonTree } from '../design/json-tree.js';
import { TraceLink } from '../design/trace-link.js';
import { When } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import { useMeaningName } from '../i18n/use-event-name.js';
import { deedsOf, inputOf, type DeedWords } from './journal-words.js';
import type { JournalRow } from './journeys-api.js';
import classes from './journeys.module.css';

const ACTIONS = ['cancel', 'retry', 'skip'] as const;

export function JournalRows({ rows }: { readonly rows: readonly JournalRow[] }) {
  const { t } = useTranslation('journeys');
  if (rows.length === 0) return <p className={classes.soft}>{t('journal.none')}</p>;
  return (
    <ol className={classes.journal}>
      {rows.map((row) => (
        <Row key={row.seq} row={row} />
      ))}
    </ol>
  );
}

function Row({ row }: { readonly row: JournalRow }) {
  const { t } = useTranslation('journeys');
  const { kind, name } = inputOf(row);
  const deeds = deedsOf(row);
  const action = kind === 'action' ? ACTIONS.find((each) => each === name) : undefined;
  return (
    <li data-seq={row.seq}>
      <div className={classes.small}>
        <When at={row.recordedAt} />
        <div>{t('journal.seq', { seq: row.seq })}</div>
        {row.traceId !== null && <TraceLink traceId={row.traceId} />}
      </div>
      <div>
        <strong>
          {t(`journal.input.${kind}`, { name: action === undefined ? name : t(`journal.action.${action}`) })}
        </strong>
        <ul>
          {deeds.map((deed, at) => (
            <li key={at}>
              <Deed deed={deed} />
            </li>
          ))}
        </ul>
        <Whole row={row} />
      </div>
    </li>
  );
}

function Deed({ deed: { did, name, what } }: { readonly deed: DeedWords }) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const meaningOf = useMeaningName();
  if (did === undefined) return <code>{name}</code>;
  // Times within deeds are milliseconds.
  const until = what['until'] ?? what['at'];
  const time = until !== undefined && /^\d+$/.test(until) ? formats.dateTime(Number(until)) : '–';
  const meaning = meaningOf(what['meaning'] ?? '–');
  const ended = what['outcome'] ?? '–';
  // A step's outcome may be an answer's meaning, a journey's has a name of its own.
  const outcome = did === 'left' ? meaningOf(ended) : ended;
  return <>{t(`journal.deed.${did}`, { ...what, meaning, outcome, time })}</>;
}

/** The entry as it is kept, rendered when it is asked for. */
function Whole({ row }: { readonly row: JournalRow }) {
  const { t } = useTranslation('journeys');
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{t('journal.whole')}</summary>
      {isOpen && <JsonTree value={row.entry} label={t('journal.seq', { seq: row.seq })} open={1} />}
    </details>
  );
}
