// What the transport keeps about persons in every service: parked and held records under their key, and their intents.
import { countParked, IntentStore, requestDiscard } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonalData, type PersonalStore } from './personal-data.js';

/**
 * The outbox is not among them: its rows are thin, name customers by keyed hashes only, and are gone once Kafka has
 * them. Deleting one would break the promise that a committed change is published.
 */
@Injectable()
export class TransportStores {
  constructor(
    @Inject(PersonalData) personalData: PersonalData,
    @Inject(IntentStore) private readonly intents: IntentStore,
  ) {
    for (const store of [this.parked, this.pending]) personalData.add(store);
  }

  /** Of every topic: a command that is parked lies under the profile's key too. The writers remove them a moment later. */
  private get parked(): PersonalStore {
    return { name: 'messaging.parked_record', count: countParked, erase: requestDiscard };
  }

  private get pending(): PersonalStore {
    return {
      name: 'messaging.intent',
      count: (tx: Transaction, profileIds) => this.intents.countOf(tx, profileIds),
      erase: (tx: Transaction, profileIds) => this.intents.discardOf(tx, profileIds),
    };
  }
}
