// One journey as a graph, with the people in it.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('journeys');
  return <Page title={t('title')} />;
}
