// The events that the platform itself puts on the timeline: what happens to profiles. Each also goes to `cdp.profiles`.
import type { cdp } from '@continuo/contracts';
import type { IncomingRecord, OutgoingEvent } from '@continuo/messaging';
import { uuidv7 } from 'uuidv7';
import type { ProfileCreation, ProfileMerge } from '../identity/domain/identity-graph.js';
import { publishedFacts } from '../profiles/domain/facts.js';
import type { Announcement } from './domain/facts-of-batch.js';

/** Topics that carry the life of profiles: the timeline, and one for those who don't read timelines. */
const topics = ['cdp.timeline', 'cdp.profiles'] as const;

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

/** Facts changed; all of them are told. */
export function profileChanged({ profile, changed }: Announcement, cause: IncomingRecord): OutgoingEvent[] {
  const value: cdp.ProfileChanged = {
    profileId: profile.id,
    version: profile.factsVersion,
    changed,
    ...publishedFacts(profile.facts),
    changedAt: cause.timestamp,
  };
  return published('continuo.cdp.ProfileChanged.v1', profile.id, value, cause.timestamp, cause);
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
  const { traceparent, tracestate } = cause.headers;
  return onBothTopics(type, profileId, value, new Date(at), {
    correlationId: cause.headers.ce_correlationid ?? cause.id,
    causationId: cause.id,
    hops: Number(cause.headers.ce_hops ?? 0),
    ...(traceparent !== undefined && {
      trace: { traceparent, ...(tracestate !== undefined && { tracestate }) },
    }),
  });
}

/** One event, with one id, on both topics. */
function onBothTopics(
  type: string,
  profileId: string,
  value: object,
  time: Date,
  envelope: Pick<OutgoingEvent, 'correlationId' | 'causationId' | 'hops' | 'trace'>,
): OutgoingEvent[] {
  const id = uuidv7();
  return topics.map((topic) => ({ id, type, topic, key: profileId, profileId, value, time, ...envelope }));
}
