// How offers, conversations and interactions end: state, the agent's time and stream, and the events, in one place.
import type { OutgoingEvent } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AgentsStore } from '../agents/agents.store.js';
import type { EndReason } from '../interactions/domain/call-status.js';
import type { Interaction } from '../interactions/interaction.js';
import { InteractionEvents } from '../interactions/interaction-events.js';
import { InteractionsStore } from '../interactions/interactions.store.js';
import { OffersStore, type Offer } from './offers.store.js';

export type OfferEnd = 'declined' | 'unanswered' | 'agent_gone' | 'caller_gone';

/** Everything here wants its interaction locked. */
@Injectable()
export class Endings {
  constructor(
    @Inject(OffersStore) private readonly offers: OffersStore,
    @Inject(InteractionsStore) private readonly interactions: InteractionsStore,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(InteractionEvents) private readonly events: InteractionEvents,
  ) {}

  /** Ends an open offer. The interaction is back at its place unless its caller has gone. */
  async offerOver(
    tx: Transaction,
    interaction: Interaction,
    offer: Offer,
    reason: OfferEnd,
    now: Date,
  ): Promise<OutgoingEvent> {
    const { offerId, agentId } = offer;
    await this.offers.end(tx, offerId, reason, now);
    if (reason !== 'caller_gone') {
      await this.interactions.setState(tx, interaction.interactionId, 'waiting');
      await this.agents.freed(tx, agentId, presenceAfter(reason));
    }
    await this.agents.note(tx, agentId, offerId);
    return this.events.offerEnded(interaction, { offerId, agentId, reason, endedAt: now.getTime() });
  }

  /** Ends an interaction in whatever state it is. */
  async interactionOver(
    tx: Transaction,
    interaction: Interaction,
    reason: EndReason,
    now: Date,
    disposition: string | null = null,
  ): Promise<readonly OutgoingEvent[]> {
    const { interactionId, agentId, acceptedAt } = interaction;
    const live = await this.offers.lockLive(tx, interactionId);
    const outgoing: OutgoingEvent[] = [];
    if (live?.state === 'open')
      outgoing.push(await this.offerOver(tx, interaction, live, 'caller_gone', now));
    if (live?.state === 'accepted') {
      await this.offers.end(tx, live.offerId, 'completed', now);
      await this.agents.freed(tx, live.agentId);
      await this.agents.note(tx, live.agentId, live.offerId);
    }
    await this.interactions.ended(tx, interactionId, reason, now);
    const talkedMs = acceptedAt === null ? null : Math.max(0, now.getTime() - acceptedAt.getTime());
    const ended = { agentId, reason, disposition, talkedMs, endedAt: now.getTime() };
    return [...outgoing, this.events.ended(interaction, ended)];
  }
}

/** Where an agent is whose offer ended: who doesn't answer is away until they say otherwise. */
function presenceAfter(reason: OfferEnd): 'available' | 'away' | 'offline' {
  if (reason === 'unanswered') return 'away';
  return reason === 'agent_gone' ? 'offline' : 'available';
}
