// Puts together what an agent is told of a customer, over all profiles that turned out to be the same person.
import type { Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { RoutingSignal } from '../queues/routing-signal.js';
import { ContextStore, type SaidCase, type SaidFacts, type SaidOrder } from './context.store.js';
import { counts, openSince, type CustomerContext, type LastMessage } from './domain/customer-context.js';

@Injectable()
export class ContextService {
  constructor(
    @Inject(ContextStore) private readonly store: ContextStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(RoutingSignal) private readonly signal: RoutingSignal,
  ) {}

  /** What is known now. */
  async of(tx: Transaction, profileId: string): Promise<CustomerContext> {
    const family = await this.families.membersOf(tx, profileId);
    const facts = await this.store.factsOf(tx, family);
    const cases = await this.store.casesOf(tx, family);
    return {
      profileId,
      language: facts?.language ?? null,
      valueTier: facts?.valueTier ?? null,
      lastMessage: (await this.store.lastMessageOf(tx, family)) ?? null,
      openCases: cases.flatMap(({ openedAt, reopenedAt, closedAt, ...which }) => {
        const times = { openedAt: ms(openedAt), reopenedAt: ms(reopenedAt), closedAt: ms(closedAt) };
        const since = openSince(times);
        return since === undefined ? [] : [{ ...which, openedAt: new Date(since) }];
      }),
      openOrders: await this.store.openOrdersOf(tx, family),
    };
  }

  /** Which state of the context each of these profiles has; it changes with a merge, too. */
  async versions(tx: Transaction, profileIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (profileIds.length === 0) return new Map();
    return this.store.versions(tx, await this.families.membersOfEach(tx, profileIds));
  }

  async messageReceived(tx: Transaction, profileId: string, message: LastMessage): Promise<void> {
    if (await this.store.message(tx, profileId, message)) await this.#changed(tx, profileId);
  }

  async caseSaid(tx: Transaction, profileId: string, said: SaidCase): Promise<void> {
    await this.store.case(tx, profileId, said);
    await this.#changed(tx, profileId);
  }

  /** False when a later word on the order is known. */
  async orderSaid(tx: Transaction, profileId: string, said: SaidOrder): Promise<boolean> {
    const before = await this.store.firstWord(tx, profileId, said);
    if (before !== undefined) {
      if (!counts(said, before)) return false;
      await this.store.laterWord(tx, said);
    }
    await this.#changed(tx, profileId);
    return true;
  }

  /** False when later facts are known. */
  async factsSaid(tx: Transaction, profileId: string, facts: SaidFacts): Promise<boolean> {
    if (!(await this.store.facts(tx, profileId, facts))) return false;
    this.signal.ringAfter(tx);
    return true;
  }

  async #changed(tx: Transaction, profileId: string): Promise<void> {
    await this.store.changed(tx, profileId);
    this.signal.ringAfter(tx);
  }
}

function ms(at: Date | null): number | null {
  return at?.getTime() ?? null;
}
