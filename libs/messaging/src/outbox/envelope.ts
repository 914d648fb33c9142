// The headers of a record: CloudEvents in Kafka's binary mode, and what our transport adds. Pure.
import { formatCustomer } from '../customer-header.js';
import type { OutgoingEvent } from '../message.js';

/** W3C trace context. */
export interface TraceContext {
  readonly traceparent: string;
  readonly tracestate?: string;
}

/** What made somebody publish: the record that was handled, or the request that was answered. */
export interface Cause {
  /** `ce_id` of the causing record. */
  readonly id: string;
  readonly correlationId?: string;
  readonly hops?: number;
  readonly trace?: TraceContext;
}

export interface EnvelopeContext {
  /** `ce_source`, e.g. `/crm`. */
  readonly source: string;
  /** Used where the event has no id of its own. */
  readonly id: string;
  /** Used where the event has no time of its own. */
  readonly now: Date;
  readonly cause?: Cause;
  /** The trace that is active where the event is published. */
  readonly trace?: TraceContext;
}

/** Reads the cause out of a record's headers. */
export function causeOf(record: {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
}): Cause {
  const { headers } = record;
  const traceparent = headers['traceparent'];
  const tracestate = headers['tracestate'];
  return {
    id: record.id,
    correlationId: headers['ce_correlationid'] ?? record.id,
    hops: Number(headers['ce_hops'] ?? 0),
    ...(traceparent !== undefined && {
      trace: { traceparent, ...(tracestate !== undefined && { tracestate }) },
    }),
  };
}

/** Every header of an event but `publisher` and `publisher-sequence`, which the relay adds. */
export function envelopeOf(event: OutgoingEvent, context: EnvelopeContext): Record<string, string> {
  const { cause } = context;
  const id = event.id ?? context.id;
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: context.source,
    ce_type: event.type,
    ce_time: (event.time ?? context.now).toISOString(),
    ce_subject: event.subject ?? event.key,
    ce_correlationid: event.correlationId ?? cause?.correlationId ?? id,
    ce_hops: String(event.hops ?? cause?.hops ?? 0),
    'content-type': 'application/avro',
  };
  const causationId = event.causationId ?? cause?.id;
  if (causationId !== undefined) headers['ce_causationid'] = causationId;
  if (event.profileId !== undefined) headers['ce_profileid'] = event.profileId;
  if (event.customer !== undefined && event.customer.length > 0)
    headers['customer'] = formatCustomer(event.customer);
  if (event.commandId !== undefined) headers['commandid'] = event.commandId;
  const trace = event.trace ?? context.trace ?? cause?.trace;
  if (trace !== undefined) {
    headers['traceparent'] = trace.traceparent;
    if (trace.tracestate !== undefined) headers['tracestate'] = trace.tracestate;
  }
  return headers;
}
