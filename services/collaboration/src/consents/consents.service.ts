// Answers what may be said to a customer, from the service's own copy: no call to another service at sending time.
import { Inject, Injectable } from '@nestjs/common';
import type { cdp } from '@continuo/contracts';
import type { Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { ConsentsStore } from './consents.store.js';
import { mayContact, newestConsents, type ConsentFact } from './domain/may-contact.js';

/** What is known of one person, over all of their profiles. */
export interface ContactFacts {
  readonly consents: readonly ConsentFact[];
  /** BCP 47; null when nothing was said. */
  readonly language: string | null;
}

@Injectable()
export class ConsentsService {
  constructor(
    @Inject(ConsentsStore) private readonly store: ConsentsStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
  ) {}

  /** Takes in what the timeline says. False when it is older than what is known. */
  learn(tx: Transaction, changed: cdp.ProfileChanged): Promise<boolean> {
    return this.store.keep(tx, {
      profileId: changed.profileId,
      version: changed.version,
      consents: (changed.consents ?? []).map(({ purpose, channel, granted, changedAt }) => ({
        purpose,
        channel,
        granted,
        changedAt,
      })),
      language: changed.language ?? null,
      changedAt: changed.changedAt,
    });
  }

  /** Facts of the person behind a profile; of several profiles the newest word counts. */
  async factsOf(tx: Transaction, profileId: string): Promise<ContactFacts> {
    const all = await this.store.of(tx, await this.families.membersOf(tx, profileId));
    return {
      consents: newestConsents(all.flatMap(({ consents }) => consents)),
      language: all.find(({ language }) => language !== null)?.language ?? null,
    };
  }

  /** Whether the person behind a profile may be contacted, or watched, for a purpose by a channel. */
  async allows(tx: Transaction, profileId: string, purpose: string, channel: string): Promise<boolean> {
    return mayContact((await this.factsOf(tx, profileId)).consents, purpose, channel);
  }
}
