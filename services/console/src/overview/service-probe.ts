// Asks one service how it is: whether it is ready, and what it counts.
import type { Upstream } from '../upstreams.js';
import { parsePrometheusText, type MetricSample } from './domain/prometheus-text.js';

export interface ServiceAnswer {
  readonly ready: boolean;
  readonly failing: readonly string[];
  readonly samples: readonly MetricSample[];
}

/** More than a service with a thousand partitions says. */
const MAX_METRICS_BYTES = 8 * 1_048_576;

/** What is read; everything else of a service's metrics is passed over. */
export const METRICS = {
  info: 'target_info',
  memory: 'process_memory_usage',
  uptime: 'process_uptime',
  eventLoopDelay: 'nodejs_eventloop_delay_max',
  outboxPending: 'continuo_outbox_pending',
  outboxOldest: 'continuo_outbox_oldest_age',
  consumed: 'continuo_consumer_records_total',
  delaySum: 'continuo_consumer_delay_sum',
  delayCount: 'continuo_consumer_delay_count',
  journeys: 'continuo_journeys',
  ended: 'continuo_journeys_ended_total',
  stuck: 'continuo_journeys_stuck',
  incidents: 'continuo_incidents_open',
  parked: 'continuo_parked_pending',
  timersPending: 'continuo_timers_pending',
  timersLag: 'continuo_timers_lag',
  timersFired: 'continuo_timers_fired_total',
  withheld: 'continuo_sends_withheld_total',
} as const;

/** Slow metrics don't make a service that answers one that is away. */
const METRICS_WITHIN_MS = 2_000;

const WANTED: ReadonlySet<string> = new Set(Object.values(METRICS));

/** Throws when it does not answer; a service that answers without metrics is there all the same. */
export async function probe({ url }: Pick<Upstream, 'url'>, signal: AbortSignal): Promise<ServiceAnswer> {
  const [ready, metrics] = await Promise.all([
    fetch(`${url}/health/ready`, { signal, redirect: 'error' }),
    metricsOf(url, AbortSignal.any([signal, AbortSignal.timeout(METRICS_WITHIN_MS)])).catch(() => ''),
  ]);
  const { checks = [] } = (await ready.json()) as { checks?: readonly { name: string; ok: boolean }[] };
  return {
    ready: ready.ok,
    failing: checks.filter(({ ok }) => !ok).map(({ name }) => name),
    samples: parsePrometheusText(metrics, WANTED),
  };
}

async function metricsOf(url: string, signal: AbortSignal): Promise<string> {
  const response = await fetch(`${url}/metrics`, { signal, redirect: 'error' });
  if (!response.ok || response.body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    if (text.length > MAX_METRICS_BYTES) return '';
  }
  return text;
}
