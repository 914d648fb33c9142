// The index of the timeline in the database: written a batch at a time, read by a person's profiles, newest first.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { ActivityEntry } from './domain/activity-entry.js';
import type { LastSeen } from './domain/activity-of-batch.js';

/** Where the next page begins: behind this one. */
export type ActivityPlace = readonly [at: string, partition: number, offset: string];

export interface ActivityFilter {
  readonly types: readonly string[];
  readonly sources: readonly string[];
  readonly after?: Date;
  readonly before?: Date;
}

const columns = `profile_id as "profileId", at, record_partition as partition, record_offset as "offset",
  happened_at as "happenedAt", type, source, event_id as "eventId", correlation_id as "correlationId",
  command_id as "commandId", trace_id as "traceId", subject`;

/** Partitions are in the order of `at`: of each profile only the newest weeks are looked at, until there are enough. */
const pageStatement = `
  select entry.* from unnest($1::uuid[]) as member (id) cross join lateral (
    select ${columns} from activity
    where profile_id = member.id and at >= $2::timestamptz and at < $3::timestamptz
      and (cardinality($4::text[]) = 0 or type = any($4)) and (cardinality($5::text[]) = 0 or source = any($5))
      and ($6::timestamptz is null or (at, record_partition, record_offset) < ($6, $7::integer, $8::bigint))
    order by at desc, record_offset desc limit $9) entry
  order by entry.at desc, entry.partition desc, entry."offset" desc limit $9`;

export interface Today {
  readonly day: string;
  readonly customers: number;
  readonly events: number;
  readonly asOf: Date;
}

@Injectable()
export class ActivityStore {
  /** Adds what a batch brought; a record that is read again is there already. */
  async keep(tx: Transaction, entries: readonly ActivityEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await tx.client.query({
      name: 'activity-keep',
      text: `insert into activity (profile_id, at, record_partition, record_offset, happened_at, type, source, event_id,
               correlation_id, command_id, trace_id, subject)
             select * from unnest($1::uuid[], $2::timestamptz[], $3::integer[], $4::bigint[], $5::timestamptz[], $6::text[],
               $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::text[])
             on conflict do nothing`,
      values: [
        entries.map((each) => each.profileId),
        entries.map((each) => each.at),
        entries.map((each) => each.partition),
        entries.map((each) => String(each.offset)),
        entries.map((each) => each.happenedAt),
        entries.map((each) => each.type),
        entries.map((each) => each.source),
        entries.map((each) => each.eventId),
        entries.map((each) => each.correlationId),
        entries.map((each) => each.commandId),
        entries.map((each) => each.traceId),
        entries.map((each) => each.subject),
      ],
    });
  }

  /** Counts events by the quarter of an hour; only this partition's writer touches its rows. */
  async count(tx: Transaction, partition: number, counts: ReadonlyMap<number, number>): Promise<void> {
    if (counts.size === 0) return;
    await tx.client.query({
      name: 'activity-count',
      text: `insert into activity_count as known (quarter, record_partition, events)
             select to_timestamp(quarter / 1000.0), $1, events from unnest($2::bigint[], $3::integer[]) as new (quarter, events)
             on conflict (quarter, record_partition) do update set events = known.events + excluded.events`,
      values: [partition, [...counts.keys()], [...counts.values()]],
    });
  }

  /**
   * Notes when persons were last active, under the profile that they are now. Most batches change a few of them. Whoever is
   * erased meanwhile is not noted again by what was on its way.
   */
  async saw(tx: Transaction, seen: readonly LastSeen[]): Promise<void> {
    if (seen.length === 0) return;
    await tx.client.query({
      name: 'activity-saw',
      text: `insert into active_customer as known (profile_id, last_at)
             select coalesce(profile.root_id, new.profile_id) as id, max(new.at)
             from unnest($1::uuid[], $2::timestamptz[]) as new (profile_id, at) left join profile on profile.id = new.profile_id
             where profile.erased_at is null
             group by 1 order by 1
             on conflict (profile_id) do update set last_at = excluded.last_at where known.last_at < excluded.last_at`,
      values: [seen.map((each) => each.profileId), seen.map((each) => each.at)],
    });
  }

  /** A family is counted once: who was merged is, from the marker on, noted under the survivor. */
  async moveMerged(tx: Transaction, profileIds: readonly string[]): Promise<void> {
    if (profileIds.length === 0) return;
    await tx.client.query(
      `with gone as (
         delete from active_customer using profile join profile root on root.id = profile.root_id
         where active_customer.profile_id = any($1::uuid[]) and profile.id = active_customer.profile_id
           and profile.root_id <> profile.id
         returning profile.root_id, root.erased_at, active_customer.last_at)
       insert into active_customer as known (profile_id, last_at)
       select root_id, max(last_at) from gone where erased_at is null group by root_id order by root_id
       on conflict (profile_id) do update set last_at = greatest(known.last_at, excluded.last_at)`,
      [profileIds],
    );
  }

  /** Deletes everything of profiles that were erased. */
  async forget(tx: Transaction, profileIds: readonly string[]): Promise<void> {
    if (profileIds.length === 0) return;
    await tx.client.query('delete from activity where profile_id = any($1::uuid[])', [profileIds]);
    await tx.client.query('delete from active_customer where profile_id = any($1::uuid[])', [profileIds]);
  }

  /** The newest first, between two moments. */
  async page(
    tx: Transaction,
    profileIds: readonly string[],
    { types, sources, after, before }: ActivityFilter & { readonly after: Date; readonly before: Date },
    { behind, limit }: { readonly behind?: ActivityPlace; readonly limit: number },
  ): Promise<readonly ActivityEntry[]> {
    const place = behind ?? [null, null, null];
    const { rows } = await tx.client.query<Omit<ActivityEntry, 'offset'> & { offset: string }>({
      name: 'activity-page',
      text: pageStatement,
      values: [profileIds, after, before, types, sources, ...place, limit],
    });
    return rows.map((row) => ({ ...row, offset: BigInt(row.offset) }));
  }

  /** Persons and events since the day began in a time zone. */
  async today(tx: Transaction, timeZone: string): Promise<Today> {
    const { rows } = await tx.client.query<Omit<Today, 'events'> & { events: string }>(
      `with moment as (
         select now() as at, date_trunc('day', now(), $1) as begin)
       select to_char(at at time zone $1, 'YYYY-MM-DD') as day, at as "asOf",
         (select count(*)::int from active_customer where last_at >= begin) as customers,
         (select coalesce(sum(events), 0) from activity_count where quarter >= begin) as events
       from moment`,
      [timeZone],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('a count without an answer');
    return { ...row, events: Number(row.events) };
  }
}
