// Which of a service's rows belong to which person: each store says it once, and erasure and access go by that.
import { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/** One place where a service keeps something about persons. */
export interface PersonalStore {
  /** The table, for people, e.g. `crm.contact`. */
  readonly name: string;
  /** How many rows there are about these profiles. */
  count(tx: Transaction, profileIds: readonly string[]): Promise<number>;
  /**
   * Deletes them, or what is personal of them where the rest must stay; answers how many rows. Twice gives the same
   * state, and afterwards `count` is 0 (at once, or as soon as other writers have done their part).
   */
  erase(tx: Transaction, profileIds: readonly string[]): Promise<number>;
}

/** The registry: a store's constructor adds itself, as `personalData.add(this)`. */
@Injectable()
export class PersonalData {
  readonly #stores: PersonalStore[] = [];

  /** Throws Fault `personal-store-duplicate` for a second store of one name. */
  add(store: PersonalStore): void {
    if (this.#stores.some(({ name }) => name === store.name)) {
      throw new Fault(`two personal stores are called ${store.name}`, {
        code: 'personal-store-duplicate',
        retriable: false,
      });
    }
    this.#stores.push(store);
  }

  /** In the order they were added. */
  get stores(): readonly PersonalStore[] {
    return this.#stores;
  }
}
