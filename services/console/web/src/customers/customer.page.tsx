// One customer: timeline, consents, segments, identifiers, journeys.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';

export function Component() {
  const { t } = useTranslation('customers');
  return <Page title={t('title')} />;
}
