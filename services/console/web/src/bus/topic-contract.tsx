// What the contract promises of a topic, and how the broker is set for it.
import { useTranslation } from 'react-i18next';
import { Section } from '../design/section.js';
import { useFormats } from '../i18n/formats.js';
import type { TopicDetail } from './bus-api.js';
import classes from './bus.module.css';

export function Contract({ topic }: { readonly topic: TopicDetail }) {
  const { t } = useTranslation('bus');
  const formats = useFormats();
  const none = '–';
  const facts: readonly (readonly [string, string])[] = [
    [t('topics.owner'), topic.owner ?? none],
    [t('contract.producers'), topic.producers.join(', ') || none],
    [t('contract.key'), topic.key ?? none],
    [t('contract.about'), topic.about === null ? none : t(`contract.names.${topic.about}`)],
    [t('topics.partitions'), topic.partitions === null ? none : formats.number(topic.partitions)],
    [t('topics.retention'), topic.retentionMs === null ? none : formats.duration(topic.retentionMs)],
    [t('contract.cleanup'), topic.cleanup ?? none],
    [t('contract.replicas'), formats.number(topic.inSyncReplicas)],
    [t('contract.forwards'), topic.forwards.join(', ') || none],
  ];
  return (
    <div className={classes.columns}>
      <Section title={t('contract.title')}>
        <Facts facts={facts} />
      </Section>
      <Section title={t('contract.types')}>
        <ul className={classes.list}>
          {topic.types.map((type) => (
            <li key={type}>
              <code>{type}</code>
            </li>
          ))}
          {topic.types.length === 0 && <li>{t('contract.noTypes')}</li>}
        </ul>
      </Section>
      <Section title={t('contract.settings')}>
        <Facts facts={Object.entries(topic.config)} />
      </Section>
    </div>
  );
}

function Facts({ facts }: { readonly facts: readonly (readonly [string, string])[] }) {
  return (
    <dl className={classes.facts}>
      {facts.map(([name, fact]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{fact}</dd>
        </div>
      ))}
    </dl>
  );
}
