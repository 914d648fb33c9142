// What is published of a change of segments, after the facts that tell of it: a reader of the timeline has them by then.
import type { cdp } from '@continuo/contracts';
import type { OutgoingEvent } from '@continuo/messaging';
import type { EventOrigin } from '../profiles/profile-events.js';
import type { MembershipChange } from './domain/membership.js';

export type MembershipCause = 'request' | 'merge' | 'split';

export function segmentEvents(
  profileId: string,
  { entered, left }: MembershipChange,
  cause: MembershipCause,
  time: Date,
  origin: EventOrigin = {},
): OutgoingEvent[] {
  const event = (type: string, value: cdp.SegmentEntered | cdp.SegmentLeft): OutgoingEvent => ({
    type: `continuo.cdp.${type}.v1`,
    topic: 'cdp.segments',
    key: profileId,
    profileId,
    value,
    time,
    ...origin,
  });
  const at = time.getTime();
  return [
    ...left.map((segment) => event('SegmentLeft', { segment, cause, leftAt: at })),
    ...entered.map((segment) => event('SegmentEntered', { segment, cause, enteredAt: at })),
  ];
}
