// The shape of an agent as the others see it.
import type { Engagement, Presence } from './domain/presence.js';

export interface Agent {
  readonly agentId: string;
  readonly displayName: string;
  readonly skills: readonly string[];
  readonly version: number;
  readonly presence: Presence;
  readonly engagement: Engagement;
  readonly freeSince: Date;
  readonly seenAt: Date;
  /** Database time of the look. */
  readonly now: Date;
  /** What their stream has told so far. */
  readonly streamSeq: number;
}
