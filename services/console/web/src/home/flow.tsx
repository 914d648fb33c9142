// The flow as a picture: who writes which topic, how fast, and who reads it; the same as a table below, and on a phone.
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { AboutFigure } from '../design/figure.js';
import { Section } from '../design/section.js';
import { Sparkline } from '../design/sparkline.js';
import { useFormats } from '../i18n/formats.js';
import { flowOf, type FlowLayout, type FlowLine, type FlowNode } from './flow-layout.js';
import { FlowTable } from './flow-table.js';
import classes from './flow.module.css';
import { useAbout, type OverviewData } from './overview-store.js';

/** Of the picture's three columns; its lines lie between them. */
const WIDTH = 1_000;
const X = { writersEnd: 168, topicsBegin: 330, topicsEnd: 670, readersBegin: 832 };

export function Flow({ data }: { readonly data: OverviewData }) {
  const { t } = useTranslation('home');
  const about = useAbout(data);
  const layout = flowOf(data);
  return (
    <Section
      title={t('flow.title')}
      about={t('flow.about')}
      actions={<AboutFigure label={t('flow.title')} about={about('topic.rate')} />}
    >
      <div className={classes.picture} style={{ height: layout.height }}>
        <Lines layout={layout} />
        <Services nodes={layout.writers} data={data} side="writers" />
        <Topics layout={layout} />
        <Services nodes={layout.readers} data={data} side="readers" />
      </div>
      <details className={classes.details}>
        <summary>{t('flow.asTable')}</summary>
        <FlowTable data={data} />
      </details>
    </Section>
  );
}

/** Behind the words, which say it all: hidden from who hears the page. */
function Lines({ layout: { lines, height } }: { readonly layout: FlowLayout }) {
  return (
    <svg className={classes.lines} viewBox={`0 0 ${WIDTH} ${height}`} preserveAspectRatio="none" aria-hidden>
      {lines.map((line) => (
        <path
          key={`${line.side} ${line.topic} ${line.service}`}
          d={curveOf(line)}
          strokeWidth={line.width}
          data-moving={line.isMoving}
          data-behind={(line.lag ?? 0) > 0}
        />
      ))}
    </svg>
  );
}

function curveOf({ side, from, to }: FlowLine): string {
  const [begin, end] = side === 'writes' ? [X.writersEnd, X.topicsBegin] : [X.topicsEnd, X.readersBegin];
  const middle = (begin + end) / 2;
  return `M ${begin} ${from} C ${middle} ${from}, ${middle} ${to}, ${end} ${to}`;
}

interface ServicesProps {
  readonly nodes: readonly FlowNode[];
  readonly data: OverviewData;
  readonly side: 'writers' | 'readers';
}

function Services({ nodes, data, side }: ServicesProps) {
  const { t } = useTranslation('home');
  return (
    <ul className={classes.services} data-side={side} aria-label={t(`flow.${side}`)}>
      {nodes.map(({ name, y }) => (
        <li key={name} style={{ top: y }} data-state={data.services[name]?.state}>
          {data.services[name]?.title ?? name}
        </li>
      ))}
    </ul>
  );
}

function Topics({ layout: { topics } }: { readonly layout: FlowLayout }) {
  const { t } = useTranslation('home');
  const formats = useFormats();
  return (
    <ul className={classes.topics} aria-label={t('flow.topics')}>
      {topics.map(({ name, y, ratePerSecond, history }) => (
        <li key={name} style={{ top: y }}>
          <Link to={`/bus/${name}`}>{name}</Link>
          <Sparkline values={history} label={name} width={64} height={18} />
          <span className={classes.rate}>
            {ratePerSecond === undefined ? '–' : formats.number(ratePerSecond, 1)}
            <span className="co-hidden"> {t('units.perSecond')}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
