// The services, one row each: whether they are ready, how long they run, what they need, what waits in them.
import { useTranslation } from 'react-i18next';
import type { Column } from '../design/data-table.js';
import { Empty } from '../design/empty.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import type { Tone } from '../design/tones.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './home.module.css';
import { figureHead, LiveTable } from './live-table.js';
import { OVERDUE_SECONDS } from './needs.js';
import { useAbout, type FigureKey, type OverviewData, type ServiceOverview } from './overview-store.js';

interface Row extends ServiceOverview {
  readonly name: string;
}

const TONES: Readonly<Record<ServiceOverview['state'], Tone>> = {
  ready: 'good',
  'not-ready': 'warning',
  away: 'bad',
  asked: 'info',
};

export function Services({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const columns = useColumns(data);
  const items = Object.entries(data.services).map(([name, service]): Row => ({ name, ...service }));
  return (
    <Section title={t('services.title')} about={t('services.about')}>
      <LiveTable
        caption={t('services.title')}
        columns={columns}
        items={items}
        rowKey={({ name }) => name}
        empty={<Empty title={t('services.none')} />}
      />
    </Section>
  );
}

function useColumns(data: OverviewData): readonly Column<Row>[] {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const about = useAbout(data);
  const known = <T,>(value: T | undefined, view: (value: T) => string): string =>
    value === undefined ? '–' : view(value);
  const head = (label: string, key: FigureKey) => figureHead(label, about(key));
  const figure = (
    key: string,
    label: string,
    figureKey: FigureKey,
    cell: (row: Row) => string,
    wideOnly = false,
  ): Column<Row> => ({ key, ...head(label, figureKey), align: 'end', cell, wideOnly });
  const seconds = (value: number | undefined): string =>
    known(value, (each) => formats.duration(each * 1_000));
  return [
    { key: 'name', header: t('services.name'), names: true, cell: ({ title }) => title },
    { key: 'state', ...head(t('services.state'), 'service.state'), cell: (row) => <State row={row} /> },
    {
      ...figure(
        'uptime',
        t('services.uptime'),
        'service.uptime',
        ({ uptimeSeconds }) => seconds(uptimeSeconds),
        true,
      ),
      width: '9.5rem',
    },
    figure('memory', t('services.memory'), 'service.memory', ({ memoryBytes }) =>
      known(memoryBytes, formats.bytes),
    ),
    figure(
      'delay',
      t('services.delay'),
      'service.event-loop-delay',
      ({ eventLoopDelaySeconds }) => seconds(eventLoopDelaySeconds),
      true,
    ),
    figure('consumed', t('services.consumed'), 'service.consumed', ({ consumedPerSecond }) =>
      known(consumedPerSecond, (each) => formats.number(each, 1)),
    ),
    figure('outbox', t('services.outbox'), 'service.outbox-pending', ({ outboxPending }) =>
      known(outboxPending, (each) => formats.number(each)),
    ),
    {
      key: 'oldest',
      ...head(t('services.oldest'), 'service.outbox-oldest'),
      align: 'end',
      cell: ({ outboxPending = 0, outboxOldestSeconds }) =>
        (outboxOldestSeconds ?? 0) > OVERDUE_SECONDS ? (
          <StateBadge tone="warning">{seconds(outboxOldestSeconds)}</StateBadge>
        ) : outboxPending === 0 ? (
          '–'
        ) : (
          seconds(outboxOldestSeconds)
        ),
    },
  ];
}

function State({ row: { state, failing, awaySince } }: { readonly row: Row }) {
  const { t } = useTranslation('home');
  return (
    <span className={classes.state}>
      <StateBadge tone={TONES[state]}>{t(`services.states.${state}`)}</StateBadge>
      {failing.length > 0 && <span className={classes.soft}>{failing.join(', ')}</span>}
      {awaySince !== undefined && (
        <span className={classes.soft}>
          <Ago at={awaySince} />
        </span>
      )}
    </span>
  );
}
