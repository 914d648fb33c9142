// Topics with rates, lag and schemas.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('bus');
  return <Page title={t('title')} />;
}
