// What is said of profiles: one event with one id, on the timeline and for those who don't read timelines.
import type { cdp } from '@continuo/contracts';
import type { OutgoingEvent } from '@continuo/messaging';
import { uuidv7 } from 'uuidv7';
import { publishedFacts, type Facts } from './domain/facts.js';

const topics = ['cdp.timeline', 'cdp.profiles'] as const;

/** What an event follows from; nothing where nothing on the bus caused it. */
export type EventOrigin = Pick<OutgoingEvent, 'correlationId' | 'causationId' | 'hops' | 'trace'>;

/** A profile's facts after a change. */
export interface ChangedFacts {
  readonly profileId: string;
  readonly version: number;
  /** Names of the facts that differ. */
  readonly changed: readonly string[];
  readonly facts: Facts;
}

/** Facts changed; all of them are told. */
export function profileChanged(
  { profileId, version, changed, facts }: ChangedFacts,
  at: Date,
  origin: EventOrigin = {},
): OutgoingEvent[] {
  const value: cdp.ProfileChanged = {
    profileId,
    version,
    changed: [...changed],
    ...publishedFacts(facts),
    changedAt: at.getTime(),
  };
  return onBothTopics('continuo.cdp.ProfileChanged.v1', profileId, value, at, origin);
}

export function onBothTopics(
  type: string,
  profileId: string,
  value: object,
  time: Date,
  origin: EventOrigin = {},
): OutgoingEvent[] {
  const id = uuidv7();
  return topics.map((topic) => ({ id, type, topic, key: profileId, profileId, value, time, ...origin }));
}
