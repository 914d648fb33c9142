// What is kept of a record of the timeline: where it lies and what it is, nothing that was said.

/** The part of a record that the index is made from. */
export interface TimelineRecord {
  readonly key: string;
  readonly profileId?: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Log-append time, milliseconds. */
  readonly timestamp: number;
  readonly id: string;
  readonly type: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface ActivityEntry {
  /** As on the record: a merge changes nothing here. */
  readonly profileId: string;
  readonly at: Date;
  /** `ce_time`; null when it is none. */
  readonly happenedAt: Date | null;
  readonly partition: number;
  readonly offset: bigint;
  readonly type: string;
  readonly source: string;
  readonly eventId: string;
  readonly correlationId: string | null;
  readonly commandId: string | null;
  readonly traceId: string | null;
  readonly subject: string | null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Ids of ours and codes; nothing that a person could be called or reached by: no blank, no `@`, no `kind=value`. */
const opaque = /^(?=.*[A-Za-z])[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
const traceparent = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/;

/** Null for a record that names no profile. */
export function activityEntry(record: TimelineRecord): ActivityEntry | null {
  const { headers, partition, offset, type, id: eventId, timestamp } = record;
  const profileId = record.profileId ?? record.key;
  if (!uuid.test(profileId)) return null;
  const happenedAt = new Date(headers.ce_time ?? '');
  const subject = opaqueOnly(headers.ce_subject);
  return {
    profileId,
    at: new Date(timestamp),
    happenedAt: Number.isNaN(happenedAt.getTime()) ? null : happenedAt,
    partition,
    offset,
    type,
    source: headers.ce_source ?? '',
    eventId,
    correlationId: opaqueOnly(headers.ce_correlationid),
    commandId: opaqueOnly(headers.commandid),
    traceId: traceparent.exec(headers.traceparent ?? '')?.[1] ?? null,
    // Keyed by the profile says nothing more than the profile does.
    subject: subject === profileId ? null : subject,
  };
}

/**
 * Whether something happened to the customer. What the platform says of its profiles and segments and what staff asks of journeys
 * is about the bookkeeping of a customer.
 */
export function isOfCustomer(type: string): boolean {
  return !/^continuo\.(cdp\.(Profile|Segment)|orchestrator\.)/.test(type);
}

const quarterMs = 15 * 60 * 1_000;

/** The beginning of the quarter of an hour: days of all time zones begin with one. */
export function quarterOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / quarterMs) * quarterMs);
}

function opaqueOnly(text: string | undefined): string | null {
  return text !== undefined && (uuid.test(text) || opaque.test(text)) ? text : null;
}
