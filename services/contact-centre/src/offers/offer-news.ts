// What an agent's stream has to tell: everything that stands when it begins, then every change, from the tables alone.
import { Database, type Transaction } from '@continuo/persistence';
import type { MessageEvent } from '@nestjs/common';
import { Inject, Injectable } from '@nestjs/common';
import { AgentsStore } from '../agents/agents.store.js';
import { OffersService } from './offers.service.js';
import { OffersStore, type Offer } from './offers.store.js';

/** Events to send, and the number up to which everything is told with them. */
export interface News {
  readonly events: readonly MessageEvent[];
  readonly seq: number;
}

const PORTION = 200;

@Injectable()
export class OfferNews {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentsStore) private readonly agents: AgentsStore,
    @Inject(OffersStore) private readonly offers: OffersStore,
    @Inject(OffersService) private readonly service: OffersService,
  ) {}

  /** How far the streams of these agents have got. */
  seqs(agentIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return this.database.transaction((tx) => this.agents.streamSeqs(tx, agentIds));
  }

  /**
   * What comes after a number. Without one, or when what follows it was forgotten or never was, everything that stands.
   */
  async after(agentId: string, seq: number | undefined): Promise<News> {
    return this.database.transaction(async (tx) => {
      const agent = await this.agents.find(tx, agentId);
      const last = agent?.streamSeq ?? 0;
      if (seq === undefined || seq > last) return this.#standing(tx, agentId, last);
      const changes = await this.agents.changesAfter(tx, agentId, seq, PORTION);
      const [first] = changes;
      if (first === undefined) return seq === last ? { events: [], seq } : this.#standing(tx, agentId, last);
      if (first.seq !== seq + 1) return this.#standing(tx, agentId, last);
      const events: MessageEvent[] = [];
      for (const [at, change] of changes.entries()) {
        // A body is told as it is now, so only the last of several changes of one offer says anything.
        if (changes.slice(at + 1).some(({ offerId }) => offerId === change.offerId)) continue;
        const offer = await this.offers.find(tx, change.offerId);
        if (offer !== undefined) events.push(await this.#told(tx, offer, change.seq));
      }
      return { events, seq: changes.at(-1)?.seq ?? seq };
    });
  }

  /** The beginning of a stream: the open offer or the conversation, if there is one. */
  async #standing(tx: Transaction, agentId: string, seq: number): Promise<News> {
    const begun: MessageEvent = { type: 'open', id: String(seq), data: { agentId } };
    const live = await this.offers.liveOf(tx, agentId);
    return { events: live === undefined ? [begun] : [begun, await this.#told(tx, live, seq)], seq };
  }

  async #told(tx: Transaction, offer: Offer, seq: number): Promise<MessageEvent> {
    const { offerId, interactionId, state } = offer;
    const id = String(seq);
    if (state === 'open' || state === 'accepted') {
      const type = state === 'open' ? 'offer' : 'conversation';
      return { type, id, data: await this.service.body(tx, offer) };
    }
    const type = state === 'completed' ? 'conversation-ended' : 'offer-ended';
    return { type, id, data: { offerId, interactionId, reason: state } };
  }
}
