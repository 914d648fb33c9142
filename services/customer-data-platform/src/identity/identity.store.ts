// The identity graph in the database: one sorted locking statement for a batch's identifiers, one for its profiles.
import { Injectable } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import type { Transaction } from '@continuo/persistence';
import { noFacts, type Facts } from '../profiles/domain/facts.js';
import type { Held, KnownGraph, RootProfile } from './domain/identity-graph.js';

/** A root profile with what decisions need to know of it. */
export interface StoredProfile extends RootProfile {
  readonly facts: Facts;
  readonly factsVersion: number;
}

export interface LockedGraph extends KnownGraph {
  readonly profiles: ReadonlyMap<string, StoredProfile>;
  readonly erased: ReadonlySet<string>;
}

/** An identifier to be locked; one that only looks up has candidates instead of a profile. */
export interface WantedIdentifiers {
  /** Sorted, each once. */
  readonly keys: readonly string[];
  /** Profiles that records name directly. */
  readonly profileIds: readonly string[];
}

interface IdentifierRow {
  readonly key: string;
  readonly profile_id: string | null;
  readonly candidates: readonly string[] | null;
}

interface ProfileRow {
  readonly id: string;
  readonly merged_into: string | null;
  readonly root_id: string;
  readonly created_at: string;
  readonly rank: number;
  readonly held: Held;
  readonly facts: Facts;
  readonly facts_version: string;
  readonly erased: boolean;
}

/** Others merge at most this often between two of our looks; more would be a loop in the pointers. */
const mostPointerSteps = 16;

@Injectable()
export class IdentityStore {
  /**
   * Locks a batch's identifiers, then its profiles. New identifiers are inserted before the known ones are locked: who
   * waits for another batch's insert holds nothing that batch could still want, so two batches can't wait for each other.
   */
  async lock(tx: Transaction, wanted: WantedIdentifiers): Promise<LockedGraph> {
    const rows = wanted.keys.length === 0 ? [] : await this.lockIdentifiers(tx, wanted.keys);
    const owners = new Map<string, readonly string[]>();
    const named = new Set(wanted.profileIds);
    for (const row of rows) {
      const ids = row.candidates ?? (row.profile_id === null ? [] : [row.profile_id]);
      owners.set(row.key, ids);
      for (const id of ids) named.add(id);
    }
    const { profiles, roots, erased } = await this.lockProfiles(tx, [...named]);
    const identifiers = new Map<string, readonly string[]>();
    for (const [key, ids] of owners) {
      if (ids.length > 0)
        identifiers.set(
          key,
          ids.map((id) => roots.get(id) ?? id),
        );
    }
    return { identifiers, profiles, roots, erased };
  }

  private async lockIdentifiers(tx: Transaction, keys: readonly string[]): Promise<readonly IdentifierRow[]> {
    await tx.client.query({
      name: 'identifiers-claim',
      text: `insert into identifier (key) select key from unnest($1::text[]) as wanted (key) on conflict do nothing`,
      values: [keys],
    });
    const { rows } = await tx.client.query<IdentifierRow>({
      name: 'identifiers-lock',
      text: `select key, profile_id, candidates from identifier
             where key = any($1::text[]) order by key for update`,
      values: [keys],
    });
    if (rows.length < keys.length) {
      // Deleted by an erasure while we waited: tried again from the start, they are new.
      throw new Fault('identifiers were erased while they were locked', {
        code: 'identifiers-erased',
        retriable: true,
      });
    }
    return rows;
  }

  /**
   * Locks these profiles and their roots; those that were erased have none. The pointers are read from the locked rows: whatever was merged or split while
   * we waited is seen, and another look is taken where a pointer leads to a profile that isn't locked yet.
   */
  async lockProfiles(
    tx: Transaction,
    ids: readonly string[],
  ): Promise<{
    readonly profiles: Map<string, StoredProfile>;
    readonly roots: Map<string, string>;
    readonly erased: ReadonlySet<string>;
  }> {
    const rows = new Map<string, ProfileRow>();
    const missing = (): string[] =>
      [...rows.values()].map((row) => row.root_id).filter((id) => !rows.has(id));
    for (let wanted = [...ids], step = 0; wanted.length > 0; wanted = missing(), step += 1) {
      if (step === mostPointerSteps) {
        throw new Fault('profiles were merged again and again while they were locked', {
          code: 'profile-pointers',
          retriable: true,
        });
      }
      const found = await tx.client.query<ProfileRow>({
        name: 'profiles-lock',
        text: lockProfilesStatement,
        values: [wanted],
      });
      for (const row of found.rows) rows.set(row.id, row);
    }
    const profiles = new Map<string, StoredProfile>();
    const roots = new Map<string, string>();
    const erased = new Set<string>();
    for (const row of rows.values()) {
      if (row.erased) erased.add(row.id);
      else roots.set(row.id, row.root_id);
      if (!row.erased && row.merged_into === null) profiles.set(row.id, storedProfile(row));
    }
    return { profiles, roots, erased };
  }
}

const lockProfilesStatement = `
  with named as (select id, root_id from profile where id = any($1::uuid[]))
  select id, root_id, merged_into, (extract(epoch from created_at) * 1000)::bigint as created_at,
    rank, held, facts, facts_version, erased_at is not null as erased
  from profile where id in (select id from named union select root_id from named)
  order by id for no key update`;

function storedProfile(row: ProfileRow): StoredProfile {
  return {
    id: row.id,
    createdAt: Number(row.created_at),
    rank: row.rank,
    held: row.held,
    facts: { ...noFacts, ...row.facts },
    factsVersion: Number(row.facts_version),
  };
}
