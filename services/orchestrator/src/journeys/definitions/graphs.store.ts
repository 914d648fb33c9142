// Everything about a version's steps in one statement: who is where, who came and went in the window, how long it took.
import type { Database } from '@continuo/persistence';
import { windowFrom } from './live-counts.js';

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

/** Of a time in UTC. */
const ISO = (time: string): string => `to_char(${time}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const GRAPH = `
  with counted as (
    select version, kind, step, detail, day, sum(count)::int as count from instance_count
      where journey = $1 group by version, kind, step, detail, day having sum(count) <> 0),
  time as (select ${windowFrom('$3')} as start)
  select 'here' as kind, step, detail, null::int as number, count from counted
    where kind in ('main', 'branch') and version = $2
  union all
  select 'other', null, detail, version, sum(count)::int from counted
    where kind = 'main' and version <> $2 group by version, detail
  union all
  select 'ended', step, detail, null, sum(count)::int from counted
    where kind = 'ended' and version = $2 and day >= (select start from time)::date group by step, detail
  union all
  select 'started', null, null, null, sum(count)::int from counted
    where kind = 'started' and version = $2 and day >= (select start from time)::date having sum(count) > 0
  union all
  select 'stay', step, next, bucket, sum(count)::int from step_stay
    where journey = $1 and version = $2 and day >= (select start from time)::date group by step, next, bucket
  union all
  select 'time', ${ISO('start')}, ${ISO(`now() at time zone 'UTC'`)}, null, 0 from time
  union all
  select 'time', null, ${ISO(`at at time zone 'UTC'`)}, 1, 0 from watermark where name = 'step-stay'`;

/** All that is known of a version's steps and ways in a window of days. */
export function factsOfVersion(
  database: Database,
  journey: string,
  version: number,
  days: number,
): Promise<readonly GraphRow[]> {
  return database.query<GraphRow & Record<string, unknown>>(GRAPH, [journey, version, days]);
}
