// Occurrences of schedules: which are begun, whom they have asked, and the facts by which an audience is found.
import type { Transaction } from '@continuo/persistence';
import type { Occurrence } from '../domain/language/schedule.js';

export interface OpenOccurrence {
  readonly journey: string;
  readonly entry: number;
  readonly due: Date;
  readonly version: number;
  readonly cursorId: string;
}

export interface OccurrenceToBegin {
  readonly journey: string;
  readonly entry: number;
  readonly version: number;
  readonly occurrence: Occurrence;
}

/** Database time: schedules follow no partition's clock. */
export async function databaseNow(tx: Transaction): Promise<number> {
  const { rows } = await tx.client.query<{ now: number }>(
    'select (extract(epoch from clock_timestamp()) * 1000)::float8 as now',
  );
  return Math.floor(rows[0]?.now ?? 0);
}

/** The newest occurrence of each schedule that was begun (ms), and since when a journey's schedules count. */
export async function newestBegun(
  tx: Transaction,
): Promise<{ readonly begun: ReadonlyMap<string, number>; readonly since: ReadonlyMap<string, number> }> {
  const begun = await tx.client.query<{ name: string; due: number }>(
    `select journey || '/' || entry as name, (extract(epoch from max(due)) * 1000)::float8 as due
     from occurrence group by journey, entry`,
  );
  const since = await tx.client.query<{ journey: string; at: number }>(
    `select journey, (extract(epoch from min(published_at)) * 1000)::float8 as at from publication p
     where number > coalesce((select max(number) from publication r
       where r.journey = p.journey and r.state = 'retired'), 0) group by journey`,
  );
  return {
    begun: new Map(begun.rows.map(({ name, due }) => [name, Math.round(due)])),
    since: new Map(since.rows.map(({ journey, at }) => [journey, at])),
  };
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
