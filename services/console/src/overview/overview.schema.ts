// The overview as it is told, and what each of its figures means: definition, window, source. No null in it: unknown is absent.
import { z } from 'zod';

const momentSchema = z.iso.datetime();
const countSchema = z.number().min(0);
/** Counts by name; then by two names. */
const countsSchema = z.record(z.string(), countSchema);
const nestedCountsSchema = z.record(z.string(), countsSchema);

/** Where figures come from. One that is away says since when; its figures are then left out, and nothing else. */
const sourceShape = {
  /** When it was last heard; the age of every figure from it. */
  asOf: momentSchema.optional(),
  /** Since when it has not answered. */
  awaySince: momentSchema.optional(),
};

const serviceSchema = z
  .object({
    title: z.string(),
    state: z.enum(['ready', 'not-ready', 'away', 'asked']),
    ...sourceShape,
    failing: z.array(z.string()),
    version: z.string().optional(),
    uptimeSeconds: countSchema.optional(),
    memoryBytes: countSchema.optional(),
    eventLoopDelaySeconds: countSchema.optional(),
    outboxPending: countSchema.optional(),
    outboxOldestSeconds: countSchema.optional(),
    /** Records taken from topics in a second. */
    consumedPerSecond: countSchema.optional(),
  })
  .meta({ title: 'ServiceOverview' });

const groupSchema = z.object({
  /** Records between what the group has committed and the end. */
  lag: countSchema.optional(),
  /** From log append to commit, on average over the window. */
  delaySeconds: countSchema.optional(),
});

const topicSchema = z
  .object({
    owner: z.string(),
    partitions: z.int(),
    /** Records that were ever written. */
    end: countSchema.optional(),
    ratePerSecond: countSchema.optional(),
    /** Rates of ten seconds each, the oldest first. */
    history: z.array(z.number()),
    groups: z.record(z.string(), groupSchema),
  })
  .meta({ title: 'TopicOverview' });

const figureSchema = z.object({
  window: z.enum(['now', 'PT1M', 'PT5M', 'since-start', 'today']),
  source: z.enum(['health', 'metrics', 'broker', 'customer-data-platform']),
  unit: z.enum(['1', 's', 'By', '1/s', 'moment', 'state']),
});

export const overviewDataSchema = z
  .object({
    services: z.record(z.string(), serviceSchema),
    broker: z.object({ state: z.enum(['answering', 'away', 'not-configured', 'asked']), ...sourceShape }),
    topics: z.record(z.string(), topicSchema),
    journeys: z.object({
      /** By definition and state: `running`, `stalled` and so on, as the orchestrator counts them. */
      running: nestedCountsSchema.optional(),
      /** By definition and outcome. */
      ended: nestedCountsSchema.optional(),
      /** By definition and step. */
      stuck: nestedCountsSchema.optional(),
    }),
    /** Open ones by code; of all services. */
    incidents: countsSchema,
    /** Parked and held records by group. */
    parked: countsSchema,
    timers: z.object({
      pending: countSchema.optional(),
      lagSeconds: countSchema.optional(),
      firedPerSecond: countSchema.optional(),
    }),
    /** Messages held or skipped by rule. */
    withheld: countsSchema,
    customers: z.object({
      state: z.enum(['known', 'unknown']),
      ...sourceShape,
      day: z.iso.date().optional(),
      timeZone: z.string(),
      customers: countSchema.optional(),
      events: countSchema.optional(),
    }),
    /** What every figure means; its age is that of its source. */
    figures: z.record(z.string(), figureSchema),
  })
  .meta({ title: 'OverviewData' });

export type OverviewData = z.output<typeof overviewDataSchema>;
export type ServiceOverview = z.output<typeof serviceSchema>;
export type TopicOverview = z.output<typeof topicSchema>;
type Figure = z.output<typeof figureSchema>;

export const overviewSchema = z
  .object({
    /** Of the changes that `GET /console/live` goes on with. */
    seq: z.string(),
    at: momentSchema,
    data: overviewDataSchema,
  })
  .meta({ title: 'Overview' });

const figure = (unit: Figure['unit'], window: Figure['window'], source: Figure['source']): Figure => ({
  window,
  source,
  unit,
});

/** By the key under which the pages explain them. */
export const FIGURES: Readonly<Record<string, Figure>> = {
  'service.state': figure('state', 'now', 'health'),
  'service.uptime': figure('s', 'now', 'metrics'),
  'service.memory': figure('By', 'now', 'metrics'),
  'service.event-loop-delay': figure('s', 'now', 'metrics'),
  'service.outbox-pending': figure('1', 'now', 'metrics'),
  'service.outbox-oldest': figure('s', 'now', 'metrics'),
  'service.consumed': figure('1/s', 'PT1M', 'metrics'),
  'topic.rate': figure('1/s', 'PT1M', 'broker'),
  'topic.end': figure('1', 'now', 'broker'),
  'topic.lag': figure('1', 'now', 'broker'),
  'topic.delay': figure('s', 'PT1M', 'metrics'),
  'journeys.running': figure('1', 'now', 'metrics'),
  'journeys.stalled': figure('1', 'now', 'metrics'),
  'journeys.ended': figure('1', 'PT5M', 'metrics'),
  'journeys.stuck': figure('1', 'now', 'metrics'),
  'incidents.open': figure('1', 'now', 'metrics'),
  'records.parked': figure('1', 'now', 'metrics'),
  'timers.pending': figure('1', 'now', 'metrics'),
  'timers.lag': figure('s', 'now', 'metrics'),
  'timers.fired': figure('1/s', 'PT1M', 'metrics'),
  'sends.withheld': figure('1', 'PT5M', 'metrics'),
  'customers.today': figure('1', 'today', 'customer-data-platform'),
  'customers.events-today': figure('1', 'today', 'customer-data-platform'),
};
