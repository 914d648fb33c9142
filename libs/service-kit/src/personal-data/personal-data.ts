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

/** Whose a row is, when it says so itself. */
const OWN_PROFILE = 'profile_id = any($1::uuid[])';

/**
 * A table whose rows go with their person.
 * @param where finds them by `$1`, the profiles' ids; left out, the rows have a `profile_id`
 */
export function personalRows(name: string, table: string, where: string = OWN_PROFILE): PersonalStore {
  return {
    name,
    async count(tx, profileIds) {
      const { rows } = await tx.client.query<{ count: number }>(
        `select count(*)::int as count from ${table} where ${where}`,
        [profileIds],
      );
      return rows[0]?.count ?? 0;
    },
    async erase(tx, profileIds) {
      const { rowCount } = await tx.client.query(`delete from ${table} where ${where}`, [profileIds]);
      return rowCount ?? 0;
    },
  };
}

/**
 * A table whose rows name several persons by `profile_ids`, as a note of what somebody read in one call: a row loses the
 * person, and goes with the last one.
 */
export function personalMentions(name: string, table: string): PersonalStore {
  return {
    ...personalRows(name, table, 'profile_ids && $1::uuid[]'),
    async erase(tx, profileIds) {
      const gone = await tx.client.query(
        `delete from ${table} where profile_ids <@ $1::uuid[] and profile_ids && $1::uuid[]`,
        [profileIds],
      );
      const shared = await tx.client.query(
        `update ${table} set profile_ids = array(select id from unnest(profile_ids) id where id <> all($1::uuid[]))
         where profile_ids && $1::uuid[]`,
        [profileIds],
      );
      return (gone.rowCount ?? 0) + (shared.rowCount ?? 0);
    },
  };
}
