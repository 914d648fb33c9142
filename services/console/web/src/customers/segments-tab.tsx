// What decisions know of a customer beside consents: segments, scores, value tier.
import { Badge } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Empty } from '../design/empty.js';
import { Figure, Figures } from '../design/figure.js';
import { Section } from '../design/section.js';
import type { Profile } from '../api/profile.js';
import classes from './customers.module.css';

export function SegmentsTab({ profile }: { readonly profile: Profile }) {
  const { t } = useTranslation('customers');
  const { segments, scores } = profile.facts;
  const all = Object.entries(scores);
  const about = (name: string) => ({
    definition: t('segments.scoreMeans', { name }),
    window: t('segments.window'),
    source: t('segments.source', { version: profile.version }),
  });
  return (
    <div className={classes.stack}>
      <Section title={t('segments.title')} about={t('segments.about')}>
        {segments.length === 0 ? (
          <Empty title={t('segments.none')} />
        ) : (
          <ul className={classes.badges}>
            {segments.map((segment) => (
              <li key={segment}>
                <Badge variant="default" size="lg" tt="none">
                  {segment}
                </Badge>
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section title={t('segments.scores')} about={t('segments.scoresAbout')}>
        {all.length === 0 ? (
          <Empty title={t('segments.noScores')} />
        ) : (
          <Figures>
            {all.map(([name, value]) => (
              <Figure key={name} label={name} value={value} format="decimal" about={about(name)} />
            ))}
          </Figures>
        )}
      </Section>
    </div>
  );
}
