// Incidents: what stopped, and what can be done.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('incidents');
  return <Page title={t('title')} />;
}
