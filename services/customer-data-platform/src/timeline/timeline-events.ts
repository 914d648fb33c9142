// The events that the platform itself puts on the timeline: what happens to profiles. Each also goes to `cdp.profiles`.
import type { cdp } from '@continuo/contracts';
import type { IncomingRecord, OutgoingEvent } from '@continuo/messaging';
import type { ProfileCreation, ProfileMerge } from '../identity/domain/identity-graph.js';
import { onBothTopics, profileChanged, type EventOrigin } from '../profiles/profile-events.js';
import { membershipChange } from '../segments/domain/membership.js';
import { segmentEvents } from '../segments/segment-events.js';
import type { Announcement } from './domain/facts-of-batch.js';

/** A profile was created; comes before its first record. */
export function profileCreated(creation: ProfileCreation, cause: IncomingRecord): OutgoingEvent[] {
  const value: cdp.ProfileCreated = { profileId: creation.profileId, createdAt: creation.at };
  return published('continuo.cdp.ProfileCreated.v1', creation.profileId, value, creation.at, cause);
}

/** Two profiles are one: the marker is the last record of the loser, and stands in the survivor's stream too. */
export function profileMerged(merge: ProfileMerge, cause: IncomingRecord): OutgoingEvent[] {
  const { mergeId, loserId, survivorId, linkedBy } = merge;
  const value: cdp.ProfileMerged = { mergeId, loserId, survivorId, linkedBy, mergedAt: merge.at };
  return [loserId, survivorId].flatMap((id) =>
    published('continuo.cdp.ProfileMerged.v1', id, value, merge.at, cause),
  );
}

/** Facts changed; all of them are told, and then the segments that a merge brought somebody into. */
export function factsChanged(
  { profile, before, changed }: Announcement,
  cause: IncomingRecord,
): OutgoingEvent[] {
  const { id: profileId, factsVersion: version, facts } = profile;
  const at = new Date(cause.timestamp);
  const origin = originOf(cause);
  return [
    ...profileChanged({ profileId, version, changed, facts }, at, origin),
    ...segmentEvents(profileId, membershipChange(before, facts), 'merge', at, origin),
  ];
}

/** A profile was erased: its last record. No record caused it. */
export function profileErased({
  profileId,
  erasureId,
  erasedAt,
}: {
  readonly profileId: string;
  readonly erasureId: string;
  readonly erasedAt: Date;
}): OutgoingEvent[] {
  const value: cdp.ProfileErased = { profileId, erasureId, erasedAt: erasedAt.getTime() };
  return onBothTopics('continuo.cdp.ProfileErased.v1', profileId, value, erasedAt, {
    correlationId: erasureId,
  });
}

/** What a record caused, in its trace. */
function published(
  type: string,
  profileId: string,
  value: object,
  at: number,
  cause: IncomingRecord,
): OutgoingEvent[] {
  return onBothTopics(type, profileId, value, new Date(at), originOf(cause));
}

function originOf({ id, headers }: IncomingRecord): EventOrigin {
  const { traceparent, tracestate } = headers;
  return {
    correlationId: headers.ce_correlationid ?? id,
    causationId: id,
    hops: Number(headers.ce_hops ?? 0),
    ...(traceparent !== undefined && {
      trace: { traceparent, ...(tracestate !== undefined && { tracestate }) },
    }),
  };
}
