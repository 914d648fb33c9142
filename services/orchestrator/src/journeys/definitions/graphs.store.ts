// Everything about a version's steps in one statement: who is where, who came and went in the window, how long it took.
import type { Database } from '@continuo/persistence';
import { OPEN_STATE, windowFrom } from './live-counts.js';

/** One fact of a version; which of the fields it has depends on its kind. */
export interface GraphRow {
  /**
   * `here`: in `step` now, by `detail` (the state). `other`: not ended in version `number`, by `detail`. `ended`: in `step` with
   * the outcome `detail`. `started`: in the window. `stay`: left `step` for `detail`, after a time of bucket `number`.
   * `time`: `detail` is now and `step` where the window begins; with a number it is up to when stays are known.
   */
  readonly kind: 'here' | 'other' | 'ended' | 'started' | 'stay' | 'time';
  readonly step: string | null;
  readonly detail: string | null;
  readonly number: number | null;
  readonly count: number;
}

const ISO = (time: string): string => `to_char(${time} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const GRAPH = `
  with live as (
    select version, step, positions, ${OPEN_STATE} as state, count(*) as count from instance
      where open and status <> 'ended' and journey = $1 group by 1, 2, 3, 4),
  time as (select ${windowFrom('$3')} as start)
  select 'here' as kind, step, state as detail, null::int as number, sum(count)::int as count from (
      select step, state, count from live where version = $2
      union all
      select unnest(positions), state, count from live where version = $2 and positions is not null) places
    group by step, state
  union all
  select 'other', null, state, version, sum(count)::int from live where version <> $2 group by version, state
  union all
  select 'ended', step, coalesce(outcome, ''), null, count(*)::int from instance
    where journey = $1 and version = $2 and status = 'ended' and ended_at > (select start from time) group by step, outcome
  union all
  select 'started', null, null, null, count(*)::int from instance
    where journey = $1 and version = $2 and started_at > (select start from time)
  union all
  select 'stay', step, next, bucket, sum(count)::int from step_stay
    where journey = $1 and version = $2 and day > (now() at time zone 'UTC')::date - $3::int group by step, next, bucket
  union all
  select 'time', ${ISO('start')}, ${ISO('now()')}, null, 0 from time
  union all
  select 'time', null, ${ISO('at')}, 1, 0 from watermark where name = 'step-stay'`;

/** All that is known of a version's steps and ways in a window of days. */
export function factsOfVersion(
  database: Database,
  journey: string,
  version: number,
  days: number,
): Promise<readonly GraphRow[]> {
  return database.query<GraphRow & Record<string, unknown>>(GRAPH, [journey, version, days]);
}
