// What mattered on one person's way, as the record of why tells it: part of the page of that way.
import { useTranslation } from 'react-i18next';
import { Answered } from '../design/answered.js';
import { Section } from '../design/section.js';
import { rolesOf } from '../session/permissions.js';
import { useInstanceRecords } from './why-api.js';
import { WhyList } from './why-list.js';

export function InstanceWhy({ instanceId }: { readonly instanceId: string }) {
  const { t } = useTranslation('why');
  const query = useInstanceRecords(instanceId);
  return (
    <Section title={t('instance.title')} about={t('instance.about')}>
      <Answered query={query} what={t('instance.title')} roles={rolesOf('/instances/:id')} lines={3}>
        {({ items, nextCursor }) =>
          items.length === 0 ? (
            <p>{t('instance.none')}</p>
          ) : (
            <>
              <WhyList records={items} label={t('instance.title')} />
              {nextCursor !== undefined && <p>{t('instance.more')}</p>}
            </>
          )
        }
      </Answered>
    </Section>
  );
}
