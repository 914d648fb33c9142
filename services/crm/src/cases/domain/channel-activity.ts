// What the other channels tell of a customer, as it stands in the history of a case: codes and ids, no words.
import type { collaboration, contactCentre, operations } from '@continuo/contracts';

export interface ChannelActivity {
  readonly activityType: 'message' | 'call' | 'order';
  readonly code: string;
  /** Milliseconds since the epoch. */
  readonly happenedAt: number;
  readonly interactionId: string | null;
  /** Ids and codes of what it tells of. */
  readonly refs: Readonly<Record<string, string>>;
}

export function messageReceived(event: collaboration.MessageReceived): ChannelActivity {
  const { messageId, channel, kind, intent, productId, receivedAt } = event;
  const refs = named({ messageId, channel, kind, intent, productId });
  return activity('message', 'message-received', receivedAt, refs);
}

export function interactionAccepted(event: contactCentre.InteractionAccepted): ChannelActivity {
  const { interactionId, agentId, acceptedAt } = event;
  return { ...activity('call', 'interaction-accepted', acceptedAt, named({ agentId })), interactionId };
}

export function interactionEnded(event: contactCentre.InteractionEnded): ChannelActivity {
  const { interactionId, agentId, reason, disposition, endedAt } = event;
  const refs = named({ agentId, reason, disposition });
  return { ...activity('call', 'interaction-ended', endedAt, refs), interactionId };
}

export function orderAccepted(event: operations.OrderAccepted): ChannelActivity {
  const { orderId, fulfilment, channel, storeId, acceptedAt } = event;
  return activity('order', 'order-accepted', acceptedAt, named({ orderId, fulfilment, channel, storeId }));
}

export function orderCollected({
  orderId,
  storeId,
  collectedAt,
}: operations.OrderCollected): ChannelActivity {
  return activity('order', 'order-collected', collectedAt, named({ orderId, storeId }));
}

export function orderCancelled(event: operations.OrderCancelled): ChannelActivity {
  const { orderId, storeId, code, cancelledAt } = event;
  return activity('order', 'order-cancelled', cancelledAt, named({ orderId, storeId, reason: code }));
}

function activity(
  activityType: ChannelActivity['activityType'],
  code: string,
  happenedAt: number,
  refs: ChannelActivity['refs'],
): ChannelActivity {
  return { activityType, code, happenedAt, interactionId: null, refs };
}

/** Without what is not known. A character that no database holds is replaced, so that one strange id parks nothing. */
function named(refs: Readonly<Record<string, string | null | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refs).flatMap(([name, value]) =>
      value === null || value === undefined ? [] : [[name, value.replaceAll('\u0000', '\ufffd')]],
    ),
  );
}
