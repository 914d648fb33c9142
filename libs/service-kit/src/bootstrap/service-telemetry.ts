// Starts telemetry before anything else is loaded, and gives the kit the three things it needs of it.
import { hostname } from 'node:os';
import { createLogger, startTelemetry } from '@continuo/telemetry';
import type { HttpConfig } from '../config/service-config.js';
import type { KitLogger } from './kit-logger.js';
import type { MetricsSource } from './metrics.controller.js';

export interface ServiceTelemetry {
  readonly logger: KitLogger;
  readonly metrics: MetricsSource;
  /** Sends what is left; never throws. */
  stop(): Promise<void>;
}

/** Tracing, metrics and the log of this process. Call once. */
export function startServiceTelemetry(
  service: string,
  version: string,
  config: HttpConfig,
): ServiceTelemetry {
  const logger = createLogger({ service, level: config.LOG_LEVEL, pretty: config.LOG_FORMAT === 'pretty' });
  const telemetry = startTelemetry({
    service,
    version,
    instance: `${hostname()}-${process.pid}`,
    samplingRatio: config.OTEL_TRACES_SAMPLER_ARG,
    onTrouble: (trouble) => logger.warn({ trouble }, 'telemetry is not delivered'),
    ...(config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
      ? {}
      : { otlpEndpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT }),
  });
  return {
    logger,
    metrics: { text: () => telemetry.metricsText() },
    stop: () => telemetry.shutdown(),
  };
}
