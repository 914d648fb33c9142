// Interactions for people: listed, shown, and ended by their agent with what came of them.
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies, type AccessLogRange } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { Endings } from '../offers/endings.js';
import { OffersStore } from '../offers/offers.store.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import type { After, Filter, Interaction } from './interaction.js';
import { InteractionsStore, type FoundAccess } from './interactions.store.js';

export type { FoundAccess };

export type InteractionRefusal =
  'interaction-unknown' | 'interaction-of-another' | 'interaction-over' | 'interaction-not-accepted';

/** Who asks: the subject, and whether they may see and end everybody's. */
export interface Asking {
  readonly subject: string;
  readonly client?: string | undefined;
  readonly supervises: boolean;
}

@Injectable()
export class InteractionsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(InteractionsStore) private readonly store: InteractionsStore,
    @Inject(OffersStore) private readonly offers: OffersStore,
    @Inject(Endings) private readonly endings: Endings,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  /** The timeline told whose it is. */
  async known(tx: Transaction, interactionId: string, profileId: string): Promise<void> {
    await this.store.known(tx, interactionId, profileId);
    this.signal.ringAfter(tx);
  }

  /** Without numbers and notes; a profile stands for the whole person. */
  list(
    { profileId, ...filter }: Omit<Filter, 'profileIds'> & { readonly profileId?: string | undefined },
    after: After | undefined,
    limit: number,
  ): Promise<readonly Interaction[]> {
    return this.database.transaction(async (tx) => {
      const profileIds = profileId === undefined ? undefined : await this.families.membersOf(tx, profileId);
      return this.store.list(tx, { ...filter, profileIds }, after, limit);
    });
  }

  /**
   * One interaction; `isOpenTo` says whether its number and note may be shown: to its agent, to the one it is offered
   * to, and to supervisors. That they were is written down.
   */
  async show(
    interactionId: string,
    asking: Asking,
  ): Promise<
    Result<{ readonly interaction: Interaction; readonly isOpenTo: boolean }, 'interaction-unknown'>
  > {
    return this.database.transaction(async (tx) => {
      const interaction = await this.store.find(tx, interactionId);
      if (interaction === undefined) return unknown();
      const isOpenTo = asking.supervises || (await this.#concerns(tx, interaction, asking.subject));
      if (isOpenTo) {
        const { subject, client } = asking;
        await this.store.recordAccess(tx, { subject, client, interactionId });
      }
      return ok({ interaction, isOpenTo });
    });
  }

  /** Who was shown a number or a note of the whole person's calls, the newest first. */
  accessLog(profileId: string, { before, limit }: AccessLogRange): Promise<readonly FoundAccess[]> {
    return this.database.transaction(async (tx) =>
      this.store.accessesOf(tx, await this.families.membersOf(tx, profileId), before, limit),
    );
  }

  /**
   * Ends a conversation. When the caller hung up first, their end stands, and the agent still says what came of it: once;
   * the same said again is answered as before. Of a customer who was erased no note is kept.
   */
  async end(
    interactionId: string,
    { disposition, note }: { readonly disposition: string; readonly note: string | null },
    asking: Asking,
  ): Promise<Result<Interaction, InteractionRefusal>> {
    return this.outbox.transact<Result<Interaction, InteractionRefusal>>(async (tx) => {
      const interaction = await this.store.lock(tx, interactionId);
      if (interaction !== undefined && isSaid(interaction, { disposition, note }, asking))
        return { result: ok(interaction), outgoing: [] };
      const refused = endable(interaction, asking);
      if (interaction === undefined || refused !== undefined)
        return { result: refused ?? unknown(), outgoing: [] };
      const outgoing =
        interaction.state === 'talking'
          ? await this.endings.interactionOver(
              tx,
              interaction,
              'completed',
              await this.store.now(tx),
              disposition,
            )
          : [];
      await this.store.wrapUp(tx, interactionId, disposition, note);
      this.signal.ringAfter(tx);
      const ended = await this.store.find(tx, interactionId);
      return { result: ended === undefined ? unknown() : ok(ended), outgoing };
    });
  }

  async #concerns(tx: Transaction, interaction: Interaction, subject: string): Promise<boolean> {
    if (interaction.agentId === subject) return true;
    const live = await this.offers.liveOf(tx, subject);
    return live?.interactionId === interaction.interactionId;
  }
}

/** The same end by somebody who may end it. */
function isSaid(
  { state, agentId, ...said }: Interaction,
  { disposition, note }: Pick<Interaction, 'disposition' | 'note'>,
  { subject, supervises }: Asking,
): boolean {
  const isAllowed = agentId !== null && (agentId === subject || supervises);
  return isAllowed && state === 'ended' && said.disposition === disposition && said.note === note;
}

function endable(
  interaction: Interaction | undefined,
  { subject, supervises }: Asking,
): Result<never, InteractionRefusal> | undefined {
  if (interaction === undefined) return unknown();
  const { state, agentId, disposition } = interaction;
  if (agentId === null) {
    return state === 'ended'
      ? refuse('interaction-over', 'the caller has gone before anybody accepted')
      : refuse('interaction-not-accepted', 'nobody has accepted it yet');
  }
  if (agentId !== subject && !supervises)
    return refuse('interaction-of-another', 'it is the conversation of another agent');
  if (state === 'ended' && disposition !== null)
    return refuse('interaction-over', 'it has ended, and what came of it was said');
  return undefined;
}

function unknown(): Result<never, 'interaction-unknown'> {
  return refuse('interaction-unknown', 'no interaction has this id');
}
