// Which profiles are one person now, as the timeline told this service: rows keep the profile they were made with.
import type { cdp } from '@continuo/contracts';
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';

/**
 * Kept from `ProfileMerged` and `ProfileSplit`, which come under both profiles' keys and so in any order between two
 * partitions: a merge counts unless its split is known, whichever was read first.
 */
@Injectable()
export class ProfileFamilies {
  /** All profiles that are the same person as this one, itself included. */
  async membersOf(tx: Transaction, profileId: string): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ id: string }>(
      `with recursive family (id) as (
         select $1::uuid
         union
         select case when m.loser_id = f.id then m.survivor_id else m.loser_id end
         from family f join service_kit.profile_merge m on (m.loser_id = f.id or m.survivor_id = f.id)
         where not m.undone)
       select id from family order by id`,
      [profileId],
    );
    return rows.map(({ id }) => id);
  }

  /** The same for many profiles at once; each one that was asked for has an entry. */
  async membersOfEach(
    tx: Transaction,
    profileIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    if (profileIds.length === 0) return new Map();
    const { rows } = await tx.client.query<{ asked: string; ids: readonly string[] }>(
      `with recursive family (asked, id) as (
         select distinct asked, asked from unnest($1::uuid[]) as given (asked)
         union
         select f.asked, case when m.loser_id = f.id then m.survivor_id else m.loser_id end
         from family f join service_kit.profile_merge m on (m.loser_id = f.id or m.survivor_id = f.id)
         where not m.undone)
       select asked, array_agg(id order by id) as ids from family group by asked`,
      [profileIds],
    );
    return new Map(rows.map(({ asked, ids }) => [asked, ids]));
  }

  async merged(tx: Transaction, { mergeId, loserId, survivorId }: cdp.ProfileMerged): Promise<void> {
    await tx.client.query(
      `insert into service_kit.profile_merge (merge_id, loser_id, survivor_id) values ($1, $2, $3)
       on conflict do nothing`,
      [mergeId, loserId, survivorId],
    );
  }

  async split(tx: Transaction, { mergeId, restoredId, survivorId }: cdp.ProfileSplit): Promise<void> {
    await tx.client.query(
      `insert into service_kit.profile_merge (merge_id, loser_id, survivor_id, undone) values ($1, $2, $3, true)
       on conflict (merge_id) do update set undone = true`,
      [mergeId, restoredId, survivorId],
    );
  }
}
