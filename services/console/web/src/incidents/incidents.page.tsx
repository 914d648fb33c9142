// Journeys that stand until somebody decides, those that are stuck, and the actions on many of them.
import { useTranslation } from 'react-i18next';
import { Page } from '../design/page.js';
import { useQueryChoice } from '../design/use-query-state.js';
import { BulkActionList } from './bulk-action-list.js';
import { IncidentList } from './incident-list.js';
import { IncidentSections } from './incident-sections.js';
import { StuckList } from './stuck-list.js';

const TABS = ['open', 'stuck', 'actions'] as const;
const LISTS = { open: IncidentList, stuck: StuckList, actions: BulkActionList } as const;

export function Component() {
  const { t } = useTranslation('incidents');
  const [tab] = useQueryChoice('tab', TABS, 'open');
  const List = LISTS[tab];
  return (
    <Page
      title={tab === 'open' ? t('title') : t(`sections.${tab}`)}
      subtitle={tab === 'stuck' ? t('stuck.subtitle') : t('subtitle')}
    >
      <IncidentSections here={tab} />
      <List />
    </Page>
  );
}
