// Generated from schemas/ by `npm run generate`: change the sources, not this file.
// Events and commands of contact-centre.

/** An agent has accepted an interaction. */
export interface InteractionAccepted {
  /** The interaction. */
  readonly interactionId: string;
  /** The offer. */
  readonly offerId: string;
  /** The agent, an opaque id. */
  readonly agentId: string;
  /** Milliseconds in the queue. */
  readonly waitedMs: number;
  /** When. */
  readonly acceptedAt: number;
}

export type InteractionEnd = 'completed' | 'abandoned' | 'failed' | 'other';

/** An interaction is over. */
export interface InteractionEnded {
  /** The interaction. */
  readonly interactionId: string;
  /** The agent who had it, an opaque id. */
  readonly agentId?: null | string;
  /** How it ended: talked, gone before an agent answered, or broken off. */
  readonly reason: InteractionEnd;
  /** Stable code of what came out of it, by the agent. */
  readonly disposition?: null | string;
  /** Milliseconds from acceptance to the end. */
  readonly talkedMs?: null | number;
  /** When. */
  readonly endedAt: number;
}

/** An interaction was offered to an agent, with what is known of the customer. */
export interface InteractionOffered {
  /** The interaction. */
  readonly interactionId: string;
  /** The offer. */
  readonly offerId: string;
  /** The agent, an opaque id. */
  readonly agentId: string;
  /** Which offer of this interaction it is, from 1. */
  readonly attempt: number;
  /** The last message of the customer that the offer tells of. */
  readonly lastMessageId?: null | string;
  /** When. */
  readonly offeredAt: number;
}

export type InteractionDirection = 'inbound' | 'outbound' | 'other';

/** A customer wants to talk to somebody. */
export interface InteractionStarted {
  /** The interaction. */
  readonly interactionId: string;
  /** The channel, e.g. voice. */
  readonly channel: string;
  /** Who began it. */
  readonly direction: InteractionDirection;
  /** The queue that it waits in. */
  readonly queue: string;
  /** When. */
  readonly startedAt: number;
}

export type OfferEnd = 'declined' | 'unanswered' | 'agent_gone' | 'caller_gone' | 'other';

/** An offer ended without being accepted; the interaction keeps its place in the queue. */
export interface OfferEnded {
  /** The interaction. */
  readonly interactionId: string;
  /** The offer. */
  readonly offerId: string;
  /** The agent, an opaque id. */
  readonly agentId: string;
  /** Why. */
  readonly reason: OfferEnd;
  /** When. */
  readonly endedAt: number;
}
