// A changed journey, tried on what was recorded: its text checked line by line, then run over the last days, then compared.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';
import { useQueryState } from '../design/use-query-state.js';
import { SimulationForm } from './simulation-form.js';
import { SimulationList } from './simulation-list.js';
import { SimulationResult } from './simulation-result.js';

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function Component() {
  const { t } = useTranslation('journeys');
  const [id] = useQueryState('simulation');
  return (
    <Page title={t('simulate.title')} subtitle={t('simulate.subtitle')}>
      {ID.test(id) ? (
        <SimulationResult id={id} />
      ) : (
        <>
          <SimulationForm />
          <SimulationList />
        </>
      )}
    </Page>
  );
}
