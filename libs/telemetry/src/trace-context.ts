// The W3C trace context as two strings: how it is stored in a row, sent in a header, and taken up again.
import {
  context,
  defaultTextMapGetter,
  defaultTextMapSetter,
  isSpanContextValid,
  ROOT_CONTEXT,
  trace,
  type Context,
  type Link,
  type SpanContext,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

/** A creation context on its way: what `traceparent` and `tracestate` headers carry. */
export interface TraceHeaders {
  readonly traceparent: string;
  readonly tracestate?: string;
}

const w3c = new W3CTraceContextPropagator();

/** The active span's context as headers; undefined outside any span. */
export function currentTrace(from: Context = context.active()): TraceHeaders | undefined {
  const carrier: Record<string, string> = {};
  w3c.inject(from, carrier, defaultTextMapSetter);
  const { traceparent, tracestate } = carrier;
  if (traceparent === undefined) return undefined;
  return tracestate === undefined ? { traceparent } : { traceparent, tracestate };
}

/** The span context that headers name; undefined when they name none, or are not well formed. */
export function spanContextOf(
  headers: Readonly<Record<string, string | undefined>>,
): SpanContext | undefined {
  const { traceparent, tracestate } = headers;
  if (traceparent === undefined) return undefined;
  const carrier = tracestate === undefined ? { traceparent } : { traceparent, tracestate };
  const spanContext = trace.getSpanContext(w3c.extract(ROOT_CONTEXT, carrier, defaultTextMapGetter));
  return spanContext !== undefined && isSpanContextValid(spanContext) ? spanContext : undefined;
}

/** A context whose parent is what the headers name, else one without a parent. */
export function contextOf(headers: Readonly<Record<string, string | undefined>>): Context {
  const spanContext = spanContextOf(headers);
  return spanContext === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, spanContext);
}

/** A link to what the headers name: an array of none or one, ready to be spread. */
export function linksTo(headers: Readonly<Record<string, string | undefined>>): Link[] {
  const spanContext = spanContextOf(headers);
  return spanContext === undefined ? [] : [{ context: spanContext }];
}
