// Looks at the services and the broker every few seconds, but only while somebody looks at what comes of it.
import { setTimeout as delay } from 'node:timers/promises';
import type { KafkaClient } from '@continuo/messaging';
import type { ServiceTokens } from '@continuo/service-kit';
import type { Upstream } from '../upstreams.js';
import { askActivity } from './activity-probe.js';
import { BrokerProbe, sumOf, type BrokerAnswer } from './broker-probe.js';
import { Counters, HISTORY_MS } from './counters.js';
import { History } from './domain/history.js';
import { LiveFeed, type Snapshot } from './live-feed.js';
import { overviewOf, type OverviewSources } from './overview-view.js';
import { probe } from './service-probe.js';
import { WatchedSource } from './watched-source.js';

export interface OverviewOptions {
  readonly upstreams: readonly Upstream[];
  /** Without it nothing is known of the bus. */
  readonly kafka: KafkaClient | undefined;
  readonly tokens: Pick<ServiceTokens, 'get'> | null;
  readonly customerDataPlatformUrl: string;
  /** Whose day is today. */
  readonly timeZone: string;
  /** Between two looks. */
  readonly everyMs: number;
  readonly now?: () => number;
}

/** After this without anybody who looks nothing is asked any more. */
const WATCHED_MS = 30_000;
/** One turn waits this long; who answers later is in the next one. */
const TURN_MS = 1_500;
/** A service whose broker hangs says so after two seconds. */
const SERVICE_WITHIN_MS = 3_000;
const BROKER_WITHIN_MS = 4_000;
const ACTIVITY_EVERY_MS = 15_000;
const MAX_TOPICS = 2_000;

export class Overview {
  readonly feed = new LiveFeed();
  readonly #now: () => number;
  readonly #sources: OverviewSources;
  readonly #everyMs: number;
  #watchedUntil = 0;
  #watchers = 0;
  #running: Promise<void> | undefined;
  #first: Promise<void> | undefined;
  readonly #takenAt = new Map<string, number>();
  readonly #stopping = new AbortController();

  constructor(options: OverviewOptions) {
    this.#now = options.now ?? Date.now;
    this.#everyMs = options.everyMs;
    this.#sources = sourcesOf(options, this.#now);
  }

  /** The newest state, at most some seconds old; the first one after a rest takes a moment. */
  async look(): Promise<Snapshot | undefined> {
    this.#watchedUntil = this.#now() + WATCHED_MS;
    this.#run();
    await this.#first;
    return this.feed.snapshot();
  }

  /** Goes on looking until the returned function is called. */
  watch(): () => void {
    this.#watchers += 1;
    this.#run();
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#watchers -= 1;
      this.#watchedUntil = Math.max(this.#watchedUntil, this.#now() + WATCHED_MS);
    };
  }

  /** The broker's last answer, for the pages about the bus; undefined while it is away. */
  get broker(): WatchedSource<BrokerAnswer> | undefined {
    return this.#sources.broker;
  }

  /** True while services and broker are asked. */
  get isLooking(): boolean {
    return this.#running !== undefined;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  #run(): void {
    if (this.#running !== undefined || this.#isOver) return;
    this.#first = this.#turn();
    this.#running = this.#first.then(() => this.#goOn()).finally(() => (this.#running = undefined));
  }

  async #goOn(): Promise<void> {
    while (!this.#isOver && (this.#watchers > 0 || this.#now() < this.#watchedUntil)) {
      await this.#rest();
      if (!this.#isOver) await this.#turn();
    }
  }

  async #turn(): Promise<void> {
    const { services, broker, activity, counters, topics } = this.#sources;
    const looks = [...services.map(({ source }) => source.look()), activity.look(), broker?.look()];
    await Promise.race([Promise.all(looks), this.#rest(TURN_MS)]);
    const now = this.#now();
    for (const { upstream, source } of services) {
      const { answer, answeredAt } = source;
      if (answer !== undefined && this.#isNew(upstream.name, answeredAt))
        counters.take(upstream.name, answer, answeredAt ?? now);
    }
    if (broker?.answer !== undefined && this.#isNew('broker', broker.answeredAt)) {
      const at = broker.answeredAt ?? now;
      for (const [name, ends] of broker.answer.ends)
        topics.add(name, { at, value: Number(sumOf(ends.values())) });
      topics.forget(at);
    }
    this.feed.publish(overviewOf(this.#sources, now), now);
  }

  #isNew(name: string, at: number | undefined): boolean {
    if (at === undefined || this.#takenAt.get(name) === at) return false;
    this.#takenAt.set(name, at);
    return true;
  }

  get #isOver(): boolean {
    return this.#stopping.signal.aborted;
  }

  async #rest(ms = this.#everyMs): Promise<void> {
    await delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}

function sourcesOf(options: OverviewOptions, now: () => number): OverviewSources {
  const { upstreams, kafka, tokens, customerDataPlatformUrl: url, timeZone, everyMs } = options;
  const broker = kafka && new BrokerProbe(kafka, now);
  return {
    services: upstreams.map((upstream) => ({
      upstream,
      source: new WatchedSource({
        ask: (signal) => probe(upstream, signal),
        everyMs,
        withinMs: SERVICE_WITHIN_MS,
        now,
      }),
    })),
    broker:
      broker && new WatchedSource({ ask: () => broker.ask(), everyMs, withinMs: BROKER_WITHIN_MS, now }),
    activity: new WatchedSource({
      ask: (signal) => askActivity({ url, timeZone, tokens }, signal),
      everyMs: ACTIVITY_EVERY_MS,
      withinMs: BROKER_WITHIN_MS,
      now,
    }),
    timeZone,
    counters: new Counters(),
    topics: new History(HISTORY_MS, MAX_TOPICS),
  };
}
