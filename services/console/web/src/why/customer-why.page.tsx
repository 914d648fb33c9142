// Why a customer was, or was not, talked to.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('why');
  return <Page title={t('title')} />;
}
