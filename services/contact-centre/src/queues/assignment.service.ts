// One round of assignment in one transaction: ends offers whose time is up, makes new ones, and tells what became known.
import { Outbox, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import { AgentsStore } from '../agents/agents.store.js';
import { offerEndBy } from '../agents/domain/presence.js';
import { ContextService } from '../context/context.service.js';
import type { Interaction } from '../interactions/interaction.js';
import { InteractionEvents } from '../interactions/interaction-events.js';
import { InteractionsStore } from '../interactions/interactions.store.js';
import { Endings, type OfferEnd } from '../offers/endings.js';
import { OffersStore } from '../offers/offers.store.js';
import { ROUTING_RULES, type RoutingRules } from '../settings/settings.tokens.js';
import { AssignmentStore, type Look } from './assignment.store.js';
import { assign, type Assignment, type FreeAgent, type WaitingInteraction } from './domain/assign.js';
import { RoutingSignal } from './routing-signal.js';

@Injectable()
export class AssignmentService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(AssignmentStore) private readonly store: AssignmentStore,
    @Inject(InteractionsStore) private readonly interactions: InteractionsStore,
    @Inject(OffersStore) private readonly offers: OffersStore,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(ContextService) private readonly context: ContextService,
    @Inject(Endings) private readonly endings: Endings,
    @Inject(InteractionEvents) private readonly events: InteractionEvents,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
    @Inject(ROUTING_RULES) private readonly rules: RoutingRules,
  ) {}

  look(): Promise<Look> {
    return this.database.transaction((tx) => this.store.look(tx, this.rules));
  }

  /** Only one replica does this at a time; interactions are locked before agents, as everywhere. */
  async round(): Promise<void> {
    await this.outbox.transact<void>(async (tx) => {
      await this.store.lock(tx);
      const ended = await this.#endDue(tx);
      const offered = await this.#offer(tx);
      const told = await this.#tellNews(tx);
      const lapsed = await this.agents.lapse(tx, this.rules.presenceMs);
      if (ended.length + offered.length + told + lapsed > 0) this.signal.ringAfter(tx);
      return { result: undefined, outgoing: [...ended, ...offered] };
    });
  }

  /** Offers that were not answered in time, or whose agent is not available any more. */
  async #endDue(tx: Transaction): Promise<readonly OutgoingEvent[]> {
    const outgoing: OutgoingEvent[] = [];
    for (const { offerId, interactionId } of await this.offers.due(tx, this.rules.presenceMs)) {
      const interaction = await this.interactions.lock(tx, interactionId);
      const offer = await this.offers.lock(tx, offerId);
      if (interaction === undefined || offer?.state !== 'open') continue;
      const reason = await this.#whyOver(tx, offer);
      if (reason === undefined) continue;
      const now = await this.interactions.now(tx);
      outgoing.push(await this.endings.offerOver(tx, interaction, offer, reason, now));
    }
    return outgoing;
  }

  async #whyOver(
    tx: Transaction,
    offer: { readonly agentId: string; readonly expired: boolean },
  ): Promise<OfferEnd | undefined> {
    const agent = await this.agents.find(tx, offer.agentId);
    if (agent === undefined) return 'agent_gone';
    const silentMs = agent.now.getTime() - agent.seenAt.getTime();
    if (silentMs > this.rules.presenceMs) return 'agent_gone';
    return offerEndBy(agent.presence) ?? (offer.expired ? 'unanswered' : undefined);
  }

  async #offer(tx: Transaction): Promise<readonly OutgoingEvent[]> {
    const waiting = await this.interactions.waiting(tx);
    if (waiting.length === 0) return [];
    const free = await this.agents.free(tx, this.rules.presenceMs);
    if (free.length === 0) return [];
    const agents: readonly FreeAgent[] = free.map(({ agentId, skills, freeSince }) => ({
      agentId,
      skills,
      freeSince: freeSince.getTime(),
    }));
    const outgoing: OutgoingEvent[] = [];
    for (const assignment of assign(await this.#asWaiting(tx, waiting), agents)) {
      const event = await this.#offerTo(tx, assignment);
      if (event !== undefined) outgoing.push(event);
    }
    return outgoing;
  }

  async #asWaiting(tx: Transaction, waiting: readonly Interaction[]): Promise<readonly WaitingInteraction[]> {
    const now = (await this.interactions.now(tx)).getTime();
    const ids = waiting.map(({ interactionId }) => interactionId);
    const declined = await this.offers.declined(tx, ids, this.rules.offerMs);
    return waiting.map(({ interactionId, queuedAt, skills, profileId }) => ({
      interactionId,
      queuedAt: queuedAt.getTime(),
      skills,
      ready: profileId !== null || now - queuedAt.getTime() >= this.rules.contextWaitMs,
      declinedBy: declined.flatMap((each) => (each.interactionId === interactionId ? [each.agentId] : [])),
    }));
  }

  /** Undefined when caller or agent changed since they were read: the next round sees. */
  async #offerTo(
    tx: Transaction,
    { interactionId, agentId }: Assignment,
  ): Promise<OutgoingEvent | undefined> {
    const interaction = await this.interactions.lock(tx, interactionId);
    if (interaction?.state !== 'waiting') return undefined;
    if (!(await this.agents.lockAvailable(tx, agentId, this.rules.presenceMs))) return undefined;
    const { profileId } = interaction;
    const context = profileId === null ? undefined : await this.context.of(tx, profileId);
    const versions = await this.context.versions(tx, profileId === null ? [] : [profileId]);
    const contextVersion = profileId === null ? null : (versions.get(profileId) ?? 0);
    const offeredAt = await this.interactions.now(tx);
    const attempt = interaction.attempts + 1;
    const offer = { offerId: uuidv7(), interactionId, agentId, attempt, contextVersion, offeredAt };
    await this.offers.insert(tx, offer, this.rules.offerMs);
    await this.interactions.setState(tx, interactionId, 'offered');
    await this.agents.note(tx, agentId, offer.offerId);
    return this.events.offered(interaction, {
      offerId: offer.offerId,
      agentId,
      attempt,
      lastMessageId: context?.lastMessage?.messageId ?? null,
      offeredAt: offeredAt.getTime(),
    });
  }

  /** Offers and conversations whose customer became known or was erased, or of whom something new is known. */
  async #tellNews(tx: Transaction): Promise<number> {
    const told = await this.offers.told(tx);
    const profileIds = new Set(told.flatMap(({ profileId }) => profileId ?? []));
    const versions = await this.context.versions(tx, [...profileIds]);
    let news = 0;
    for (const { offerId, agentId, profileId, contextVersion } of told) {
      const version = profileId === null ? null : (versions.get(profileId) ?? 0);
      if (version === contextVersion || !(await this.offers.tell(tx, offerId, version))) continue;
      await this.agents.note(tx, agentId, offerId);
      news += 1;
    }
    return news;
  }
}
