// A person in this database: who belongs to the family, locked as the resolver locks, and the rows about them by table.
import { Inject, Injectable } from '@nestjs/common';
import { Fault } from '@continuo/kernel';
import { countParkedNamed, requestDiscardOfNamed } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalMentions, personalRows, type PersonalStore } from '@continuo/service-kit';
import { mostCandidates, noRank } from '../identity/domain/identity-resolution.js';
import { familyOf } from '../identity/family.js';
import { IdentityStore } from '../identity/identity.store.js';

/** What is deleted, by table; `$1` are the profiles' ids. */
const plainTables: readonly { readonly table: string; readonly where: string }[] = [
  { table: 'profile_trait', where: 'profile_id = any($1::uuid[])' },
  { table: 'consent', where: 'profile_id = any($1::uuid[])' },
  { table: 'segment_member', where: 'profile_id = any($1::uuid[])' },
  { table: 'tracked_private', where: 'profile_id = any($1::uuid[])' },
  { table: 'refused_link', where: 'profile_id = any($1::uuid[]) or other_id = any($1::uuid[])' },
  { table: 'activity', where: 'profile_id = any($1::uuid[])' },
  { table: 'active_customer', where: 'profile_id = any($1::uuid[])' },
  { table: 'profile_merge', where: 'loser_id = any($1::uuid[]) or survivor_id = any($1::uuid[])' },
];

const mine = 'profile_id = any($1::uuid[]) or candidates && $1::uuid[]';
const nobody = '00000000-0000-0000-0000-000000000000';

@Injectable()
export class PersonStore {
  constructor(
    @Inject(PersonalData) personalData: PersonalData,
    @Inject(IdentityStore) private readonly identity: IdentityStore,
  ) {
    // Parked records are found by the identifiers, so they come before these.
    personalData.add(parkedSources);
    personalData.add(identifiers);
    for (const { table, where } of plainTables) personalData.add(personalRows(table, table, where));
    // The note of who read the person's data goes with the person; of others read in the same call it stays.
    personalData.add(personalMentions('profile_access', 'profile_access'));
    personalData.add(profiles);
  }

  /** All profiles of these persons, merged ones included, sorted; a tombstone is its own. */
  async familyOf(tx: Transaction, profileIds: readonly string[]): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ id: string }>(
      `select distinct member.id from profile asked cross join lateral ${familyOf('asked')} member
       where asked.id = any($1::uuid[]) order by member.id`,
      [profileIds],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Locks all that the resolver would lock of them, in its order: identifiers, then profiles. Answers the family as it is
   * then. Throws a retriable Fault when it changed while we waited: what is not locked could only be locked out of order.
   */
  async lock(tx: Transaction, profileIds: readonly string[]): Promise<readonly string[]> {
    const before = await this.familyOf(tx, profileIds);
    const keys = await this.keysOf(tx, before);
    await tx.client.query('select from identifier where key = any($1::text[]) order by key for update', [
      keys,
    ]);
    await this.identity.lockProfiles(tx, before);
    const members = await this.familyOf(tx, profileIds);
    const known = new Set([...before, ...keys]);
    const all = [...members, ...(await this.keysOf(tx, members))];
    if (all.length === known.size && all.every((each) => known.has(each))) return members;
    throw new Fault('the person changed while they were locked', { code: 'person-changed', retriable: true });
  }

  private async keysOf(tx: Transaction, members: readonly string[]): Promise<readonly string[]> {
    return identifierKeys(tx, members);
  }
}

async function identifierKeys(tx: Transaction, profileIds: readonly string[]): Promise<readonly string[]> {
  const { rows } = await tx.client.query<{ key: string }>(
    `select key from identifier where ${mine} order by key`,
    [profileIds],
  );
  return rows.map(({ key }) => key);
}

async function countOf(
  tx: Transaction,
  table: string,
  where: string,
  ids: readonly string[],
): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from ${table} where ${where}`,
    [ids],
  );
  return rows[0]?.count ?? 0;
}

async function changed(tx: Transaction, statement: string, values: readonly unknown[]): Promise<number> {
  return (await tx.client.query(statement, [...values])).rowCount ?? 0;
}

/** Source records that name the person by an identifier and could not be applied. */
const parkedSources: PersonalStore = {
  name: 'messaging.parked_record (sources)',
  count: async (tx, ids) => countParkedNamed(tx, await identifierKeys(tx, ids)),
  erase: async (tx, ids) => requestDiscardOfNamed(tx, await identifierKeys(tx, ids)),
};

/**
 * One that only looks up may name others too: it loses the person. One that had named too many stays so full that it
 * names nobody.
 */
const identifiers: PersonalStore = {
  name: 'identifier',
  count: (tx, ids) => countOf(tx, 'identifier', mine, ids),
  async erase(tx, ids) {
    const emptied = `candidates && $1::uuid[] and (
      profile_id is not null or (cardinality(candidates) < ${mostCandidates} and candidates <@ $1::uuid[]))`;
    const gone = await changed(
      tx,
      `delete from identifier where profile_id = any($1::uuid[]) or (${emptied})`,
      [ids],
    );
    const shared = await changed(
      tx,
      `update identifier set candidates = case
         when cardinality(candidates) < ${mostCandidates}
           then array(select id from unnest(candidates) id where id <> all($1::uuid[]))
         else array(select case when id = any($1::uuid[]) then $2::uuid else id end from unnest(candidates) id) end
       where candidates && $1::uuid[]`,
      [ids, nobody],
    );
    return gone + shared;
  },
};

/** A tombstone stays, so that what still names the profile belongs to nobody instead of making it anew. */
const profiles: PersonalStore = {
  name: 'profile',
  count: (tx, ids) => countOf(tx, 'profile', 'id = any($1::uuid[]) and erased_at is null', ids),
  erase: (tx, ids) =>
    changed(
      tx,
      `update profile set root_id = id, merged_into = null, merged_at = null, created_at = now(), rank = $2,
         held = '{}', facts = '{}', facts_version = 0, erased_at = now()
       where id = any($1::uuid[]) and erased_at is null`,
      [ids, noRank],
    ),
};
