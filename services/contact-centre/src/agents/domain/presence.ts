// What an agent says of themselves, and what counts of it.

export const PRESENCES = ['available', 'busy', 'away', 'offline'] as const;
export type Presence = (typeof PRESENCES)[number];

/** What an agent is taken up by now: nothing, an offer, or a conversation. */
export type Engagement = 'none' | 'offered' | 'talking';

/** Times are milliseconds since the epoch, of one clock. */
export interface AgentSign {
  readonly presence: Presence;
  /** The last sign of life: said presence, or an open stream. */
  readonly seenAt: number;
}

/** The presence that counts: after too long a silence nobody is there. */
export function presenceAt({ presence, seenAt }: AgentSign, now: number, lapsesAfterMs: number): Presence {
  return now - seenAt > lapsesAfterMs ? 'offline' : presence;
}

/** Why an open offer cannot stay with its agent; undefined when it can. */
export function offerEndBy(presence: Presence): 'agent_gone' | 'declined' | undefined {
  if (presence === 'available') return undefined;
  return presence === 'offline' ? 'agent_gone' : 'declined';
}
