// What the played people share: the channels between them and the system, and what they said to each other.
import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from '../channels/api.js';
import type { Telephone } from '../channels/telephone.js';
import type { WebShop } from '../channels/web-shop.js';
import type { WhatsApp } from '../channels/whatsapp.js';

/** How far a journey is, as the director of the story sees it. */
export interface Seen {
  readonly profileId: string;
  /** The order that it is about, once there is one. */
  readonly orderId: string;
  readonly step: string;
  /** The way it went, as the orchestrator tells it. */
  readonly went: string;
}

/** What a customer tells an agent on the telephone. */
export interface Wish {
  readonly customer: string;
  readonly orderId: string;
  readonly productId: string;
  /** How the customer is known to the shop: what the agent types into the order. */
  readonly userId: string;
  /** The order is taken before the case is closed. */
  readonly ordersFirst: boolean;
}

export interface World {
  readonly store: string;
  readonly shop: WebShop;
  readonly whatsapp: WhatsApp;
  readonly telephone: Telephone;
  /** The shop's backend. */
  readonly backend: Api;
  readonly operator: Api;
  readonly tell: (line: string) => void;
  /** Aborted when the story is over. */
  readonly over: AbortSignal;
  /** By profile: what is said once the call is answered. */
  readonly wishes: Map<string, Wish>;
  /** Profiles whose calls no agent picks up. */
  readonly unanswered: Set<string>;
  /** Orders that nobody makes ready, and orders whose customer goes away without them. */
  readonly notMadeReady: Set<string>;
  readonly notHandedOver: Set<string>;
  /**
   * Journeys by the key that they began with. Real people take minutes between two acts, in which everything they did has
   * arrived; the played ones are told when it has.
   */
  readonly seen: Map<string, Seen>;
  /** The code that the customer shows when collecting, by order. */
  readonly pickupCodes: Map<string, string>;
}

const LOOK_EVERY_MS = 150;

/** Looks until there is something to see. Throws when the story is over before. */
export async function until<T>(
  over: AbortSignal,
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
): Promise<T> {
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (over.aborted) throw new Error(`the story was over before ${what}`);
    await pause(LOOK_EVERY_MS);
  }
}
