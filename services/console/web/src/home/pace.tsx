// How fast things go: what comes in, what is behind, what runs, who was here today.
import { useTranslation } from 'react-i18next';
import { Figure, Figures } from '../design/figure.js';
import { Section } from '../design/section.js';
import { Sparkline } from '../design/sparkline.js';
import { useFormats } from '../i18n/formats.js';
import { sumOf, useAbout, type OverviewData } from './overview-store.js';

/** The topic on which everything about customers is. */
const TIMELINE = 'cdp.timeline';

export function Pace({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  const about = useAbout(data);
  const timeline = data.topics[TIMELINE];
  const running = data.journeys.running && runningOf(data.journeys.running);
  const { customers } = data;
  return (
    <Section title={t('pace.title')} plain>
      <Figures>
        <Figure
          label={t('pace.timeline')}
          value={timeline?.ratePerSecond}
          format="decimal"
          unit={t('units.perSecond')}
          about={about('topic.rate')}
          to={`/bus/${TIMELINE}`}
        >
          {timeline !== undefined && (
            <Sparkline values={timeline.history} label={t('pace.timeline')} width={140} />
          )}
        </Figure>
        <Figure label={t('pace.lag')} value={mostLag(data)} about={about('topic.lag')} to="/bus?sort=-lag">
          {t('pace.lagBelow')}
        </Figure>
        <Figure label={t('pace.journeys')} value={running} about={about('journeys.running')} to="/journeys">
          {data.journeys.running !== undefined &&
            t('pace.definitions', { count: Object.keys(data.journeys.running).length })}
        </Figure>
        <Figure label={t('pace.customers')} value={customers.customers} about={about('customers.today')}>
          {customers.state === 'unknown'
            ? t('pace.unknown')
            : t('pace.events', { events: formats.number(customers.events ?? 0) })}
        </Figure>
        <Figure label={t('pace.withheld')} value={sumOf(data.withheld)} about={about('sends.withheld')}>
          {Object.entries(data.withheld)
            .map(([rule, count]) => `${rule} ${formats.number(count)}`)
            .join(' · ')}
        </Figure>
        <Figure
          label={t('pace.timers')}
          value={data.timers.firedPerSecond}
          format="decimal"
          unit={t('units.perSecond')}
          about={about('timers.fired')}
        />
      </Figures>
    </Section>
  );
}

function mostLag(data: OverviewData): number | undefined {
  const lags = Object.values(data.topics).flatMap(({ groups }) =>
    Object.values(groups).flatMap(({ lag }) => (lag === undefined ? [] : [lag])),
  );
  return lags.length === 0 ? undefined : Math.max(...lags);
}

/** Those with an incident are counted apart. */
function runningOf(journeys: NonNullable<OverviewData['journeys']['running']>): number {
  return Object.values(journeys).reduce((sum, states) => sum + sumOf(states) - (states.stalled ?? 0), 0);
}
