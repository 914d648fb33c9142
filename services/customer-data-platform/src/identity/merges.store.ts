// Merges in the database: their history, the links that were refused, and the way back.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Held } from './domain/identity-graph.js';
import type { Facts, KnownAddress } from '../profiles/domain/facts.js';
import { isOfRoot } from './family.js';

export interface StoredMerge {
  readonly id: string;
  readonly loserId: string;
  readonly survivorId: string;
  readonly linkedBy: string;
  readonly mergedAt: Date;
  /** The record that linked them, as topic, partition and offset. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

export interface StoredRefusal {
  readonly otherId: string | null;
  readonly limitedKind: string;
  readonly linkedBy: string;
  readonly firstAt: Date;
  readonly lastAt: Date;
  readonly count: number;
}

const mergeColumns = `id, loser_id as "loserId", survivor_id as "survivorId", linked_by as "linkedBy", merged_at as "mergedAt",
  topic, record_partition as partition, record_offset as "offset", undone_at as "undoneAt", undone_by as "undoneBy"`;

@Injectable()
export class MergesStore {
  async find(tx: Transaction, id: string): Promise<StoredMerge | undefined> {
    const { rows } = await tx.client.query<StoredMerge>(
      `select ${mergeColumns} from profile_merge where id = $1`,
      [id],
    );
    return rows[0];
  }

  /** Every merge of a profile's family, the newest first. */
  async ofFamily(tx: Transaction, rootId: string): Promise<readonly StoredMerge[]> {
    const { rows } = await tx.client.query<StoredMerge>(
      `select ${mergeColumns} from profile_merge
       where survivor_id = any(array(select id from profile where ${isOfRoot('$1')}))
         or loser_id = any(array(select id from profile where ${isOfRoot('$1')}))
       order by merged_at desc, id desc limit 1000`,
      [rootId],
    );
    return rows;
  }

  /** Links of a profile's family that a limit forbade. */
  async refusalsOf(tx: Transaction, rootId: string): Promise<readonly StoredRefusal[]> {
    const { rows } = await tx.client.query<StoredRefusal>(
      `select other_id as "otherId", limited_kind as "limitedKind", linked_by as "linkedBy", first_at as "firstAt",
         last_at as "lastAt", count::integer as count
       from refused_link where profile_id in (select id from profile where ${isOfRoot('$1')}) order by last_at desc limit 1000`,
      [rootId],
    );
    return rows;
  }

  /** Locks a whole family, sorted as the resolver sorts; answers the pointer of each member. */
  async lockFamily(tx: Transaction, rootId: string): Promise<ReadonlyMap<string, string | null>> {
    const { rows } = await tx.client.query<{ id: string; merged_into: string | null }>(
      `select id, merged_into from profile where ${isOfRoot('$1')} order by id for no key update`,
      [rootId],
    );
    return new Map(rows.map((row) => [row.id, row.merged_into]));
  }

  /** Makes a loser a root again, with all that had been merged into it before. */
  async detach(tx: Transaction, loserId: string, members: readonly string[]): Promise<void> {
    await tx.client.query(
      `update profile set root_id = $1,
         merged_into = case when id = $1 then null else merged_into end,
         merged_at = case when id = $1 then null else merged_at end
       where id = any($2::uuid[])`,
      [loserId, members],
    );
  }

  async markUndone(tx: Transaction, mergeId: string, by: string, at: Date): Promise<void> {
    await tx.client.query('update profile_merge set undone_at = $2, undone_by = $3 where id = $1', [
      mergeId,
      at,
      by,
    ]);
  }

  /** Identifiers of these profiles, with the channels on which they must not be written to. */
  async identifiersOf(tx: Transaction, members: readonly string[]): Promise<readonly KnownAddress[]> {
    const { rows } = await tx.client.query<KnownAddress>(
      `select key, array(select channel from suppressed_address said where said.key = identifier.key) as "suppressedOn"
       from identifier where profile_id = any($1::uuid[]) order by key`,
      [members],
    );
    return rows;
  }

  /** The segments that were said of these profiles. */
  async segmentsOf(tx: Transaction, members: readonly string[]): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ segment: string }>(
      'select distinct segment from segment_member where profile_id = any($1::uuid[])',
      [members],
    );
    return rows.map(({ segment }) => segment);
  }

  /** The undone merges in which a family's members stand, with their side. */
  async undoneIn(
    tx: Transaction,
    members: readonly string[],
  ): Promise<readonly { readonly mergeId: string; readonly side: 'survivor' | 'loser' }[]> {
    const { rows } = await tx.client.query<{ mergeId: string; side: 'survivor' | 'loser' }>(
      `select id as "mergeId", case when loser_id = any($1::uuid[]) then 'loser' else 'survivor' end as side
       from profile_merge where undone_at is not null and (loser_id = any($1::uuid[]) or survivor_id = any($1::uuid[]))`,
      [members],
    );
    return rows;
  }

  async consentsOf(
    tx: Transaction,
    members: readonly string[],
  ): Promise<
    readonly {
      readonly purpose: string;
      readonly channel: string;
      readonly granted: boolean;
      readonly version: string;
      readonly saidAt: Date;
    }[]
  > {
    const { rows } = await tx.client.query<{
      purpose: string;
      channel: string;
      granted: boolean;
      version: string;
      saidAt: Date;
    }>(
      `select purpose, channel, granted, version, said_at as "saidAt" from consent where profile_id = any($1::uuid[])`,
      [members],
    );
    return rows;
  }

  async factsOf(
    tx: Transaction,
    id: string,
  ): Promise<{ readonly facts: Facts; readonly factsVersion: number }> {
    const { rows } = await tx.client.query<{ facts: Facts; facts_version: string }>(
      'select facts, facts_version from profile where id = $1',
      [id],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('a locked profile is gone');
    return { facts: row.facts, factsVersion: Number(row.facts_version) };
  }

  async write(
    tx: Transaction,
    profile: {
      readonly id: string;
      readonly rank: number;
      readonly held: Held;
      readonly facts: Facts;
      readonly factsVersion: number;
    },
  ): Promise<void> {
    await tx.client.query(
      'update profile set rank = $2, held = $3::jsonb, facts = $4::jsonb, facts_version = $5 where id = $1',
      [
        profile.id,
        profile.rank,
        JSON.stringify(profile.held),
        JSON.stringify(profile.facts),
        profile.factsVersion,
      ],
    );
  }
}
