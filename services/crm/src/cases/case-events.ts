// What the bus is told of a case: codes and ids. All events of a case have one key, so they stay in order.
import type { OutgoingEvent } from '@continuo/messaging';
import type { NewActivity, StoredCase } from './case-view.js';

/** An event of a case, without its envelope. */
export type CaseEvent = Pick<OutgoingEvent, 'type' | 'value'>;

export function caseOpened(stored: Omit<StoredCase, 'number'>): CaseEvent {
  const { id, caseType, channel, productId, orderId, messageId, openedAt } = stored;
  return {
    type: 'continuo.crm.CaseOpened.v1',
    value: { caseId: id, caseType, channel, productId, orderId, messageId, openedAt: openedAt.getTime() },
  };
}

export function caseClosed(stored: StoredCase, at: Date): CaseEvent {
  const { id, caseType, resolution, productId, orderId } = stored;
  return {
    type: 'continuo.crm.CaseClosed.v1',
    value: { caseId: id, caseType, resolution, productId, orderId, closedAt: at.getTime() },
  };
}

export function caseReopened({ id, caseType }: StoredCase, at: Date): CaseEvent {
  return {
    type: 'continuo.crm.CaseReopened.v1',
    value: { caseId: id, caseType, reopenedAt: at.getTime() },
  };
}

/** What an agent added says its kind, what the service wrote its code. */
export function activityAdded(caseId: string, activity: NewActivity): CaseEvent {
  const { id, activityType, code, interactionId, happenedAt } = activity;
  return {
    type: 'continuo.crm.CaseActivityAdded.v1',
    value: {
      caseId,
      activityId: id,
      activityType: code ?? activityType,
      interactionId,
      addedAt: happenedAt.getTime(),
    },
  };
}

export function caseRefused(caseId: string | null, code: string, at: Date): CaseEvent {
  return { type: 'continuo.crm.CaseRefused.v1', value: { caseId, code, refusedAt: at.getTime() } };
}

/**
 * Puts an event under its case's key. That is chosen once: the profile when it was known at the opening, else the
 * contact. A merge changes neither: the platform follows the pointer, so the survivor's timeline has the rest.
 */
export function underCase(
  { keyProfileId, contactId }: Pick<StoredCase, 'keyProfileId' | 'contactId'>,
  event: CaseEvent,
): OutgoingEvent {
  const topic = 'crm.cases';
  if (keyProfileId !== null) return { ...event, topic, key: keyProfileId, profileId: keyProfileId };
  const customer = [{ kind: 'crm.contact', value: String(contactId) }];
  return { ...event, topic, key: `crm.contact=${contactId}`, customer };
}
