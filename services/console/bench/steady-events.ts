// The shop's events at an even pace by way of the tracking interface: over Kafka they are resolved, put on the timeline, and
// move journeys. Some start one, some bring one on, some end one; most are only looked at.
import { setTimeout as delay } from 'node:timers/promises';
import { randomUUID } from 'node:crypto';

export interface EventsTarget {
  /** Where tracking calls go. */
  readonly gateway: string;
  /** `Basic …` */
  readonly writeKey: string;
  readonly perSecond: number;
}

interface Call {
  readonly type: 'track';
  readonly anonymousId: string;
  readonly messageId: string;
  readonly event: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly timestamp: string;
}

const TICK_MS = 100;
const IN_ONE_CALL = 100;
/** Who only looks around: the same people all the time, as in a shop. */
const VISITORS = Array.from({ length: 5_000 }, () => randomUUID());

export class SteadyEvents {
  accepted = 0;
  refused = 0;
  #sent = 0;
  #running: Promise<void> | undefined;
  #stopping = false;
  /** Carts by how far they are. */
  #started: string[] = [];
  #broughtOn: string[] = [];

  constructor(private readonly target: EventsTarget) {}

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    await this.#running;
  }

  /** What is due goes out in a few calls. More than a second is not made up for: after a pause the pace is what it was. */
  async #run(): Promise<void> {
    const { perSecond } = this.target;
    let [at, owed] = [performance.now(), 0];
    while (!this.#stopping) {
      const now = performance.now();
      owed = Math.min(owed + ((now - at) * perSecond) / 1_000, perSecond);
      at = now;
      const calls = Array.from({ length: Math.floor(owed) }, () => this.#next());
      owed -= calls.length;
      const batches = [];
      for (let from = 0; from < calls.length; from += IN_ONE_CALL)
        batches.push(this.#send(calls.slice(from, from + IN_ONE_CALL)));
      await Promise.all(batches);
      await delay(TICK_MS);
    }
  }

  #next(): Call {
    this.#sent += 1;
    switch (this.#sent % 10) {
      case 1: {
        const cart = randomUUID();
        this.#started.push(cart);
        return call(cart, 'Checkout Started', { cart_id: `cart-${cart}` });
      }
      case 4: {
        const cart = this.#started.shift() ?? randomUUID();
        this.#broughtOn.push(cart);
        return call(cart, 'Checkout Step Completed', { cart_id: `cart-${cart}` });
      }
      case 7: {
        const cart = this.#broughtOn.shift() ?? randomUUID();
        return call(cart, 'Order Completed', { cart_id: `cart-${cart}` });
      }
      default: {
        const who = VISITORS[this.#sent % VISITORS.length] ?? randomUUID();
        return call(who, 'Product Viewed', { product_id: `p-${this.#sent % 97}` });
      }
    }
  }

  async #send(batch: readonly Call[]): Promise<void> {
    const answer = await fetch(`${this.target.gateway}/v1/batch`, {
      method: 'POST',
      headers: { authorization: this.target.writeKey, 'content-type': 'application/json' },
      body: JSON.stringify({ batch }),
      signal: AbortSignal.timeout(20_000),
    }).catch(() => undefined);
    await answer?.arrayBuffer();
    if (answer?.ok === true) this.accepted += batch.length;
    else this.refused += batch.length;
  }
}

function call(anonymousId: string, event: string, properties: Call['properties']): Call {
  const timestamp = new Date().toISOString();
  return { type: 'track', anonymousId, messageId: randomUUID(), event, properties, timestamp };
}
