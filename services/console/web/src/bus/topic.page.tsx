// One topic: what it is, how it runs, where its readers are, and by which schemas its records are written.
import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { Answered } from '../design/answered.js';
import { Figure, Figures } from '../design/figure.js';
import { Page } from '../design/page.js';
import { QueryTabs } from '../design/query-tabs.js';
import { Section } from '../design/section.js';
import { Sparkline } from '../design/sparkline.js';
import { StateBadge } from '../design/state-badge.js';
import { useFormats } from '../i18n/formats.js';
import { useBusAbout } from './bus-about.js';
import { useTopic, type TopicDetail } from './bus-api.js';
import { Contract } from './topic-contract.js';
import { Groups } from './topic-groups.js';
import { Partitions } from './topic-partitions.js';
import { Schemas } from './topic-schemas.js';

export function Component() {
  const { t } = useTranslation('bus');
  const { topic = '' } = useParams();
  const query = useTopic(topic);
  const { data } = query;
  return (
    <Page
      title={topic}
      subtitle={data && <span lang="en">{data.doc}</span>}
      breadcrumbs={[{ label: t('title'), to: '/bus' }]}
      badges={data?.exists === false && <StateBadge tone="bad">{t('topics.missing')}</StateBadge>}
      actions={
        data && (
          <Button component={Link} to={`/bus/${topic}/records`} variant="default">
            {t('topic.records')}
          </Button>
        )
      }
    >
      <Answered query={query} what={topic} roles={['operator']} lines={10}>
        {(found) => <Topic topic={found} at={query.dataUpdatedAt} />}
      </Answered>
    </Page>
  );
}

function Topic({ topic, at }: { readonly topic: TopicDetail; readonly at: number }) {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const about = useBusAbout(at);
  const lag = Math.max(-1, ...topic.groups.map((group) => group.lag ?? -1));
  return (
    <>
      <Figures>
        <Figure
          label={t('topics.rate')}
          value={topic.ratePerSecond ?? undefined}
          format="decimal"
          unit="/s"
          about={about('rate')}
        >
          <Sparkline values={topic.history} label={t('topics.rate')} width={140} />
        </Figure>
        <Figure label={t('topics.lag')} value={lag < 0 ? undefined : lag} about={about('lag')} />
        <Figure
          label={t('topics.kept')}
          value={topic.kept ?? undefined}
          about={about('kept')}
          to={`/bus/${topic.name}/records`}
        >
          {topic.retentionMs !== null && t('topic.keptFor', { time: formats.duration(topic.retentionMs) })}
        </Figure>
        <Figure label={t('topic.end')} value={topic.end ?? undefined} about={about('end')} />
      </Figures>
      <QueryTabs
        label={topic.name}
        tabs={[
          {
            name: 'readers',
            label: t('topic.tabs.readers'),
            content: () => <Groups topic={topic} at={at} />,
          },
          {
            name: 'partitions',
            label: t('topic.tabs.partitions'),
            content: () => <Partitions topic={topic} at={at} />,
          },
          { name: 'schemas', label: t('topic.tabs.schemas'), content: () => <Schemas topic={topic.name} /> },
          { name: 'contract', label: t('topic.tabs.contract'), content: () => <Contract topic={topic} /> },
        ]}
      />
      {topic.deadLettersOf !== null && (
        <Section title={t('topic.deadLetters')}>
          <Text size="sm">{t('topic.deadLettersOf', topic.deadLettersOf)}</Text>
        </Section>
      )}
    </>
  );
}
