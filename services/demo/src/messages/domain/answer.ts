// What becomes of a message that is to be sent: sent, or expired because nobody wants it any more.
import type { collaboration } from '@continuo/contracts';

/** The answer to a command, as the event that says it. */
export type Answer =
  | { readonly type: 'continuo.collaboration.MessageSent.v1'; readonly value: collaboration.MessageSent }
  | {
      readonly type: 'continuo.collaboration.MessageExpired.v1';
      readonly value: collaboration.MessageExpired;
    };

/**
 * Decides by real time: a message after its `notAfter` is not sent.
 *
 * @param deliveryId the delivery's UUID
 * @param now milliseconds since the epoch
 */
export function answerTo(command: collaboration.SendMessage, deliveryId: string, now: number): Answer {
  const { template, purpose, channel, notAfter } = command;
  if (typeof notAfter === 'number' && now > notAfter) {
    const value = { template, purpose, channel, notAfter, expiredAt: now };
    return { type: 'continuo.collaboration.MessageExpired.v1', value };
  }
  const value = { deliveryId, template, purpose, channel, sentAt: now };
  return { type: 'continuo.collaboration.MessageSent.v1', value };
}
