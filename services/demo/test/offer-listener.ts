// Follows the streams of agents' offers beside the agents themselves, and remembers what came when.
import { eventually } from '@continuo/testing';
import { demonstrationEnvironment } from '@continuo/local-stack';
import { Api } from '../src/channels/api.js';
import { follow } from '../src/channels/event-stream.js';
import { readPlayerConfig } from '../src/config.js';
import type { RunningSystem } from '@continuo/testing/running-system';

/** The part of an offer's body that matters here. */
export interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
  readonly agentId: string;
  readonly queue: string;
  readonly state: string;
  readonly offeredAt: string;
  readonly customer: {
    readonly profileId: string;
    readonly lastMessage: {
      readonly messageId: string;
      readonly receivedAt: string;
      readonly channel: string;
      readonly intent: string;
      readonly productId: string | null;
    } | null;
  } | null;
}

export interface SeenOffer {
  readonly offer: Offer;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export class OfferListener {
  /** In the order in which they came, every version of every offer. */
  readonly seen: SeenOffer[] = [];
  readonly #over = new AbortController();
  readonly #following: Promise<void>[] = [];

  constructor(private readonly running: RunningSystem) {}

  /** An agent who is not set up yet is followed as soon as they are. */
  async follow(agentId: string): Promise<void> {
    const api = await Api.as(
      readPlayerConfig(demonstrationEnvironment(this.running.context)),
      'agent',
      agentId,
    );
    const path = `/api/contact-centre/agents/${agentId}/offers/stream`;
    const { signal } = this.#over;
    const following = follow(api, path, signal, (type, data) => {
      // An agent who is quick has made a conversation of it before others look.
      if (type === 'offer' || type === 'conversation')
        this.seen.push({ offer: data as Offer, at: Date.now() });
    });
    this.#following.push(following);
  }

  /** The offer of a conversation, once it is made. */
  offerOf(interactionId: string): Promise<Offer> {
    const ofIt = ({ offer }: SeenOffer): boolean => offer.interactionId === interactionId;
    return eventually(() => this.seen.findLast(ofIt)?.offer, {
      within: 30_000,
      what: `an offer of ${interactionId}`,
    });
  }

  async stop(): Promise<void> {
    this.#over.abort();
    await Promise.all(this.#following);
  }
}
