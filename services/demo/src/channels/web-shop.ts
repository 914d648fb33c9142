// The web shop as its pages act: every call goes out by Segment's own Node SDK, with nothing changed but host and key.
import { Analytics } from '@segment/analytics-node';

/** The SDK's types want at least one of the two ids. */
export type Visitor = { userId: string; anonymousId?: string } | { userId?: string; anonymousId: string };

export class WebShop {
  readonly #analytics: Analytics;

  /** `onRefused` hears of calls that were refused. */
  constructor(host: string, writeKey: string, onRefused: (reason: string) => void) {
    this.#analytics = new Analytics({ host, writeKey, flushAt: 1, flushInterval: 100 });
    this.#analytics.on('error', ({ reason }) =>
      onRefused(reason instanceof Error ? reason.message : String(reason)),
    );
  }

  signsIn(visitor: Visitor & { userId: string }, traits: Readonly<Record<string, string>>): void {
    this.#analytics.identify({ ...visitor, traits: { ...traits } });
  }

  /** The same `messageId` twice is one view. */
  views(visitor: Visitor, visitId: string, productId: string, messageId: string): void {
    const properties = { visit_id: visitId, product_id: productId, currency: 'CHF', price: 349 };
    this.#analytics.track({ ...visitor, event: 'Product Viewed', properties, messageId });
  }

  /** Sends what is still queued. */
  close(): Promise<void> {
    return this.#analytics.closeAndFlush({ timeout: 10_000 });
  }
}
