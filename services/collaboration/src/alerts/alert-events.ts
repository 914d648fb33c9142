// Alerts as the events that tell of them.
import type { OutgoingEvent } from '@continuo/messaging';
import type { CommandAnswer } from '@continuo/service-kit';
import type { StoredAlert } from './alerts.store.js';

const topic = 'collaboration.alerts';

/** The answer to a command whose alert is there. */
export function alerted(
  alert: Pick<StoredAlert, 'alertId' | 'placeId' | 'orderId' | 'alertedAt'>,
  given: { readonly profileId: string; readonly listening: number },
): CommandAnswer {
  const { alertId, placeId, orderId, alertedAt } = alert;
  return {
    type: 'continuo.collaboration.StaffAlerted.v1',
    topic,
    key: given.profileId,
    value: { alertId, placeId, orderId, listening: given.listening, alertedAt: alertedAt.getTime() },
  };
}

/** The answer to a command that a rule refused. */
export function alertRefused(
  named: { readonly placeId: string; readonly orderId: string | null },
  given: { readonly profileId: string; readonly code: string; readonly at: Date },
): CommandAnswer {
  return {
    type: 'continuo.collaboration.StaffAlertRefused.v1',
    topic,
    key: given.profileId,
    value: { ...named, code: given.code, refusedAt: given.at.getTime() },
  };
}

/** Somebody took it on: told as a consequence of the command that asked for the alert. */
export function alertAcknowledged(alert: StoredAlert, at: Date): OutgoingEvent {
  const { alertId, placeId, orderId, profileId, cause } = alert;
  return {
    type: 'continuo.collaboration.StaffAlertAcknowledged.v1',
    topic,
    key: profileId,
    profileId,
    causationId: cause.id,
    correlationId: cause.correlationId,
    hops: cause.hops,
    value: { alertId, placeId, orderId, acknowledgedAt: at.getTime() },
  };
}
