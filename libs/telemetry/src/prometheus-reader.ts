// Metrics as Prometheus text for whoever serves `/metrics`: no server and no port of its own.
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { AggregationTemporality, AggregationType, MetricReader } from '@opentelemetry/sdk-metrics';

/** `Content-Type` of what `text()` answers. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Collects when asked. */
export class PrometheusReader extends MetricReader {
  readonly #serializer = new PrometheusSerializer(undefined, false, undefined, false, true);

  constructor() {
    super({
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
      aggregationTemporalitySelector: () => AggregationTemporality.CUMULATIVE,
    });
  }

  /** Everything that is counted, in Prometheus's text format. A gauge whose reading failed is left out. */
  async text(): Promise<string> {
    const { resourceMetrics } = await this.collect({ timeoutMillis: 5_000 });
    return this.#serializer.serialize(resourceMetrics);
  }

  protected override async onForceFlush(): Promise<void> {
    // Nothing is buffered: Prometheus asks.
  }

  protected override async onShutdown(): Promise<void> {
    // Nothing is open.
  }
}
