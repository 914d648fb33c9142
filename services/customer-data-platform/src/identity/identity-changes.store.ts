// Writes what a batch changed in the identity graph: at most one statement per table and kind of change.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { isOfRoot } from './family.js';
import type { GraphChanges, ProfileMerge, RefusedLink } from './domain/identity-graph.js';
import type { StoredProfile } from './identity.store.js';

/** Where in its topic the record lies that caused something. */
export interface RecordPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

export interface UnresolvedRecord extends RecordPlace {
  readonly eventId: string;
  readonly eventType: string;
  readonly reason: string;
  readonly time: Date;
}

/** What has to be written of profiles, beside the changes of the graph. */
export interface ProfileWrites {
  readonly created: readonly StoredProfile[];
  readonly changed: readonly StoredProfile[];
}

@Injectable()
export class IdentityChangesStore {
  /** Writes what a batch has changed: at most one statement per table and kind of change. */
  async write(
    tx: Transaction,
    profiles: ProfileWrites,
    changes: GraphChanges,
    places: ReadonlyMap<ProfileMerge, RecordPlace>,
  ): Promise<void> {
    await this.insertProfiles(tx, profiles.created);
    await this.updateProfiles(tx, profiles.changed);
    await this.attach(tx, changes.attached);
    await this.addCandidates(tx, changes.candidates);
    await this.pointLosers(tx, changes, places);
    await this.recordRefused(tx, changes.refused);
  }

  private async insertProfiles(tx: Transaction, profiles: readonly StoredProfile[]): Promise<void> {
    if (profiles.length === 0) return;
    await tx.client.query({
      name: 'profiles-insert',
      text: `insert into profile (id, root_id, created_at, rank, held, facts, facts_version)
             select id, id, to_timestamp(created_at / 1000.0), rank, held::jsonb, facts::jsonb, version
             from unnest($1::uuid[], $2::bigint[], $3::integer[], $4::text[], $5::text[], $6::bigint[])
               as new (id, created_at, rank, held, facts, version)`,
      values: [
        profiles.map((each) => each.id),
        profiles.map((each) => each.createdAt),
        profiles.map((each) => each.rank),
        profiles.map((each) => JSON.stringify(each.held)),
        profiles.map((each) => JSON.stringify(each.facts)),
        profiles.map((each) => each.factsVersion),
      ],
    });
  }

  /** Writes limits and facts of known profiles, which are locked. */
  async updateProfiles(tx: Transaction, profiles: readonly StoredProfile[]): Promise<void> {
    if (profiles.length === 0) return;
    await tx.client.query({
      name: 'profiles-update',
      text: `update profile set rank = new.rank, held = new.held::jsonb, facts = new.facts::jsonb, facts_version = new.version
             from unnest($1::uuid[], $2::integer[], $3::text[], $4::text[], $5::bigint[]) as new (id, rank, held, facts, version)
             where profile.id = new.id`,
      values: [
        profiles.map((each) => each.id),
        profiles.map((each) => each.rank),
        profiles.map((each) => JSON.stringify(each.held)),
        profiles.map((each) => JSON.stringify(each.facts)),
        profiles.map((each) => each.factsVersion),
      ],
    });
  }

  private async attach(tx: Transaction, attached: ReadonlyMap<string, string>): Promise<void> {
    if (attached.size === 0) return;
    await tx.client.query({
      name: 'identifiers-attach',
      text: `update identifier set profile_id = new.profile_id
             from unnest($1::text[], $2::uuid[]) as new (key, profile_id) where identifier.key = new.key`,
      values: [[...attached.keys()], [...attached.values()]],
    });
  }

  private async addCandidates(
    tx: Transaction,
    candidates: ReadonlyMap<string, readonly string[]>,
  ): Promise<void> {
    if (candidates.size === 0) return;
    await tx.client.query({
      name: 'identifiers-candidates',
      text: `update identifier set candidates = new.candidates::uuid[]
             from unnest($1::text[], $2::text[]) as new (key, candidates) where identifier.key = new.key`,
      values: [[...candidates.keys()], [...candidates.values()].map((ids) => `{${ids.join(',')}}`)],
    });
  }

  /** Each loser points to its survivor, and it and all it had won before point to the root: one step for any reader. */
  private async pointLosers(
    tx: Transaction,
    changes: GraphChanges,
    places: ReadonlyMap<ProfileMerge, RecordPlace>,
  ): Promise<void> {
    if (changes.merges.length === 0) return;
    const losers = changes.merges.map((merge) => merge.loserId);
    await tx.client.query(
      `update profile set root_id = new.root_id,
         merged_into = case when profile.id = new.loser_id then new.survivor_id else profile.merged_into end,
         merged_at = case when profile.id = new.loser_id then to_timestamp(new.at / 1000.0) else profile.merged_at end
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[]) as new (loser_id, survivor_id, root_id, at)
       where ${isOfRoot('new.loser_id')}`,
      [
        losers,
        changes.merges.map((merge) => merge.survivorId),
        losers.map((id) => changes.finalRoots.get(id) ?? id),
        changes.merges.map((merge) => merge.at),
      ],
    );
    const placeOf = (merge: ProfileMerge): RecordPlace =>
      places.get(merge) ?? { topic: '', partition: 0, offset: 0n };
    await tx.client.query(
      `insert into profile_merge (id, loser_id, survivor_id, linked_by, merged_at, topic, record_partition, record_offset)
       select id, loser_id, survivor_id, linked_by, to_timestamp(at / 1000.0), topic, record_partition, record_offset
       from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::text[], $7::integer[], $8::bigint[])
         as new (id, loser_id, survivor_id, linked_by, at, topic, record_partition, record_offset)`,
      [
        changes.merges.map((merge) => merge.mergeId),
        losers,
        changes.merges.map((merge) => merge.survivorId),
        changes.merges.map((merge) => merge.linkedBy),
        changes.merges.map((merge) => merge.at),
        changes.merges.map((merge) => placeOf(merge).topic),
        changes.merges.map((merge) => placeOf(merge).partition),
        changes.merges.map((merge) => String(placeOf(merge).offset)),
      ],
    );
  }

  private async recordRefused(tx: Transaction, refused: readonly RefusedLink[]): Promise<void> {
    if (refused.length === 0) return;
    const sorted = [...refused].sort((a, b) => (a.profileId < b.profileId ? -1 : 1));
    await tx.client.query(
      `insert into refused_link (profile_id, other_key, other_id, limited_kind, linked_by, first_at, last_at)
       select profile_id, coalesce(other_id::text, ''), other_id, limited_kind, linked_by, to_timestamp(at / 1000.0), to_timestamp(at / 1000.0)
       from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::bigint[]) as new (profile_id, other_id, limited_kind, linked_by, at)
       on conflict (profile_id, other_key, limited_kind, linked_by)
       do update set last_at = greatest(refused_link.last_at, excluded.last_at), count = refused_link.count + 1`,
      [
        sorted.map((each) => each.profileId),
        sorted.map((each) => each.otherId),
        sorted.map((each) => each.limit),
        sorted.map((each) => each.linkedBy),
        sorted.map((each) => each.at),
      ],
    );
  }

  /** Writes down records that name nobody we know: they are not on the timeline. */
  async recordUnresolved(tx: Transaction, records: readonly UnresolvedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await tx.client.query(
      `insert into unresolved_record (topic, record_partition, record_offset, event_id, event_type, reason, record_time)
       select * from unnest($1::text[], $2::integer[], $3::bigint[], $4::text[], $5::text[], $6::text[], $7::timestamptz[])
       on conflict do nothing`,
      [
        records.map((each) => each.topic),
        records.map((each) => each.partition),
        records.map((each) => String(each.offset)),
        records.map((each) => each.eventId),
        records.map((each) => each.eventType),
        records.map((each) => each.reason),
        records.map((each) => each.time),
      ],
    );
  }
}
