// From what the sources last answered to the one document that is shown; what isn't known is left out.
import { contract } from '@continuo/contracts';
import type { Upstream } from '../upstreams.js';
import type { Activity } from './activity-probe.js';
import { lagsOf, sumOf, type BrokerAnswer } from './broker-probe.js';
import type { Counters } from './counters.js';
import { rateOf, type History } from './domain/history.js';
import type { MetricSample } from './domain/prometheus-text.js';
import { FIGURES, type OverviewData, type ServiceOverview, type TopicOverview } from './overview.schema.js';
import { METRICS, type ServiceAnswer } from './service-probe.js';
import type { WatchedSource } from './watched-source.js';

export interface OverviewSources {
  readonly services: readonly {
    readonly upstream: Upstream;
    readonly source: WatchedSource<ServiceAnswer>;
  }[];
  /** Undefined when the console knows no broker. */
  readonly broker: WatchedSource<BrokerAnswer> | undefined;
  readonly activity: WatchedSource<Activity>;
  readonly timeZone: string;
  readonly counters: Counters;
  /** Ends of topics, by topic. */
  readonly topics: History;
}

const RATE_MS = 60_000;
const STRETCH_MS = 10_000;
const STRETCHES = 30;

export function overviewOf(sources: OverviewSources, now: number): OverviewData {
  const samples = sources.services.flatMap(({ source }) => source.answer?.samples ?? []);
  const ended = sources.counters.ended(now);
  return {
    services: Object.fromEntries(
      sources.services.map(({ upstream, source }) => [
        upstream.name,
        serviceOf(upstream, source, sources.counters, now),
      ]),
    ),
    broker: brokerOf(sources.broker),
    topics: topicsOf(sources, now),
    journeys: {
      ...known('running', byTwo(samples, METRICS.journeys, 'journey_definition', 'journey_state')),
      ...known('ended', ended && objectOf(ended, (outcomes) => objectOf(outcomes, (some) => some))),
      ...known('stuck', byTwo(samples, METRICS.stuck, 'journey_definition', 'journey_step')),
    },
    incidents: byOne(samples, METRICS.incidents, 'continuo_incident_code'),
    parked: byOne(samples, METRICS.parked, 'messaging_consumer_group_name'),
    timers: {
      ...known('pending', total(samples, METRICS.timersPending)),
      ...known('lagSeconds', total(samples, METRICS.timersLag)),
      ...known('firedPerSecond', rounded(sources.counters.firedPerSecond(now))),
    },
    withheld: objectOf(sources.counters.withheld(now), (some) => some),
    customers: customersOf(sources),
    figures: FIGURES,
  };
}

function serviceOf(
  { name, title }: Upstream,
  source: WatchedSource<ServiceAnswer>,
  counters: Counters,
  now: number,
): ServiceOverview {
  const about = { title, ...timesOf(source) };
  const { answer } = source;
  if (answer === undefined) {
    const state = source.awaySince === undefined ? 'asked' : 'away';
    return { ...about, state, failing: [] };
  }
  const { samples, ready, failing } = answer;
  const only = (metric: string): number | undefined => total(samples, metric);
  const version = samples.find((sample) => sample.name === METRICS.info)?.labels.service_version;
  return {
    ...about,
    state: ready ? 'ready' : 'not-ready',
    failing: [...failing],
    ...known('version', version),
    ...known('uptimeSeconds', rounded(only(METRICS.uptime), 0)),
    ...known('memoryBytes', only(METRICS.memory)),
    ...known('eventLoopDelaySeconds', rounded(only(METRICS.eventLoopDelay), 4)),
    ...known('outboxPending', only(METRICS.outboxPending)),
    ...known('outboxOldestSeconds', rounded(only(METRICS.outboxOldest))),
    ...known('consumedPerSecond', rounded(counters.consumedPerSecond(name, now))),
  };
}

function brokerOf(broker: WatchedSource<BrokerAnswer> | undefined): OverviewData['broker'] {
  if (broker === undefined) return { state: 'not-configured' };
  const state = broker.awaySince !== undefined ? 'away' : broker.answer === undefined ? 'asked' : 'answering';
  return { state, ...timesOf(broker) };
}

/** Those of the contract. Dead letters and topics of others are on the bus's own pages. */
function topicsOf(sources: OverviewSources, now: number): OverviewData['topics'] {
  const answer = sources.broker?.answer;
  const topics = contract.topics.map(({ name, owner, partitions, consumers }): [string, TopicOverview] => {
    const end = answer?.ends.get(name);
    const groups = consumers.map((group) => {
      const lags = answer && lagsOf(answer, name, group);
      const delay = rounded(sources.counters.delaySeconds(name, group, now), 3);
      const lag = lags && Number(sumOf(lags.values()));
      return [group, { ...known('lag', lag), ...known('delaySeconds', delay) }] as const;
    });
    const topic = {
      owner,
      partitions: end?.size ?? partitions,
      ...known('end', end && Number(sumOf(end.values()))),
      ...known('ratePerSecond', end && rounded(rateOf(sources.topics.last(name, RATE_MS, now)))),
      history: sources.topics.rates(name, STRETCH_MS, STRETCHES, now).map((rate) => rounded(rate) ?? 0),
      groups: Object.fromEntries(groups),
    };
    return [name, topic];
  });
  return Object.fromEntries(topics);
}

function customersOf({ activity, timeZone }: OverviewSources): OverviewData['customers'] {
  const { answer } = activity;
  if (answer === undefined) return { state: 'unknown', ...timesOf(activity), timeZone };
  const { day, customers, events } = answer;
  return { state: 'known', ...timesOf(activity), day, timeZone, customers, events };
}

function timesOf({ answeredAt, awaySince }: Pick<WatchedSource<unknown>, 'answeredAt' | 'awaySince'>) {
  const text = (at: number | undefined): string | undefined =>
    at === undefined ? undefined : new Date(at).toISOString();
  return { ...known('asOf', text(answeredAt)), ...known('awaySince', text(awaySince)) };
}

/** Nothing at all when it is not known, so that no null and no undefined is in the document. */
function known<Name extends string, T>(name: Name, value: T | undefined): { [K in Name]?: T } {
  return (value === undefined ? {} : { [name]: value }) as { [K in Name]?: T };
}

function total(samples: readonly MetricSample[], metric: string): number | undefined {
  const values = samples.filter(({ name, value }) => name === metric && Number.isFinite(value));
  return values.length === 0 ? undefined : values.reduce((sum, { value }) => sum + value, 0);
}

/** Sums by a label; those of nothing are left out. */
function byOne(samples: readonly MetricSample[], metric: string, label: string): Record<string, number> {
  const sums = new Map<string, number>();
  for (const { name, labels, value } of samples) {
    if (name !== metric || !(value > 0) || !Number.isFinite(value)) continue;
    const key = labels[label] ?? '';
    sums.set(key, (sums.get(key) ?? 0) + value);
  }
  return Object.fromEntries([...sums].sort());
}

function byTwo(
  samples: readonly MetricSample[],
  metric: string,
  first: string,
  second: string,
): Record<string, Record<string, number>> {
  const keys = new Set(
    samples.filter(({ name }) => name === metric).map(({ labels }) => labels[first] ?? ''),
  );
  const entries = [...keys].sort().map((key) => [
    key,
    byOne(
      samples.filter(({ labels }) => (labels[first] ?? '') === key),
      metric,
      second,
    ),
  ]);
  return Object.fromEntries(entries) as Record<string, Record<string, number>>;
}

function objectOf<T, U>(map: ReadonlyMap<string, T>, view: (value: T) => U): Record<string, U> {
  return Object.fromEntries(
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => [key, view(value)]),
  );
}

function rounded(value: number | undefined, digits = 2): number | undefined {
  if (value === undefined || !Number.isFinite(value)) return undefined;
  return Number(Math.max(0, value).toFixed(digits));
}
