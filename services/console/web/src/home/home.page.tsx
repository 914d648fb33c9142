// Home: what runs, how fast, and what needs somebody.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('home');
  return <Page title={t('title')} />;
}
