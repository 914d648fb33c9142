// The shapes of an interaction: as it is kept, begun and asked for.
import type { EndReason, InteractionState } from './domain/call-status.js';

export interface Interaction {
  readonly interactionId: string;
  readonly callSid: string;
  readonly channel: string;
  readonly direction: string;
  readonly queue: string;
  readonly skills: readonly string[];
  /** Personal: stays here. */
  readonly number: string | null;
  /** Names the caller on the bus while there is no number. */
  readonly anonymousId: string;
  readonly state: InteractionState;
  /** Its place in the queue, for good. */
  readonly queuedAt: Date;
  /** Offers so far. */
  readonly attempts: number;
  readonly agentId: string | null;
  readonly acceptedAt: Date | null;
  /** Whether the caller was put through to the agent. */
  readonly connection: 'none' | 'pending' | 'connected' | 'failed';
  readonly connectionCode: string | null;
  readonly endedAt: Date | null;
  readonly endReason: EndReason | null;
  readonly disposition: string | null;
  /** Personal: stays here. */
  readonly note: string | null;
  /** Null until the timeline told. */
  readonly profileId: string | null;
}

export type NewInteraction = Pick<
  Interaction,
  | 'interactionId'
  | 'callSid'
  | 'channel'
  | 'direction'
  | 'queue'
  | 'skills'
  | 'number'
  | 'anonymousId'
  | 'queuedAt'
> & { readonly answer: string };

export interface Filter {
  readonly state?: InteractionState | undefined;
  readonly queue?: string | undefined;
  readonly agentId?: string | undefined;
  /** All profiles of one person. */
  readonly profileIds?: readonly string[] | undefined;
}

/** Where a page begins. */
export interface After {
  readonly queuedAt: string;
  readonly interactionId: string;
}
