// Offers and their agents: accepted by one, declined, shown with the customer's context.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Intents, Outbox } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { AgentsStore } from '../agents/agents.store.js';
import { ContextService } from '../context/context.service.js';
import { connectIntent } from '../interactions/connect-caller.js';
import { InteractionEvents } from '../interactions/interaction-events.js';
import type { Interaction } from '../interactions/interaction.js';
import { InteractionsStore } from '../interactions/interactions.store.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { Endings } from './endings.js';
import { tellsOfCustomer } from './domain/telling.js';
import { offerBody, type OfferBody } from './offer-body.js';
import { OffersStore, type Offer } from './offers.store.js';

export type OfferRefusal = 'offer-unknown' | 'offer-of-another' | 'offer-over';

/** An open offer and its interaction, both locked. */
interface Open {
  readonly offer: Offer;
  readonly interaction: Interaction;
  readonly now: Date;
}

/** What comes of locking an offer: open for whoever asks, or as they left it themselves. */
type Locked = Open | { readonly asBefore: Offer };

@Injectable()
export class OffersService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(Intents) private readonly intents: Intents,
    @Inject(OffersStore) private readonly offers: OffersStore,
    @Inject(InteractionsStore) private readonly interactions: InteractionsStore,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(ContextService) private readonly context: ContextService,
    @Inject(InteractionEvents) private readonly events: InteractionEvents,
    @Inject(Endings) private readonly endings: Endings,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
  ) {}

  /** The offer as it is now. `agentId` is left out for those who may see everybody's. */
  async show(offerId: string, agentId?: string): Promise<Result<OfferBody, OfferRefusal>> {
    return this.database.transaction(async (tx) => {
      const offer = await this.offers.find(tx, offerId);
      if (offer === undefined) return unknown();
      if (agentId !== undefined && offer.agentId !== agentId) return ofAnother();
      return ok(await this.body(tx, offer));
    });
  }

  /** Makes the conversation the agent's, and asks the provider to connect the caller; once. */
  async accept(offerId: string, agentId: string): Promise<Result<OfferBody, OfferRefusal>> {
    return this.outbox.transact<Result<OfferBody, OfferRefusal>>(async (tx) => {
      const locked = await this.#lock(tx, offerId, agentId, 'accepted');
      if (!locked.ok) return { result: locked, outgoing: [] };
      if ('asBefore' in locked.value)
        return { result: ok(await this.body(tx, locked.value.asBefore)), outgoing: [] };
      const { interaction, now } = locked.value;
      const { interactionId } = interaction;
      await this.offers.accept(tx, offerId);
      await this.interactions.accepted(tx, interactionId, agentId, now);
      await this.agents.note(tx, agentId, offerId);
      await this.intents.write(tx, [connectIntent(interaction, { offerId, agentId }, now)]);
      this.signal.ringAfter(tx);
      const waitedMs = Math.max(0, now.getTime() - interaction.queuedAt.getTime());
      const accepted = { offerId, agentId, waitedMs, acceptedAt: now.getTime() };
      const result = ok(await this.#bodyNow(tx, offerId));
      return { result, outgoing: [this.events.accepted(interaction, accepted)] };
    });
  }

  /** Gives the offer back. The call keeps its place; this agent is not asked again at once. */
  async decline(offerId: string, agentId: string): Promise<Result<OfferBody, OfferRefusal>> {
    return this.outbox.transact<Result<OfferBody, OfferRefusal>>(async (tx) => {
      const locked = await this.#lock(tx, offerId, agentId, 'declined');
      if (!locked.ok) return { result: locked, outgoing: [] };
      if ('asBefore' in locked.value)
        return { result: ok(await this.body(tx, locked.value.asBefore)), outgoing: [] };
      const { offer, interaction, now } = locked.value;
      const ended = await this.endings.offerOver(tx, interaction, offer, 'declined', now);
      this.signal.ringAfter(tx);
      return { result: ok(await this.#bodyNow(tx, offerId)), outgoing: [ended] };
    });
  }

  /** An offer with what is known of its customer now. */
  async body(tx: Transaction, offer: Offer): Promise<OfferBody> {
    const interaction = await this.interactions.find(tx, offer.interactionId);
    if (interaction === undefined) throw new Error('an offer has no interaction');
    const profileId = tellsOfCustomer(offer.state, interaction.disposition) ? interaction.profileId : null;
    const context = profileId === null ? undefined : await this.context.of(tx, profileId);
    return offerBody(offer, interaction, context);
  }

  async #bodyNow(tx: Transaction, offerId: string): Promise<OfferBody> {
    const offer = await this.offers.find(tx, offerId);
    if (offer === undefined) throw new Error('an offer has gone');
    return this.body(tx, offer);
  }

  /**
   * Locks the interaction first, then the offer; whoever comes second finds it over. The same said again by the same
   * agent (a second click, an answer that was lost) is answered as before.
   */
  async #lock(
    tx: Transaction,
    offerId: string,
    agentId: string,
    wanted: 'accepted' | 'declined',
  ): Promise<Result<Locked, OfferRefusal>> {
    const seen = await this.offers.find(tx, offerId);
    if (seen === undefined) return unknown();
    if (seen.agentId !== agentId) return ofAnother();
    const interaction = await this.interactions.lock(tx, seen.interactionId);
    const offer = await this.offers.lock(tx, offerId);
    if (interaction === undefined || offer === undefined) return unknown();
    if (offer.state === wanted) return ok({ asBefore: offer });
    if (offer.state !== 'open' || offer.expired)
      return refuse('offer-over', 'the offer was accepted or has ended');
    return ok({ offer, interaction, now: await this.interactions.now(tx) });
  }
}

function unknown(): Result<never, OfferRefusal> {
  return refuse('offer-unknown', 'no offer has this id');
}

function ofAnother(): Result<never, OfferRefusal> {
  return refuse('offer-of-another', 'the offer was made to another agent');
}
