// One action on many journeys, and how far it is.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('incidents');
  return <Page title={t('title')} />;
}
