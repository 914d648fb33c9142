// Erases a profile from all personal stores of a service, and keeps how many rows of which store: the proof.
import type { cdp } from '@continuo/contracts';
import type { Transaction } from '@continuo/persistence';
import { Inject, Injectable } from '@nestjs/common';
import { PersonalData } from './personal-data.js';

/** Rows of one store. */
export interface StoreRows {
  readonly store: string;
  readonly rows: number;
}

/** The lock between making rows about a profile and erasing them. */
const profileLock = `hashtextextended('profile ' || $1::uuid, 0)`;

@Injectable()
export class Erasures {
  constructor(@Inject(PersonalData) private readonly personalData: PersonalData) {}

  /** What there is of these profiles, store by store. */
  async count(tx: Transaction, profileIds: readonly string[]): Promise<readonly StoreRows[]> {
    const found: StoreRows[] = [];
    for (const store of this.personalData.stores)
      found.push({ store: store.name, rows: await store.count(tx, profileIds) });
    return found;
  }

  /** Deletes what there is of one profile and writes down how much it was. A repetition adds nothing. */
  async erase(
    tx: Transaction,
    { erasureId, profileId }: Pick<cdp.ProfileErased, 'erasureId' | 'profileId'>,
  ): Promise<void> {
    await tx.client.query(`select pg_advisory_xact_lock(${profileLock})`, [profileId]);
    for (const store of this.personalData.stores) {
      const rows = await store.erase(tx, [profileId]);
      await tx.client.query(
        `insert into service_kit.erasure as known (erasure_id, profile_id, store, rows) values ($1, $2, $3, $4)
         on conflict (erasure_id, profile_id, store) do update set rows = known.rows + excluded.rows`,
        [erasureId, profileId, store.name, rows],
      );
    }
  }

  /**
   * Whether this profile was erased here. Asked before a row about it is made: an erasure that comes now waits for the
   * end of this transaction and then finds the row, so nothing of an erased person can be left behind.
   */
  async isErased(tx: Transaction, profileId: string): Promise<boolean> {
    await tx.client.query(`select pg_advisory_xact_lock_shared(${profileLock})`, [profileId]);
    const { rowCount } = await tx.client.query(
      'select 1 from service_kit.erasure where profile_id = $1 limit 1',
      [profileId],
    );
    return rowCount === 1;
  }

  /** What one erasure deleted here; empty when it did not reach this service yet. */
  async report(
    tx: Transaction,
    erasureId: string,
  ): Promise<readonly (StoreRows & { readonly profileId: string })[]> {
    const { rows } = await tx.client.query<StoreRows & { profileId: string }>(
      `select profile_id as "profileId", store, rows from service_kit.erasure where erasure_id = $1
       order by store, profile_id`,
      [erasureId],
    );
    return rows;
  }
}
