// Offers in the database. The table itself keeps an agent from two callers at once, and a caller from two agents.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';
import type { OfferState } from './domain/telling.js';

export type OfferEndState = Exclude<OfferState, 'open' | 'accepted'>;

export interface Offer {
  readonly offerId: string;
  readonly interactionId: string;
  readonly agentId: string;
  /** Which offer of the interaction it is, from 1. */
  readonly attempt: number;
  readonly state: OfferState;
  /** Grows when what it tells of the customer changes. */
  readonly version: number;
  readonly contextVersion: number | null;
  readonly offeredAt: Date;
  readonly expiresAt: Date;
  readonly endedAt: Date | null;
  /** Whether its time is up, by database time. */
  readonly expired: boolean;
}

export type ToldOffer = Pick<Offer, 'offerId' | 'agentId' | 'contextVersion'> & {
  readonly profileId: string | null;
};

const columns = `
  offer.offer_id as "offerId", offer.interaction_id as "interactionId", offer.agent_id as "agentId", offer.attempt,
  offer.state, offer.version, offer.context_version::float8 as "contextVersion", offer.offered_at as "offeredAt",
  offer.expires_at as "expiresAt", offer.ended_at as "endedAt", offer.expires_at <= clock_timestamp() as expired`;

@Injectable()
export class OffersStore {
  async find(tx: Transaction, offerId: string): Promise<Offer | undefined> {
    const { rows } = await tx.client.query<Offer>(`select ${columns} from offer where offer_id = $1`, [
      offerId,
    ]);
    return rows[0];
  }

  /** After its interaction: everybody locks them in this order. */
  async lock(tx: Transaction, offerId: string): Promise<Offer | undefined> {
    const { rows } = await tx.client.query<Offer>(
      `select ${columns} from offer where offer_id = $1 for no key update`,
      [offerId],
    );
    return rows[0];
  }

  /** The open offer or the conversation of an interaction, locked. */
  async lockLive(tx: Transaction, interactionId: string): Promise<Offer | undefined> {
    const { rows } = await tx.client.query<Offer>(
      `select ${columns} from offer where interaction_id = $1 and state in ('open', 'accepted') for no key update`,
      [interactionId],
    );
    return rows[0];
  }

  /** The open offer or the conversation of an agent. */
  async liveOf(tx: Transaction, agentId: string): Promise<Offer | undefined> {
    const { rows } = await tx.client.query<Offer>(
      `select ${columns} from offer where agent_id = $1 and state in ('open', 'accepted')`,
      [agentId],
    );
    return rows[0];
  }

  async insert(
    tx: Transaction,
    offer: Pick<Offer, 'offerId' | 'interactionId' | 'agentId' | 'attempt' | 'contextVersion' | 'offeredAt'>,
    offerMs: number,
  ): Promise<void> {
    await tx.client.query(
      `insert into offer (offer_id, interaction_id, agent_id, attempt, context_version, offered_at, expires_at)
       values ($1, $2, $3, $4, $5, $6, $6::timestamptz + $7 * interval '1 millisecond')`,
      [
        offer.offerId,
        offer.interactionId,
        offer.agentId,
        offer.attempt,
        offer.contextVersion,
        offer.offeredAt,
        offerMs,
      ],
    );
  }

  async accept(tx: Transaction, offerId: string): Promise<void> {
    await tx.client.query(`update offer set state = 'accepted' where offer_id = $1`, [offerId]);
  }

  async end(tx: Transaction, offerId: string, state: OfferEndState, at: Date): Promise<void> {
    await tx.client.query('update offer set state = $2, ended_at = $3 where offer_id = $1', [
      offerId,
      state,
      at,
    ]);
  }

  /** Open offers whose time is up or whose agent is not available any more. Not locked. */
  async due(tx: Transaction, presenceMs: number): Promise<readonly Offer[]> {
    const { rows } = await tx.client.query<Offer>(
      `select ${columns} from offer join agent using (agent_id)
       where offer.state = 'open' and (offer.expires_at <= clock_timestamp() or agent.presence <> 'available'
         or agent.seen_at < clock_timestamp() - $1 * interval '1 millisecond')
       order by offer.offer_id`,
      [presenceMs],
    );
    return rows;
  }

  /** Who declined which of these interactions within the last while. */
  async declined(
    tx: Transaction,
    interactionIds: readonly string[],
    withinMs: number,
  ): Promise<readonly { readonly interactionId: string; readonly agentId: string }[]> {
    const { rows } = await tx.client.query<{ interactionId: string; agentId: string }>(
      `select interaction_id as "interactionId", agent_id as "agentId" from offer
       where interaction_id = any($1::uuid[]) and state = 'declined'
         and ended_at > clock_timestamp() - $2 * interval '1 millisecond'`,
      [interactionIds, withinMs],
    );
    return rows;
  }

  /** Live offers that tell of a customer or could, with the context version that they tell of; who it is may be erased. */
  async told(tx: Transaction): Promise<readonly ToldOffer[]> {
    const { rows } = await tx.client.query<ToldOffer>(
      `select offer_id as "offerId", agent_id as "agentId", context_version::float8 as "contextVersion",
         known.profile_id as "profileId"
       from offer left join interaction_profile known using (interaction_id)
       where state in ('open', 'accepted') and (known.profile_id is not null or context_version is not null)
       order by agent_id`,
    );
    return rows;
  }

  /** The offer tells of a new state of the context from now on. False when it is over. */
  async tell(tx: Transaction, offerId: string, contextVersion: number | null): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `update offer set version = version + 1, context_version = $2
       where offer_id = $1 and state in ('open', 'accepted')`,
      [offerId, contextVersion],
    );
    return rowCount === 1;
  }
}
