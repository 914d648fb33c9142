// Metrics as Prometheus text for whoever serves `/metrics`: no server and no port of its own.
import { PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import {
  AggregationTemporality,
  AggregationType,
  InstrumentType,
  MetricReader,
} from '@opentelemetry/sdk-metrics';

/** `Content-Type` of what `text()` answers. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** Collects when asked. */
export class PrometheusReader extends MetricReader {
  readonly #serializer = new PrometheusSerializer(undefined, false, undefined, false, true);
  #reading: Promise<string> | undefined;

  constructor() {
    super({
      aggregationSelector: () => ({ type: AggregationType.DEFAULT }),
      // An observed gauge is what was read this time: cumulated, what is gone would be told for ever.
      aggregationTemporalitySelector: (type) =>
        type === InstrumentType.OBSERVABLE_GAUGE
          ? AggregationTemporality.DELTA
          : AggregationTemporality.CUMULATIVE,
    });
  }

  /**
   * Everything that is counted, in Prometheus's text format. A gauge whose reading failed is left out, and what it told
   * before and not now. Who asks while it is read is given the same: two readings at once would share what is read.
   */
  text(): Promise<string> {
    this.#reading ??= this.#read().finally(() => (this.#reading = undefined));
    return this.#reading;
  }

  async #read(): Promise<string> {
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
