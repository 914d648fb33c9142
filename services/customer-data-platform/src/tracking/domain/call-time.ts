// When a call's event happened: the caller's clock corrected by ours.
import type { Json } from './json.js';
import type { TrackingCall } from './tracking-call.js';

export interface CallTimes {
  /** Milliseconds since the epoch; never later than the receipt. */
  readonly occurredAt: number;
  /** As the caller said it, when it can be told at all. */
  readonly sentAt: number | null;
}

/** Readers of Avro timestamps in other languages stop at this year. */
const lastTellable = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * Segment's correction: a clock that is wrong is wrong alike in `timestamp` and `sentAt`, so their distance is right.
 * Without `sentAt` the time is taken as it is. What can't be read, or lies ahead of the receipt, is the receipt.
 */
export function callTimes(
  call: Pick<TrackingCall, 'timestamp' | 'originalTimestamp' | 'sentAt'>,
  batchSentAt: Json | undefined,
  receivedAt: number,
): CallTimes {
  const happened = instantOf(call.originalTimestamp) ?? instantOf(call.timestamp);
  const sent = instantOf(call.sentAt) ?? instantOf(batchSentAt);
  const corrected =
    happened === undefined ? receivedAt : sent === undefined ? happened : receivedAt - (sent - happened);
  const occurredAt = corrected > receivedAt || corrected < 0 ? receivedAt : corrected;
  return { occurredAt, sentAt: sent === undefined || sent < 0 || sent > lastTellable ? null : sent };
}

/** ISO 8601 text, or milliseconds since the epoch. Undefined when it names no instant. */
export function instantOf(value: Json | undefined): number | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(Math.trunc(value)) ? Math.trunc(value) : undefined;
  if (typeof value !== 'string' || !/^[+-]?\d{4,6}-\d{2}(-\d{2})?/.test(value)) return undefined;
  const instant = Date.parse(value);
  return Number.isNaN(instant) ? undefined : instant;
}
