// Why a message was sent, or not.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('why');
  return <Page title={t('title')} />;
}
