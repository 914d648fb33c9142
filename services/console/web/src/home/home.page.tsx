// Home: what needs somebody first, then how fast things go, who runs, what runs; all of it live.
import { useTranslation } from 'react-i18next';
import { Failed } from '../design/failed.js';
import { Loading } from '../design/loading.js';
import { Page } from '../design/page.js';
import { LiveBadge } from '../live/live-badge.js';
import { useLive } from '../live/use-live.js';
import { Flow } from './flow.js';
import { NeedsSomebody } from './needs-somebody.js';
import { overviewStore, type OverviewData } from './overview-store.js';
import { Pace } from './pace.js';
import { RunningJourneys } from './running-journeys.js';
import { Services } from './services.js';

export function Component() {
  const { t } = useTranslation('home');
  const { state, data, at, problem } = useLive(overviewStore);
  return (
    <Page title={t('title')} subtitle={t('subtitle')} badges={<LiveBadge state={state} at={at} />}>
      {data !== undefined && <Overview data={data} />}
      {data === undefined && problem === undefined && <Loading what={t('title')} lines={12} />}
      {problem !== undefined && <Failed error={problem} />}
    </Page>
  );
}

function Overview({ data }: { readonly data: OverviewData }) {
  return (
    <>
      <NeedsSomebody data={data} />
      <Pace data={data} />
      <Services data={data} />
      <Flow data={data} />
      <RunningJourneys data={data} />
    </>
  );
}
