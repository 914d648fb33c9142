// Sets OpenTelemetry up once per process, before anything else runs; what can't be delivered is dropped and counted.
import { context, metrics, propagation, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { W3CTraceContextPropagator } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import {
  BatchSpanProcessor,
  TracerProvider,
  type SpanExporter,
  type SpanProcessor,
} from '@opentelemetry/sdk-trace';
import { JourneySampler } from './journey-sampler.js';
import { rebindInstruments } from './metrics.js';
import { tracePostgres } from './postgres-tracing.js';
import { observeProcess } from './process-metrics.js';
import { PrometheusReader } from './prometheus-reader.js';
import { RedactingProcessor } from './redacting-processor.js';
import { WatchedExporter } from './watched-exporter.js';

export interface TelemetryOptions {
  /** `service.name`, e.g. `orchestrator`. */
  readonly service: string;
  readonly version: string;
  /** Base address of an OTLP/HTTP collector, e.g. `http://127.0.0.1:4318`; without it no span leaves the process. */
  readonly otlpEndpoint?: string;
  /** Share of traces that are kept, 0 to 1; of a journey all hops or none. @default 0.1 */
  readonly samplingRatio?: number;
  /** Identifies this process among its replicas. */
  readonly instance?: string;
  /** Instead of OTLP: where spans go. Tests use it. */
  readonly exporter?: SpanExporter;
  /** Spans that wait for delivery at most; beyond it they are dropped and counted. @default 8192 */
  readonly queueSize?: number;
  /** Milliseconds between two deliveries. @default 1000 */
  readonly deliverEvery?: number;
  /** Milliseconds after which a delivery is given up. @default 5000 */
  readonly deliveryTimeout?: number;
  /** Told (rarely) that telemetry has a problem of its own, e.g. that the collector is away. */
  readonly onTrouble?: (message: string) => void;
}

/** A running set-up. */
export interface Telemetry {
  /** Prometheus text for `/metrics`. */
  metricsText(): Promise<string>;
  /** Delivers what waits; never throws, never takes longer than the deadline. */
  flush(deadlineMs?: number): Promise<void>;
  /** Flushes and takes the set-up down; never throws. */
  shutdown(deadlineMs?: number): Promise<void>;
}

const DEFAULT_RATIO = 0.1;

/** Call it as the first thing a process does, and only once. */
export function startTelemetry(options: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({
    'service.namespace': 'continuo',
    'service.name': options.service,
    'service.version': options.version,
    ...(options.instance === undefined ? {} : { 'service.instance.id': options.instance }),
  });
  const reader = new PrometheusReader();
  const meterProvider = new MeterProvider({ resource, readers: [reader] });
  const processors = spanProcessors(options, meterProvider);
  const tracerProvider = new TracerProvider({
    resource,
    // Nowhere to send: spans still carry ids (logs name them), and record nothing.
    sampler: new JourneySampler(processors.length === 0 ? 0 : (options.samplingRatio ?? DEFAULT_RATIO)),
    spanLimits: { attributeValueLengthLimit: 4_096, linkCountLimit: 512 },
    spanProcessors: processors,
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(new W3CTraceContextPropagator());
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(meterProvider);
  rebindInstruments();
  const undo = [tracePostgres(), observeProcess()];
  const flush = (deadlineMs = 2_000): Promise<void> => within(deadlineMs, tracerProvider.forceFlush());
  return {
    metricsText: () => reader.text(),
    flush,
    async shutdown(deadlineMs = 2_000): Promise<void> {
      for (const stop of undo) stop();
      await within(deadlineMs, tracerProvider.shutdown());
      await within(deadlineMs, meterProvider.shutdown());
      context.disable();
      propagation.disable();
      trace.disable();
      metrics.disable();
      rebindInstruments();
    },
  };
}

function spanProcessors(options: TelemetryOptions, meterProvider: MeterProvider): SpanProcessor[] {
  const exporter = options.exporter ?? otlpExporter(options, meterProvider);
  if (exporter === undefined) return [];
  const maxQueueSize = options.queueSize ?? 8_192;
  const batches = new BatchSpanProcessor({
    exporter: new WatchedExporter(exporter, options.onTrouble),
    maxQueueSize,
    maxExportBatchSize: Math.min(1_024, maxQueueSize),
    scheduledDelayMillis: options.deliverEvery ?? 1_000,
    exportTimeoutMillis: (options.deliveryTimeout ?? 5_000) + 1_000,
    selfObsMeterProvider: meterProvider,
  });
  return [new RedactingProcessor(batches)];
}

function otlpExporter(options: TelemetryOptions, meterProvider: MeterProvider): SpanExporter | undefined {
  const { otlpEndpoint, deliveryTimeout } = options;
  if (otlpEndpoint === undefined || otlpEndpoint === '') return undefined;
  return new OTLPTraceExporter({
    url: `${otlpEndpoint.replace(/\/+$/, '')}/v1/traces`,
    timeoutMillis: deliveryTimeout ?? 5_000,
    // While it runs there is one request at a time; only a flush sends all batches of the queue at once.
    concurrencyLimit: 10,
    selfObsMeterProvider: meterProvider,
  });
}

/** Telemetry's own failures end here: the work must not notice them. */
async function within(deadlineMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, deadlineMs);
    timer.unref();
  });
  await Promise.race([work.catch(() => undefined), late]);
  clearTimeout(timer);
}
