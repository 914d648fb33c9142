// What a simulation comes to over all customers: as it was, as it would be, and what it could not know.
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Figure, Figures } from '../design/figure.js';
import { Section } from '../design/section.js';
import { useFormats } from '../i18n/formats.js';
import classes from './journeys.module.css';
import type { SimulationReport } from './simulate-api.js';

interface ReportProps {
  readonly report: SimulationReport;
}

interface CountRow {
  readonly name: string;
  readonly before: number;
  readonly after: number;
}

export function SimulationReportView({ report }: ReportProps) {
  const { t } = useTranslation('journeys');
  const { outcomes, steps, messages, rules } = report.totals;
  return (
    <>
      <Section title={t('report.totals')}>
        <Totals report={report} />
      </Section>
      <Section title={t('report.beforeAfter')} about={t('report.beforeAfterAbout')}>
        <Counts caption={t('report.outcomes')} counts={outcomes} />
        <Counts caption={t('report.messages')} counts={messages} />
        <Counts caption={t('report.steps')} counts={steps} />
        <Counts caption={t('report.rules')} counts={rules} />
      </Section>
      <Section title={t('report.notes')}>
        <Notes report={report} />
      </Section>
    </>
  );
}

function Totals({ report: { totals, seconds, records } }: ReportProps) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const { customers, entries, contacts } = totals;
  const about = (name: 'different' | 'gained' | 'lost' | 'moved' | 'entries' | 'customers') => ({
    definition: t(`report.about.${name}`),
    window: t('report.window'),
    source: 'orchestrator GET /simulations/:id',
  });
  const changes = Object.entries(totals.outcomeChanges);
  return (
    <>
      <Figures>
        <Figure label={t('report.customers')} value={customers.all} about={about('customers')} />
        <Figure label={t('report.different')} value={customers.different} about={about('different')} />
        <Figure label={t('report.gained')} value={contacts.gained} about={about('gained')} />
        <Figure label={t('report.lost')} value={contacts.lost} about={about('lost')} />
        <Figure label={t('report.moved')} value={contacts.moved} about={about('moved')} />
        <Figure label={t('report.entries')} value={entries.after} about={about('entries')}>
          <span className={classes.small}>{t('report.before', { count: entries.before })}</span>
        </Figure>
      </Figures>
      {changes.length > 0 && (
        <>
          <h3 className={classes.third}>{t('report.changes')}</h3>
          <ul className={classes.changes}>
            {changes.map(([change, count]) => (
              <li key={change}>
                {change}: <span className="co-number">{formats.number(count)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes.small}>
        {t('report.took', { records: formats.number(records), time: formats.duration(seconds * 1_000) })}
      </p>
    </>
  );
}

interface CountsProps {
  readonly caption: string;
  readonly counts: Readonly<Record<string, { readonly before: number; readonly after: number }>>;
}

function Counts({ caption, counts }: CountsProps) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const items = Object.entries(counts).map(([name, count]): CountRow => ({ name, ...count }));
  if (items.length === 0) return null;
  const columns: readonly Column<CountRow>[] = [
    { key: 'name', header: caption, names: true, cell: ({ name }) => name },
    { key: 'before', header: t('report.was'), align: 'end', cell: ({ before }) => formats.number(before) },
    { key: 'after', header: t('report.wouldBe'), align: 'end', cell: ({ after }) => formats.number(after) },
    {
      key: 'difference',
      header: t('report.difference'),
      align: 'end',
      cell: ({ before, after }) => signed(formats.number(Math.abs(after - before)), after - before),
    },
  ];
  return (
    <DataTable
      caption={caption}
      columns={columns}
      query={{
        data: { items },
        error: null,
        isPlaceholderData: false,
        refetch: () => Promise.reject(new Error('nothing to ask for')),
      }}
      rowKey={({ name }) => name}
      empty={<Empty title="–" />}
    />
  );
}

function signed(number: string, difference: number): string {
  if (difference === 0) return '±0';
  return difference > 0 ? `+${number}` : `−${number}`;
}

const LEFT_OUT = ['engine-error', 'erased', 'merged', 'running-before'] as const;
/** The note that stands above the others. */
const STANDS_ABOVE = 'reactions';
const NOTES = ['answers', 'unasked', 'counted', 'facts', 'pace', 'places', 'schedules'] as const;

/** A service of the version before tells its notes as texts, while an upgrade rolls. */
function Note({ note }: { readonly note: SimulationReport['notes'][number] | string }) {
  const { t } = useTranslation('journeys');
  if (typeof note === 'string') return <li lang="en">{note}</li>;
  const { code, text } = note;
  const known = NOTES.find((each) => each === code);
  return known === undefined ? <li lang="en">{text}</li> : <li>{t(`report.note.${known}`)}</li>;
}

function Notes({ report: { notes, assumedAnswers, leftOut } }: ReportProps) {
  const { t } = useTranslation('journeys');
  const formats = useFormats();
  const out = Object.entries(leftOut);
  const because = (reason: string): string => {
    const known = LEFT_OUT.find((each) => each === reason);
    return known === undefined ? reason : t(`report.leftOutBecause.${known}`);
  };
  return (
    <>
      <p>
        <strong>{t('simulation.held')}</strong>
      </p>
      <ul className={classes.changes}>
        {notes
          .filter(({ code }) => code !== STANDS_ABOVE)
          .map((note, at) => (
            <Note key={at} note={note} />
          ))}
      </ul>
      {out.length > 0 && (
        <p>
          {t('report.leftOut')}{' '}
          {out.map(([reason, count]) => `${because(reason)}: ${formats.number(count)}`).join(', ')}
        </p>
      )}
      {assumedAnswers.length > 0 && (
        <>
          <h3 className={classes.third}>{t('report.assumed')}</h3>
          <ul className={classes.changes}>
            {assumedAnswers.map(({ act, times, type, delayMs, samples }) => (
              <li key={act}>
                {t(type === null ? 'report.assumedNever' : 'report.assumedAnswer', {
                  act,
                  count: times,
                  type: type?.replace(/^continuo\./, '') ?? '',
                  delay: formats.duration(delayMs),
                  samples: formats.number(samples),
                })}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
