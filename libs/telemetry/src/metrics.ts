// Counting and measuring by names that are in the contract; works, and costs next to nothing, before telemetry is started.
import { metrics, type Counter, type Gauge, type Histogram, type ObservableResult } from '@opentelemetry/api';
import {
  instrumentOptions,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type MetricAttributes,
  type MetricName,
} from './names.js';

const SCOPE = '@continuo/telemetry';
// A transaction takes a millisecond, a stuck one half a minute: the SDK's default bounds start at five seconds.
const secondBounds = [
  0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600,
];

const counters = new Map<string, Counter>();
const gauges = new Map<string, Gauge>();
const histograms = new Map<string, Histogram>();

/** Adds to a counter. */
export function count<Name extends CounterName>(
  name: Name,
  by = 1,
  attributes?: MetricAttributes<Name>,
): void {
  if (by === 0) return;
  let instrument = counters.get(name);
  if (instrument === undefined) {
    instrument = metrics.getMeter(SCOPE).createCounter(name, instrumentOptions(name));
    counters.set(name, instrument);
  }
  instrument.add(by, attributes);
}

/** Records one value of a distribution, e.g. a duration in seconds. */
export function record<Name extends HistogramName>(
  name: Name,
  value: number,
  attributes?: MetricAttributes<Name>,
): void {
  let instrument = histograms.get(name);
  if (instrument === undefined) {
    const advice = { explicitBucketBoundaries: secondBounds };
    instrument = metrics.getMeter(SCOPE).createHistogram(name, { ...instrumentOptions(name), advice });
    histograms.set(name, instrument);
  }
  instrument.record(value, attributes);
}

/** Sets a gauge to a value that somebody measured. */
export function setGauge<Name extends GaugeName>(
  name: Name,
  value: number,
  attributes?: MetricAttributes<Name>,
): void {
  let instrument = gauges.get(name);
  if (instrument === undefined) {
    instrument = metrics.getMeter(SCOPE).createGauge(name, instrumentOptions(name));
    gauges.set(name, instrument);
  }
  instrument.record(value, attributes);
}

/** What an observed gauge reports at a reading. */
export interface GaugeReading<Name extends MetricName> {
  readonly value: number;
  readonly attributes?: MetricAttributes<Name>;
}

/** Measures a gauge whenever metrics are read; the returned function ends it. A reading that fails reports nothing. */
export function observeGauge<Name extends GaugeName>(
  name: Name,
  read: () => readonly GaugeReading<Name>[] | Promise<readonly GaugeReading<Name>[]>,
): () => void {
  const observed: ObservedGauge = {
    name,
    async callback(result: ObservableResult): Promise<void> {
      for (const { value, attributes } of await read()) result.observe(value, attributes);
    },
    detach: () => undefined,
  };
  observedGauges.add(observed);
  attach(observed);
  return () => {
    observedGauges.delete(observed);
    observed.detach();
  };
}

interface ObservedGauge {
  readonly name: GaugeName;
  readonly callback: (result: ObservableResult) => Promise<void>;
  detach: () => void;
}

const observedGauges = new Set<ObservedGauge>();

function attach(observed: ObservedGauge): void {
  const { name, callback } = observed;
  const instrument = metrics.getMeter(SCOPE).createObservableGauge(name, instrumentOptions(name));
  instrument.addCallback(callback);
  observed.detach = () => instrument.removeCallback(callback);
}

/** Makes all instruments anew on the meter provider that is set now. Called when telemetry starts and stops. */
export function rebindInstruments(): void {
  counters.clear();
  gauges.clear();
  histograms.clear();
  for (const observed of observedGauges) {
    observed.detach();
    attach(observed);
  }
}
