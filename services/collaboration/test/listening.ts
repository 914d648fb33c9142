// Somebody who has the alerts of a place open, as a browser does, and can lose the connection.
import type { MessageEvent } from '@nestjs/common';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { StoredAlert } from '../src/alerts/alerts.service.js';
import type { AlertsReplica } from './staff-rig.js';

const show = ({ alertId, orderId, state }: StoredAlert) => ({ alertId, orderId, state });

/** @param given `from` is the id of the last event that was seen before */
export function listenTo(given: {
  readonly placeId: string;
  readonly at: AlertsReplica;
  readonly from?: string;
}) {
  const events: MessageEvent[] = [];
  let isEnded = false;
  const { placeId, at, from: lastEventId } = given;
  const subject = `listener-${uuidv7()}`;
  const subscription = at.stream.open({ placeId, subject, lastEventId, show }).subscribe({
    next: (event) => events.push(event),
    complete: () => (isEnded = true),
  });
  return {
    events,
    /** What was told of alerts, as `<order> <state>`. */
    told: () =>
      events
        .filter(({ type }) => type === 'alert')
        .map(({ data }) => data as ReturnType<typeof show>)
        .map(({ orderId, state }) => `${orderId} ${state}`),
    isEnded: () => isEnded,
    lastId: () => events.at(-1)?.id,
    ready: () => eventually(() => events.some(({ type }) => type === 'ready')),
    leave: () => subscription.unsubscribe(),
  };
}
