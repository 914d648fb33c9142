// A message is sent in time, and expires after it.
import { answerTo } from './answer.js';

const command = {
  template: 'cart-reminder',
  purpose: 'marketing',
  channel: 'email',
  variables: {},
  notAfter: 1_000,
};

test('sends a message in time', () => {
  expect(answerTo(command, 'd', 1_000)).toEqual({
    type: 'continuo.collaboration.MessageSent.v1',
    value: {
      deliveryId: 'd',
      template: 'cart-reminder',
      purpose: 'marketing',
      channel: 'email',
      sentAt: 1_000,
    },
  });
});

test('sends a message that never expires', () => {
  expect(answerTo({ ...command, notAfter: null }, 'd', 9_999).type).toBe(
    'continuo.collaboration.MessageSent.v1',
  );
});

test('lets a message expire after its time', () => {
  expect(answerTo(command, 'd', 1_001)).toEqual({
    type: 'continuo.collaboration.MessageExpired.v1',
    value: {
      template: 'cart-reminder',
      purpose: 'marketing',
      channel: 'email',
      notAfter: 1_000,
      expiredAt: 1_001,
    },
  });
});
