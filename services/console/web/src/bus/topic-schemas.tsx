// The schemas of a topic's types as the registry keeps them: every version, what it says, what a change must keep.
import { NativeSelect, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { Empty } from '../design/empty.js';
import { JsonTree } from '../design/json-tree.js';
import { Section } from '../design/section.js';
import { StateBadge } from '../design/state-badge.js';
import { useSchemas, type Subject } from './bus-api.js';
import classes from './bus.module.css';

export function Schemas({ topic }: { readonly topic: string }) {
  const { t } = useTranslation('bus');
  const query = useSchemas(topic);
  return (
    <Answered query={query} what={t('topic.tabs.schemas')} roles={['operator']} lines={6}>
      {({ items }) =>
        items.length === 0 ? (
          <Empty title={t('schemas.none')}>{t('schemas.noneText')}</Empty>
        ) : (
          <div className={classes.schemas}>
            {items.map((subject) => (
              <SchemaOf key={subject.subject} subject={subject} />
            ))}
          </div>
        )
      }
    </Answered>
  );
}

function SchemaOf({ subject }: { readonly subject: Subject }) {
  const { t } = useTranslation('bus');
  const { fullName, type, versions, compatibility } = subject;
  const [chosen, setChosen] = useState<number>();
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  const name = fullName.split('.').at(-1) ?? fullName;
  return (
    <Section
      title={name}
      about={type}
      actions={
        <span className={classes.row}>
          {compatibility !== null && <Text size="sm">{t('schemas.compatibility', { compatibility })}</Text>}
          {versions.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t('schemas.version', { name })}
              data={versions.map(({ version }) => ({
                value: String(version),
                label: t('schemas.number', { version }),
              }))}
              value={String(shown?.version ?? '')}
              onChange={({ currentTarget }) => setChosen(Number(currentTarget.value))}
            />
          )}
        </span>
      }
    >
      {shown === undefined ? (
        <StateBadge tone="warning">{t('schemas.notRegistered')}</StateBadge>
      ) : (
        <details>
          <summary className={classes.summary}>
            {t('schemas.show', { version: shown.version, id: shown.id })}
          </summary>
          <JsonTree value={shown.schema} label={t('schemas.of', { name })} open={2} />
        </details>
      )}
    </Section>
  );
}
