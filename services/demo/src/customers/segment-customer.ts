// Acts as a web shop would: every call goes out by Segment's own Node SDK, with nothing changed but host and key.
import { Analytics } from '@segment/analytics-node';
import type { Act, Customer, Who } from './script.js';

export interface Shop {
  perform(customer: Customer, act: Act): void;
  /** Sends what is still queued. */
  close(): Promise<void>;
}

/** A shop whose tracking calls go to the gateway. `onError` hears of calls that were refused. */
export function openShop(host: string, writeKey: string, onError: (reason: string) => void): Shop {
  const analytics = new Analytics({ host, writeKey, flushAt: 1, flushInterval: 100 });
  analytics.on('error', ({ reason }) => onError(reason instanceof Error ? reason.message : String(reason)));
  return {
    perform(customer, act) {
      if (act.does === 'signs-in') analytics.identify({ ...sender(act.who), userId: act.who.userId });
      else analytics.track(trackOf(customer, act));
    },
    close: () => analytics.closeAndFlush({ timeout: 10_000 }),
  };
}

/** The SDK's types want at least one of the two ids; the script always has one. */
type Sender = { userId: string; anonymousId?: string } | { userId?: string; anonymousId: string };

function sender({ userId, anonymousId }: Who): Sender {
  if (userId !== undefined) return { userId, ...(anonymousId === undefined ? {} : { anonymousId }) };
  if (anonymousId !== undefined) return { anonymousId };
  throw new Error('a customer of the script is nobody');
}

function trackOf(customer: Customer, act: Act) {
  const event = act.does === 'orders' ? 'Order Completed' : 'Checkout Started';
  const properties = { cart_id: customer.cart, value: 79.9, currency: 'EUR' };
  // One id for both: what comes twice is one event.
  const messageId = `${customer.cart}/${event}`;
  return { ...sender(act.who), event, properties, messageId };
}
