// The first thing on the page: numbers that should be nothing, each with the place where something can be done.
import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Figure, Figures } from '../design/figure.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { Ago } from '../design/when.js';
import { useFormats } from '../i18n/formats.js';
import classes from './home.module.css';
import { needsOf, type Needs } from './needs.js';
import { useAbout, type FigureKey, type OverviewData } from './overview-store.js';

export function NeedsSomebody({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const about = useAbout(data);
  const needs = needsOf(data);
  const figure = (name: 'incidents' | 'parked' | 'stuck', key: FigureKey, to: string) => {
    const value = needs[name];
    const state = (value ?? 0) > 0 ? ({ tone: 'warning', word: t('needs.look') } as const) : undefined;
    return <Figure label={t(`needs.${name}`)} value={value} about={about(key)} to={to} state={state} />;
  };
  return (
    <Section
      title={t('needs.title')}
      plain
      actions={needs.isCalm ? <StateBadge tone="good">{t('needs.nothing')}</StateBadge> : undefined}
    >
      <Figures>
        {figure('incidents', 'incidents.open', '/incidents')}
        {figure('parked', 'records.parked', '/incidents/parked')}
        {figure('stuck', 'journeys.stuck', '/incidents?tab=stuck')}
        <Figure
          label={t('needs.overdue')}
          value={needs.overdue.length}
          about={about('service.outbox-oldest')}
          state={needs.overdue.length > 0 ? { tone: 'warning', word: t('needs.look') } : undefined}
        />
      </Figures>
      <Sentences data={data} needs={needs} />
    </Section>
  );
}

interface Sentence {
  readonly key: string;
  readonly word: string;
  readonly text: string;
  readonly more?: ReactNode;
}

/** What a number can't say: which one, since when. */
function Sentences({ data, needs }: { readonly data: OverviewData; readonly needs: Needs }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const since = (at: string | undefined) => at !== undefined && <Ago at={at} />;
  const sentences: readonly Sentence[] = [
    ...(needs.isBrokerAway
      ? [
          {
            key: 'broker',
            word: t('needs.away'),
            text: t('needs.brokerAway'),
            more: since(data.broker.awaySince),
          },
        ]
      : []),
    ...needs.services.map((name): Sentence => {
      const { state, failing = [], title = name, awaySince } = data.services[name] ?? {};
      if (state === 'away')
        return {
          key: name,
          word: t('needs.away'),
          text: t('needs.serviceAway', { name: title }),
          more: since(awaySince),
        };
      const text = t('needs.serviceNotReady', { name: title, checks: failing.join(', ') });
      return { key: name, word: t('needs.notReady'), text };
    }),
    ...needs.overdue.map((name): Sentence => {
      const { title = name, outboxOldestSeconds = 0 } = data.services[name] ?? {};
      const age = formats.duration(outboxOldestSeconds * 1_000);
      const text = t('needs.outboxOverdue', { name: title, age });
      return { key: `${name} outbox`, word: t('needs.overdueWord'), text };
    }),
    ...needs.behind.map(({ topic, groups, lag }): Sentence => ({
      key: topic,
      word: t('needs.behind'),
      text: t('needs.farBehind', {
        groups: groups.join(', '),
        count: groups.length,
        lag: formats.number(lag),
      }),
      more: (
        <Anchor component={Link} to={`/bus/${topic}`}>
          {topic}
        </Anchor>
      ),
    })),
  ];
  if (sentences.length === 0) return null;
  return (
    <ul className={classes.sentences}>
      {sentences.map(({ key, word, text, more }) => (
        <li key={key}>
          <StateBadge tone="bad">{word}</StateBadge> {text} {more}
        </li>
      ))}
    </ul>
  );
}
