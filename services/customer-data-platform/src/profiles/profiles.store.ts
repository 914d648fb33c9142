// Traits, families of merged profiles, and who read whom, in the database.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { familyOf } from '../identity/family.js';
import type { Facts } from './domain/facts.js';
import type { SaidTrait } from './domain/identify.js';

/** A trait that somebody said of a profile. */
export interface NewTrait extends SaidTrait {
  readonly profileId: string;
  readonly saidAt: number;
  readonly eventId: string;
}

/** What an identify call left in the store. */
export interface PrivateBody {
  readonly eventId: string;
  readonly body: unknown;
}

export interface FoundProfile {
  readonly id: string;
  /** The id that was asked for; another one when it was merged. */
  readonly askedId: string;
  readonly createdAt: Date;
  readonly mergedIds: readonly string[];
  readonly facts: Facts;
  readonly factsVersion: number;
}

export interface FoundTrait {
  readonly profileId: string;
  readonly name: string;
  readonly value: unknown;
  readonly saidAt: Date;
}

/** Somebody read a person's data. */
export interface FoundAccess {
  readonly id: string;
  readonly at: Date;
  readonly subject: string;
  readonly client: string | null;
  readonly purpose: string;
  /** Null when everything was shown. */
  readonly traits: string[] | null;
  /** `email a•••@e•••.com`: how the person was looked up; null for a reading. */
  readonly lookedUp: string | null;
}

/** That somebody was looked up by an address: whom it led to, and the address, masked. */
export interface Lookup {
  readonly profileIds: readonly string[];
  readonly lookedUp: string;
}

@Injectable()
export class ProfilesStore {
  /** The private parts of calls, by event id. */
  async privateBodies(tx: Transaction, eventIds: readonly string[]): Promise<readonly PrivateBody[]> {
    const { rows } = await tx.client.query<{ event_id: string; body: unknown }>({
      name: 'private-bodies',
      text: 'select event_id, body from tracked_private where event_id = any($1::uuid[])',
      values: [eventIds],
    });
    return rows.map((row) => ({ eventId: row.event_id, body: row.body }));
  }

  /** Tells whose the private parts of calls are; most calls have none. */
  async ownPrivate(tx: Transaction, profilesByEvent: ReadonlyMap<string, string>): Promise<void> {
    if (profilesByEvent.size === 0) return;
    await tx.client.query({
      name: 'private-own',
      text: `update tracked_private set profile_id = new.profile_id
             from unnest($1::uuid[], $2::uuid[]) as new (event_id, profile_id)
             where tracked_private.event_id = new.event_id`,
      values: [[...profilesByEvent.keys()], [...profilesByEvent.values()]],
    });
  }

  /** Keeps the latest word on each trait; of two words at one time the later event counts. */
  async sayTraits(tx: Transaction, traits: readonly NewTrait[]): Promise<void> {
    if (traits.length === 0) return;
    await tx.client.query({
      name: 'traits-say',
      text: `insert into profile_trait as trait (profile_id, name, value, said_at, event_id)
             select profile_id, name, value::json, to_timestamp(said_at / 1000.0), event_id
             from unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::uuid[]) as new (profile_id, name, value, said_at, event_id)
             on conflict (profile_id, name) do update
             set value = excluded.value, said_at = excluded.said_at, event_id = excluded.event_id, version = trait.version + 1
             where (trait.said_at, trait.event_id) < (excluded.said_at, excluded.event_id)`,
      values: [
        traits.map((each) => each.profileId),
        traits.map((each) => each.name),
        traits.map((each) => each.value),
        traits.map((each) => each.saidAt),
        traits.map((each) => each.eventId),
      ],
    });
  }

  /** Profiles by any of their ids, merged ones followed to their survivors. */
  async find(tx: Transaction, ids: readonly string[]): Promise<readonly FoundProfile[]> {
    const { rows } = await tx.client.query<{
      id: string;
      asked_id: string;
      created_at: Date;
      merged_ids: readonly string[];
      facts: Facts;
      facts_version: string;
    }>(
      `select root.id, asked.id as asked_id, root.created_at, root.facts, root.facts_version,
         array(select member.id from profile member where member.root_id = root.id and member.merged_into is not null order by member.id) as merged_ids
       from profile asked join profile root on root.id = asked.root_id
       where asked.id = any($1::uuid[]) and root.erased_at is null`,
      [ids],
    );
    return rows.map((row) => ({
      id: row.id,
      askedId: row.asked_id,
      createdAt: row.created_at,
      mergedIds: row.merged_ids,
      facts: row.facts,
      factsVersion: Number(row.facts_version),
    }));
  }

  /** The profile of each identifier that names one person, merged ones followed. */
  async findByIdentifiers(tx: Transaction, keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const all = await this.namedBy(tx, keys);
    return new Map([...all].flatMap(([key, [id, other]]) => (id && other === undefined ? [[key, id]] : [])));
  }

  /** All persons that each identifier names, by their profiles now: several for one that only looks up. */
  async namedBy(tx: Transaction, keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    const { rows } = await tx.client.query<{ key: string; ids: readonly string[] }>(
      `select identifier.key, array_agg(distinct profile.root_id order by profile.root_id) as ids
       from identifier join profile on profile.id = identifier.profile_id or profile.id = any(identifier.candidates)
       where identifier.key = any($1::text[])
       group by identifier.key`,
      [keys],
    );
    return new Map(rows.map((row) => [row.key, row.ids]));
  }

  /** The identifiers of the person behind a profile. */
  async identifiersOf(
    tx: Transaction,
    profileId: string,
  ): Promise<readonly { key: string; firstSeen: Date }[]> {
    const { rows } = await tx.client.query<{ key: string; first_seen: Date }>(
      `select key, first_seen
       from profile asked cross join lateral ${familyOf('asked')} member
         join identifier on identifier.profile_id = member.id
       where asked.id = $1 order by key limit 1000`,
      [profileId],
    );
    return rows.map((row) => ({ key: row.key, firstSeen: row.first_seen }));
  }

  /** The latest word on each trait of the persons behind these profiles, by the id that was asked for. */
  async traitsOf(tx: Transaction, profileIds: readonly string[]): Promise<readonly FoundTrait[]> {
    const { rows } = await tx.client.query<{ id: string; name: string; value: unknown; said_at: Date }>(
      `select distinct on (asked.id, trait.name) asked.id, trait.name, trait.value, trait.said_at
       from profile asked cross join lateral ${familyOf('asked')} member
         join profile_trait trait on trait.profile_id = member.id
       where asked.id = any($1::uuid[])
       order by asked.id, trait.name, trait.said_at desc, trait.event_id desc`,
      [profileIds],
    );
    return rows.map((row) => ({
      profileId: row.id,
      name: row.name,
      value: row.value,
      saidAt: row.said_at,
    }));
  }

  /** Writes down who read personal data of whom, before it is handed out. */
  async recordAccess(
    tx: Transaction,
    access: {
      readonly subject: string;
      readonly client?: string;
      readonly purpose: string;
      readonly profileIds: readonly string[];
      /** Names of what is shown; everything when left out. */
      readonly traits?: readonly string[];
    },
  ): Promise<void> {
    await tx.client.query(
      'insert into profile_access (subject, client, purpose, profile_ids, traits) values ($1, $2, $3, $4, $5)',
      [access.subject, access.client ?? null, access.purpose, access.profileIds, access.traits ?? null],
    );
  }

  /** Writes down who looked up whom, before it is told. No trait was shown. */
  async recordLookups(
    tx: Transaction,
    {
      subject,
      client,
      purpose,
    }: { readonly subject: string; readonly client?: string; readonly purpose: string },
    lookups: readonly Lookup[],
  ): Promise<void> {
    await tx.client.query(
      `insert into profile_access (subject, client, purpose, profile_ids, traits, looked_up)
       select $1, $2, $3, array(select jsonb_array_elements_text(each -> 'profileIds')::uuid), '{}', each ->> 'lookedUp'
       from jsonb_array_elements($4::jsonb) each`,
      [subject, client ?? null, purpose, JSON.stringify(lookups)],
    );
  }

  /** Who read data of these profiles, the newest first. */
  async accessesOf(
    tx: Transaction,
    profileIds: readonly string[],
    { before, limit }: { readonly before?: string; readonly limit: number },
  ): Promise<readonly FoundAccess[]> {
    const { rows } = await tx.client.query<FoundAccess>(
      `select id, at, subject, client, purpose, traits, looked_up as "lookedUp" from profile_access
       where profile_ids && $1::uuid[] and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [profileIds, before ?? null, limit],
    );
    return rows;
  }

  /** Whether this was somebody's profile before they were erased. */
  async isErased(tx: Transaction, id: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'select from profile where id = $1 and erased_at is not null',
      [id],
    );
    return rowCount === 1;
  }
}
