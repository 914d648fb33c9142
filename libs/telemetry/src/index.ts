// What other projects may use of telemetry: the set-up, names, metrics, spans, trace context, logs and redaction.
export { startTelemetry, type Telemetry, type TelemetryOptions } from './start-telemetry.js';
export { prometheusContentType } from './prometheus-reader.js';
export {
  attribute,
  metric,
  type AttributeName,
  type CounterName,
  type GaugeName,
  type HistogramName,
  type MetricAttributes,
  type MetricName,
  type TelemetryAttributes,
} from './names.js';
export { count, observeGauge, record, setGauge, type GaugeReading } from './metrics.js';
export { failSpan, inSpan, startHop, startSpan, type JourneyHop, type SpanOptions } from './spans.js';
export { contextOf, currentTrace, linksTo, spanContextOf, type TraceHeaders } from './trace-context.js';
export { closeLogs, createLogger, logLevels, type Logger, type LogLevel, type LogOptions } from './logger.js';
export {
  describeError,
  errorType,
  isDeniedName,
  redactFields,
  redactText,
  type ErrorDescription,
} from './redact.js';
export { isSampledJourney, JourneySampler } from './journey-sampler.js';
