// Steps that instances are in for longer than they should be, those of branches too.
import type { Database } from '@continuo/persistence';

export interface StepLimit {
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  /** Milliseconds. */
  readonly after: number;
}

export interface StuckRow {
  readonly instanceId: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  /** Since when it stands there; the time that it was held back is left out. */
  readonly enteredAt: string;
}

/**
 * Instances with an incident are told as such; those are not counted again. No branch is older than its parallel, so who is
 * younger than a limit is passed over by the row alone. Of a row that the version before has written the main way is known,
 * and whether anything is held back.
 */
const STUCK = `from unnest($1::text[], $2::int[], $3::text[], $4::float8[]) as l(journey, version, step, after)
  join instance i on i.open and i.journey = l.journey and i.version = l.version
    and (i.step = l.step or l.step = any(i.positions))
  cross join lateral unnest(array[i.step] || i.positions,
    case when i.standing_at = i.changed_at then i.standing
      when strpos(i.state, '"phase":"held"') = 0 then array[extract(epoch from i.entered_at) * 1000]::bigint[] end)
    as place(step, since)
  where i.status = 'running' and i.incident is null and i.entered_at < now() - l.after * interval '1 millisecond'
    and place.step = l.step and place.since < extract(epoch from now()) * 1000 - l.after`;

function columnsOf(limits: readonly StepLimit[]): readonly unknown[] {
  return [
    limits.map(({ journey }) => journey),
    limits.map(({ version }) => version),
    limits.map(({ step }) => step),
    limits.map(({ after }) => after),
  ];
}

/** How many there are, by step. */
export async function countStuck(
  database: Database,
  limits: readonly StepLimit[],
): Promise<readonly { readonly journey: string; readonly step: string; readonly count: number }[]> {
  if (limits.length === 0) return [];
  return database.query(
    `select i.journey, place.step, count(*)::int as count ${STUCK} group by i.journey, place.step`,
    columnsOf(limits),
  );
}

/** Those that stand longest first, after this one. */
export async function listStuck(
  database: Database,
  limits: readonly StepLimit[],
  after: readonly [enteredAt: string, id: string, step: string] | undefined,
  limit: number,
): Promise<readonly StuckRow[]> {
  if (limits.length === 0) return [];
  return database.query<StuckRow & Record<string, unknown>>(
    `select i.id as "instanceId", i.profile_id as "profileId", i.journey, i.version, place.step,
       to_char(to_timestamp(place.since / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "enteredAt"
     ${STUCK} and ($5::timestamptz is null or
       (to_timestamp(place.since / 1000.0), i.id, place.step) > ($5::timestamptz, $6::uuid, $7))
     order by place.since, i.id, place.step limit $8`,
    [...columnsOf(limits), ...(after ?? [null, null, null]), limit],
  );
}

/** Versions that somebody is in, without those of paused journeys: nobody is to go on there. */
export async function openVersions(
  database: Database,
): Promise<readonly { readonly journey: string; readonly version: number }[]> {
  // A loose scan of the index: one look per version, however many instances it has.
  return database.query(
    `with recursive v as (
       (select journey, version from instance where open order by journey, version limit 1)
       union all
       select n.journey, n.version from v cross join lateral (
         select i.journey, i.version from instance i where i.open and (i.journey, i.version) > (v.journey, v.version)
         order by i.journey, i.version limit 1) n)
     select journey, version from v where not exists (
       select from publication p where p.journey = v.journey and p.state = 'paused'
         and p.number = (select max(q.number) from publication q where q.journey = v.journey))`,
  );
}
