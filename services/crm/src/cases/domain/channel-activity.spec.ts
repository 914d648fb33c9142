// Proves what stands in a case's history of what happened on other channels.
import { interactionEnded, messageReceived, orderCancelled } from './channel-activity.js';

it('tells of a message by its ids and codes', () => {
  const event = {
    messageId: 'm',
    channel: 'whatsapp',
    kind: 'button',
    intent: 'ask-\u0000size',
    productId: null,
    replyTo: null,
    receivedAt: 1_000,
  } as const;
  expect(messageReceived(event as never)).toEqual({
    activityType: 'message',
    code: 'message-received',
    happenedAt: 1_000,
    interactionId: null,
    refs: { messageId: 'm', channel: 'whatsapp', kind: 'button', intent: 'ask-\ufffdsize' },
  });
});

it('tells of a call with its interaction', () => {
  const event = {
    interactionId: 'i',
    agentId: 'ann',
    reason: 'completed',
    disposition: 'sold',
    endedAt: 2,
  } as const;
  expect(interactionEnded(event)).toEqual({
    activityType: 'call',
    code: 'interaction-ended',
    happenedAt: 2,
    interactionId: 'i',
    refs: { agentId: 'ann', reason: 'completed', disposition: 'sold' },
  });
});

it('tells of an order and why it was cancelled', () => {
  expect(orderCancelled({ orderId: 'o', storeId: 's', code: 'stock-short', cancelledAt: 3 })).toMatchObject({
    code: 'order-cancelled',
    refs: { orderId: 'o', storeId: 's', reason: 'stock-short' },
  });
});
