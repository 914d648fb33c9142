// Counts of instances that the database keeps while instances are written: begun once, and kept small.
import type { Database } from '@continuo/persistence';

const NAME = 'instance-count';
/** The longest window that anybody asks for, and a day. */
const KEPT_DAYS = 37;

const COUNTED = `
  select journey, version, 'main' as kind, step, case when incident is not null then 'stalled' else status end as detail,
    date '2000-01-01' as day, count(*) as n from instance where open and status <> 'ended' group by 1, 2, 4, 5
  union all
  select journey, version, 'branch', unnest(positions), case when incident is not null then 'stalled' else status end,
    date '2000-01-01', count(*) from instance where open and status <> 'ended' and positions is not null group by 1, 2, 4, 5
  union all
  select journey, version, 'started', '', '', (started_at at time zone 'UTC')::date, count(*) from instance group by 1, 2, 6
  union all
  select journey, version, 'ended', step, coalesce(outcome, ''), (ended_at at time zone 'UTC')::date, count(*) from instance
    where status = 'ended' and ended_at is not null group by 1, 2, 4, 5, 6`;

/**
 * Counts once what was there before counting began. Instances and counts are seen as of one moment and are changed in one
 * transaction by who writes them: the difference is right whatever is written meanwhile. Answers whether it did.
 */
export function beginCounts(database: Database): Promise<boolean> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.client.query(
      'insert into watermark (name, at) values ($1, now()) on conflict do nothing returning name',
      [NAME],
    );
    if (rows.length === 0) return false;
    await tx.client.query('set local statement_timeout = 0');
    await tx.client.query(
      `insert into instance_count (shard, journey, version, kind, step, detail, day, count)
       select 0, journey, version, kind, step, detail, day, sum(n) from (
         ${COUNTED}
         union all
         select journey, version, kind, step, detail, day, -count from instance_count
       ) difference group by journey, version, kind, step, detail, day having sum(n) <> 0
       on conflict (journey, version, kind, step, detail, day, shard)
         do update set count = instance_count.count + excluded.count`,
    );
    return true;
  });
}

/** Adds up what connections have counted that are gone, and drops what nobody asks for any more. */
export function tidyCounts(database: Database): Promise<void> {
  return database.transaction(async (tx) => {
    const { rows } = await tx.client.query('select from watermark where name = $1 for update skip locked', [
      NAME,
    ]);
    if (rows.length === 0) return;
    await tx.client.query(
      `with gone as (
         delete from instance_count where shard <> 0 and shard not in (select pid from pg_stat_activity where pid is not null)
         returning *)
       insert into instance_count (shard, journey, version, kind, step, detail, day, count)
       select 0, journey, version, kind, step, detail, day, sum(count) from gone
         group by journey, version, kind, step, detail, day
       on conflict (journey, version, kind, step, detail, day, shard)
         do update set count = instance_count.count + excluded.count`,
    );
    await tx.client.query(
      `delete from instance_count where kind in ('started', 'ended') and day < current_date - $1::int`,
      [KEPT_DAYS],
    );
    await tx.client.query(`delete from instance_count where shard = 0 and count = 0`);
  });
}
