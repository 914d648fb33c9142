// Validates and simulates a changed journey.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('journeys');
  return <Page title={t('title')} />;
}
