// Occurrences of schedules: which are begun, whom they have asked, and the facts by which an audience is found.
import type { Transaction } from '@continuo/persistence';
import type { Occurrence } from '../domain/language/schedule.js';
import type { PublishedThen } from '../domain/lifecycle/standing-since.js';

/** A schedule as a row names it: by its place among the entries of a version, which never changes. */
export interface SchedulePlace {
  readonly journey: string;
  readonly version: number;
  readonly entry: number;
}

export interface OpenOccurrence extends SchedulePlace {
  readonly due: Date;
  readonly cursorId: string;
}

export interface OccurrenceToBegin extends SchedulePlace {
  readonly occurrence: Occurrence;
}

/** Database time: schedules follow no partition's clock. */
export async function databaseNow(tx: Transaction): Promise<number> {
  const { rows } = await tx.client.query<{ now: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
  );
  return Math.floor(rows[0]?.now ?? 0);
}

/**
 * Lets one replica at a time begin occurrences; false while another one does. Around a publication two could take the same
 * schedule by different versions, where it stands in different places.
 */
export async function lockBeginning(tx: Transaction): Promise<boolean> {
  const { rows } = await tx.client.query<{ locked: boolean }>(
    `select pg_try_advisory_xact_lock(hashtextextended('occurrences', 0)) as locked`,
  );
  return rows[0]?.locked === true;
}

/** The newest occurrence (ms) that was begun of each schedule, by every version that had one begun. */
export async function newestBegun(
  tx: Transaction,
): Promise<readonly (SchedulePlace & { readonly due: number })[]> {
  const { rows } = await tx.client.query<SchedulePlace & { due: number }>(
    `select journey, version, entry, round(extract(epoch from max(due)) * 1000)::float8 as due
     from occurrence group by journey, version, entry`,
  );
  return rows;
}

/** Everything that was published up to a number, by journey, oldest first. */
export async function publicationsUntil(
  tx: Transaction,
  number: number,
): Promise<ReadonlyMap<string, readonly PublishedThen[]>> {
  const { rows } = await tx.client.query<PublishedThen & { journey: string }>(
    `select journey, version, state, (extract(epoch from published_at) * 1000)::float8 as at from publication
     where number <= $1 order by number`,
    [number],
  );
  const published = new Map<string, PublishedThen[]>();
  for (const row of rows) published.set(row.journey, [...(published.get(row.journey) ?? []), row]);
  return published;
}

/** Begins an occurrence; false when another replica was first. */
export async function beginOccurrence(
  tx: Transaction,
  { journey, entry, version, occurrence }: OccurrenceToBegin,
  missed: number,
): Promise<boolean> {
  const { rowCount } = await tx.client.query(
    `insert into occurrence (journey, entry, due, version, missed) values ($1, $2, to_timestamp($3 / 1000.0), $4, $5)
     on conflict do nothing`,
    [journey, entry, occurrence.due, version, missed],
  );
  return rowCount === 1;
}

/** The oldest open occurrence, locked: no other replica works at it meanwhile. */
export async function takeOccurrence(tx: Transaction): Promise<OpenOccurrence | undefined> {
  const { rows } = await tx.client.query<OpenOccurrence>(
    `select journey, entry, due, version, cursor_id as "cursorId" from occurrence where done_at is null
     order by due limit 1 for update skip locked`,
  );
  return rows[0];
}

/**
 * The same occurrence begun before this row by another version, in another place: after a reordering a replica of the
 * version before took it for another schedule's.
 */
export async function begunBefore(
  tx: Transaction,
  { journey, entry, due }: OpenOccurrence,
): Promise<readonly SchedulePlace[]> {
  const { rows } = await tx.client.query<SchedulePlace>(
    `select o.journey, o.version, o.entry from occurrence this
     join occurrence o on o.journey = this.journey and o.due = this.due
       and (o.begun_at, o.entry) < (this.begun_at, this.entry)
     where this.journey = $1 and this.entry = $2 and this.due = $3`,
    [journey, entry, due],
  );
  return rows;
}

/** Profiles by id, after one, with what is known of them. */
export async function nextProfiles(
  tx: Transaction,
  after: string,
  limit: number,
): Promise<readonly { readonly profileId: string; readonly facts: string }[]> {
  const { rows } = await tx.client.query<{ profileId: string; facts: string }>(
    `select profile_id as "profileId", facts from profile_facts where profile_id > $1 order by profile_id limit $2`,
    [after, limit],
  );
  return rows;
}

/** Goes on behind these profiles; done when there are no more. */
export async function moveOccurrence(
  tx: Transaction,
  { journey, entry, due }: OpenOccurrence,
  step: {
    readonly cursorId: string;
    readonly asked: number;
    readonly looked: number;
    readonly done: boolean;
  },
): Promise<void> {
  await tx.client.query(
    `update occurrence set cursor_id = $4, asked = asked + $5, looked = looked + $6,
       done_at = case when $7 then now() end
     where journey = $1 and entry = $2 and due = $3`,
    [journey, entry, due, step.cursorId, step.asked, step.looked, step.done],
  );
}
