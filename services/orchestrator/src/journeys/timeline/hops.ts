// Each input that changes an instance is a hop: a short trace of its own, found by the journey's id.
import { linksTo, startHop as startSpan } from '@continuo/telemetry';
import type { IncomingRecord } from '@continuo/messaging';
import type { Change } from '../domain/engine/profile.js';

export interface Hop {
  /** Null where nothing traces. */
  readonly traceId: string | null;
  readonly traceparent: string | null;
}

const NO_TRACE = '0'.repeat(32);
const NOTHING: Hop = { traceId: null, traceparent: null };

/** Opens and closes the hop's span, linked to the event that triggered it and to the hop before. */
export function startHop(change: Change, trigger: IncomingRecord | null, before: string | null): Hop {
  const { instance } = change;
  const span = startSpan({
    journeyId: instance.id,
    definition: instance.journey,
    version: instance.version,
    step: instance.step,
    profileId: instance.profileId,
    links: [...linksTo(trigger?.headers ?? {}), ...(before === null ? [] : linksTo({ traceparent: before }))],
  });
  span.end();
  const { traceId, spanId, traceFlags } = span.spanContext();
  if (traceId === NO_TRACE) return NOTHING;
  const flags = traceFlags.toString(16).padStart(2, '0');
  return { traceId, traceparent: `00-${traceId}-${spanId}-${flags}` };
}
