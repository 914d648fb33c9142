// A delivery as the database has it, and the events that tell what became of it.
import type { collaboration } from '@continuo/contracts';
import { answerEvent, type CommandAnswer } from '@continuo/service-kit';
import type { Cause, OutgoingEvent } from '@continuo/messaging';
import type { Variables } from '../templates/domain/render.js';
import type { ChangedStatus, DeliveryState } from './domain/delivery-state.js';

export interface Delivery {
  readonly id: string;
  readonly commandId: string;
  readonly profileId: string;
  /** What the events about it are caused by: the command. */
  readonly cause: Cause;
  readonly template: string;
  readonly purpose: string;
  readonly channel: string;
  readonly variables: Variables;
  readonly notAfter: Date | null;
  /** Whose moment's words it uses; null: those of now. */
  readonly contentAsOf: Date | null;
  readonly state: DeliveryState;
  readonly code: string | null;
  /** Whether the provider was called. */
  readonly isTried: boolean;
  readonly address: string | null;
  readonly language: string | null;
  /** Of the template: what was looked at last, or sent; null before. */
  readonly templateRevision: number | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly changedAt: Date;
}

const topic = 'collaboration.deliveries';

export function sentAnswer(delivery: Delivery, at: Date): CommandAnswer {
  const { id: deliveryId, template, purpose, channel, templateRevision, profileId: key } = delivery;
  const value: collaboration.MessageSent = {
    ...{ deliveryId, template, templateRevision, purpose, channel },
    sentAt: at.getTime(),
  };
  return { type: 'continuo.collaboration.MessageSent.v1', topic, key, value };
}

export function expiredAnswer(delivery: Delivery, at: Date): CommandAnswer {
  const { template, purpose, channel, profileId: key } = delivery;
  const notAfter = delivery.notAfter?.getTime() ?? null;
  const value: collaboration.MessageExpired = {
    template,
    purpose,
    channel,
    notAfter,
    expiredAt: at.getTime(),
  };
  return { type: 'continuo.collaboration.MessageExpired.v1', topic, key, value };
}

export function refusedAnswer(delivery: Delivery, code: string, at: Date): CommandAnswer {
  const { template, templateRevision, purpose, channel, profileId: key } = delivery;
  const value: collaboration.MessageRefused = {
    ...{ template, templateRevision, purpose, channel, code },
    refusedAt: at.getTime(),
  };
  return { type: 'continuo.collaboration.MessageRefused.v1', topic, key, value };
}

export function failedAnswer(delivery: Delivery, code: string, at: Date): CommandAnswer {
  const { template, templateRevision, purpose, channel, profileId: key } = delivery;
  const value: collaboration.MessageFailed = {
    ...{ template, templateRevision, purpose, channel, code },
    failedAt: at.getTime(),
  };
  return { type: 'continuo.collaboration.MessageFailed.v1', topic, key, value };
}

/** The answer as an event: caused by the command, also where a webhook or a person brought it about. */
export function asEvent(answer: CommandAnswer, delivery: Delivery): OutgoingEvent {
  const { commandId, profileId } = delivery;
  return { ...answerEvent(answer, { commandId, profileId }), ...causedBy(delivery.cause) };
}

export function changedEvent(
  delivery: Delivery,
  change: { readonly status: ChangedStatus; readonly code: string | null; readonly at: Date },
): OutgoingEvent {
  const { id: deliveryId, template, profileId } = delivery;
  const { status, code, at } = change;
  const value: collaboration.DeliveryChanged = {
    deliveryId,
    template,
    status,
    code,
    changedAt: at.getTime(),
  };
  const type = 'continuo.collaboration.DeliveryChanged.v1';
  return { type, topic, key: profileId, profileId, value, ...causedBy(delivery.cause) };
}

function causedBy({
  id,
  correlationId,
  hops,
}: Cause): Pick<OutgoingEvent, 'causationId' | 'correlationId' | 'hops'> {
  return {
    causationId: id,
    ...(correlationId !== undefined && { correlationId }),
    ...(hops !== undefined && { hops }),
  };
}
