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

/** What an erasure deleted of one profile in one store. */
export interface ErasedRows extends StoreRows {
  readonly profileId: string;
  /** When it came here first. */
  readonly erasedAt: Date;
}

/** Which erasure, of which profile: the part of `ProfileErased` that counts. */
export type ErasureOfProfile = Pick<cdp.ProfileErased, 'erasureId' | 'profileId'>;

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

  /**
   * Deletes what there is of one profile and writes down how much it was. A repetition adds what came in between. With
   * `before`, that many rows are written down: for a service whose own transaction has emptied them already.
   */
  async erase(
    tx: Transaction,
    erasure: ErasureOfProfile,
    before?: readonly StoreRows[],
  ): Promise<readonly StoreRows[]> {
    await tx.client.query(`select pg_advisory_xact_lock(${profileLock})`, [erasure.profileId]);
    const erased: StoreRows[] = [];
    for (const store of this.personalData.stores)
      erased.push({ store: store.name, rows: await store.erase(tx, [erasure.profileId]) });
    await this.write(tx, erasure, before ?? erased);
    return erased;
  }

  /** What one erasure deleted here; empty when it did not reach this service yet. */
  async report(tx: Transaction, erasureId: string): Promise<readonly ErasedRows[]> {
    const { rows } = await tx.client.query<ErasedRows>(
      `select profile_id as "profileId", store, rows, erased_at as "erasedAt" from service_kit.erasure
       where erasure_id = $1 order by store, profile_id`,
      [erasureId],
    );
    return rows;
  }

  /**
   * Whether a profile was erased: what still comes for it (a command on its way) must leave nothing behind. Asked before
   * a row about it is made: an erasure that comes now waits for the end of this transaction and then finds the row.
   */
  async isErased(tx: Transaction, profileId: string): Promise<boolean> {
    await tx.client.query(`select pg_advisory_xact_lock_shared(${profileLock})`, [profileId]);
    const { rowCount } = await tx.client.query(
      'select from service_kit.erasure where profile_id = $1 limit 1',
      [profileId],
    );
    return rowCount === 1;
  }

  private async write(
    tx: Transaction,
    { erasureId, profileId }: ErasureOfProfile,
    stores: readonly StoreRows[],
  ): Promise<void> {
    await tx.client.query(
      `insert into service_kit.erasure as known (erasure_id, profile_id, store, rows)
       select $1, $2, store, rows from unnest($3::text[], $4::int[]) as new (store, rows)
       on conflict (erasure_id, profile_id, store) do update set rows = known.rows + excluded.rows`,
      [erasureId, profileId, stores.map(({ store }) => store), stores.map(({ rows }) => rows)],
    );
  }
}
