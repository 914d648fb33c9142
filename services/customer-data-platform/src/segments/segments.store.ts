// Segments and their members in the database. A member's row stays with the profile it was said of: merges rewrite nothing,
// so that an undone one gives each side its own back. Whether a person is a member is told by the facts of their profile.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { familyOf } from '../identity/family.js';

export interface SegmentCount {
  readonly name: string;
  readonly createdAt: Date;
  /** Persons: all profiles of one count once. There are more where it is not exact. */
  readonly members: number;
  readonly isExact: boolean;
}

export interface FoundMember {
  /** The person's profile now. */
  readonly profileId: string;
  readonly enteredAt: Date;
  /** Where the page after this member begins. */
  readonly place: string;
}

export interface OwnSegment {
  readonly segment: string;
  readonly enteredAt: Date;
}

/** Of how many members of a segment the list counts the persons: a page of large ones is answered, too. */
const MOST_COUNTED = 10_000;

@Injectable()
export class SegmentsStore {
  /** True when there was none of this name. Comes before profiles are locked: who waits here holds nothing. */
  async create(tx: Transaction, name: string, by: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'insert into segment (name, created_by) values ($1, $2) on conflict do nothing',
      [name, by],
    );
    return rowCount === 1;
  }

  async drop(tx: Transaction, name: string): Promise<void> {
    await tx.client.query('delete from segment where name = $1', [name]);
  }

  async exists(tx: Transaction, name: string): Promise<boolean> {
    return (await tx.client.query('select from segment where name = $1', [name])).rowCount === 1;
  }

  async enter(
    tx: Transaction,
    segment: string,
    profileIds: readonly string[],
    { at, by }: { readonly at: Date; readonly by: string },
  ): Promise<void> {
    if (profileIds.length === 0) return;
    await tx.client.query(
      `insert into segment_member (segment, profile_id, entered_at, entered_by)
       select $1, id, $3, $4 from unnest($2::uuid[]) as id on conflict do nothing`,
      [segment, profileIds, at, by],
    );
  }

  /** Takes whole persons out, by their roots: under whichever of their profiles they had come in. */
  async leave(tx: Transaction, segment: string, rootIds: readonly string[]): Promise<void> {
    if (rootIds.length === 0) return;
    await tx.client.query(
      `delete from segment_member where segment = $1 and profile_id in (
         select member.id from profile asked cross join lateral ${familyOf('asked')} member
         where asked.id = any($2::uuid[]))`,
      [segment, rootIds],
    );
  }

  /** By name; `after` is the last name of the page before. */
  async page(
    tx: Transaction,
    {
      after,
      limit,
      mostCounted = MOST_COUNTED,
    }: { readonly after?: string; readonly limit: number; readonly mostCounted?: number },
  ): Promise<readonly SegmentCount[]> {
    const { rows } = await tx.client.query<SegmentCount>(
      `select name, created_at as "createdAt", least(persons, $3::int) as members, rows <= $3::int as "isExact"
       from segment cross join lateral (
         select count(*) as rows, count(distinct profile.root_id)::int as persons from (
           select profile_id from segment_member where segment = name limit $3::int + 1) one
           left join profile on profile.id = profile_id) counted
       where $1::text is null or name > $1 order by name limit $2`,
      [after ?? null, limit, mostCounted],
    );
    return rows;
  }

  /** Each person once, at the first of their profiles that is a member. */
  async members(
    tx: Transaction,
    segment: string,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<readonly FoundMember[]> {
    const { rows } = await tx.client.query<FoundMember>(
      `select asked.root_id as "profileId", family.entered_at as "enteredAt", said.profile_id as place
       from segment_member said join profile asked on asked.id = said.profile_id
         cross join lateral (
           select min(other.entered_at) as entered_at, bool_or(other.profile_id < said.profile_id) as is_repeated
           from ${familyOf('asked')} member
             join segment_member other on other.segment = said.segment and other.profile_id = member.id) family
       where said.segment = $1 and ($2::uuid is null or said.profile_id > $2) and not family.is_repeated
       order by said.profile_id limit $3`,
      [segment, after ?? null, limit],
    );
    return rows;
  }

  /** The segments of the person behind a profile, and since when. */
  async ofPerson(tx: Transaction, profileId: string): Promise<readonly OwnSegment[]> {
    const { rows } = await tx.client.query<OwnSegment>(
      `select segment, min(entered_at) as "enteredAt"
       from profile asked cross join lateral ${familyOf('asked')} member
         join segment_member on segment_member.profile_id = member.id
       where asked.id = $1 group by segment order by segment`,
      [profileId],
    );
    return rows;
  }
}
