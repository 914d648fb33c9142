// What runs where, and the first steps of somebody who has never been here.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('system');
  return <Page title={t('title')} />;
}
