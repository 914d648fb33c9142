// Records that services could not apply: all of them in one list, one opened, and having them applied again.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';
import { IncidentSections } from './incident-sections.js';
import { ParkedList } from './parked-list.js';

export function Component() {
  const { t } = useTranslation('incidents');
  return (
    <Page
      title={t('parked.title')}
      subtitle={t('parked.subtitle')}
      breadcrumbs={[{ label: t('title'), to: '/incidents' }]}
    >
      <IncidentSections here="parked" />
      <ParkedList />
    </Page>
  );
}
