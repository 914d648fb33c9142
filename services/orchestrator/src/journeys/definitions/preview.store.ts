// Whom a new version of a journey would concern: what runs, who entered, and which customers are in other journeys too.
import type { Database } from '@continuo/persistence';

export interface RunningIn {
  readonly version: number;
  readonly step: string;
  readonly count: number;
  readonly incidents: number;
}

/** Open instances by version and step. */
export function runningByStep(database: Database, journey: string): Promise<readonly RunningIn[]> {
  return database.query<RunningIn & Record<string, unknown>>(
    `select version, step, count(*)::int as count, count(incident)::int as incidents from instance
     where journey = $1 and open and status <> 'ended' group by version, step order by version, step`,
    [journey],
  );
}

export interface EntriesOfDay {
  readonly day: string;
  readonly entered: number;
  readonly declined: number;
}

/** The last seven days, UTC; those without an entry too. */
export function entriesPerDay(database: Database, journey: string): Promise<readonly EntriesOfDay[]> {
  return database.query<EntriesOfDay & Record<string, unknown>>(
    `with days as (select generate_series(date_trunc('day', now() at time zone 'UTC') - interval '6 days',
         date_trunc('day', now() at time zone 'UTC'), interval '1 day') at time zone 'UTC' as day),
       entered as (select date_trunc('day', started_at, 'UTC') as day, count(*)::int as count from instance
         where journey = $1 and started_at >= (select min(day) from days) group by 1),
       declined as (select date_trunc('day', at, 'UTC') as day, count(*)::int as count from decision
         where journey = $1 and at >= (select min(day) from days) group by 1)
     select to_char(d.day at time zone 'UTC', 'YYYY-MM-DD') as day, coalesce(e.count, 0) as entered,
       coalesce(n.count, 0) as declined
     from days d left join entered e using (day) left join declined n using (day) order by d.day`,
    [journey],
  );
}

const SAMPLE = 5_000;

/** Of the newest 5,000 customers in this journey, how many are in each of the others now. */
export async function customersInOthers(
  database: Database,
  journey: string,
): Promise<ReadonlyMap<string, number>> {
  const rows = await database.query<{ journey: string; count: number }>(
    `with own as materialized (select distinct profile_id from (select profile_id from instance
         where journey = $1 and open order by started_at desc, id desc limit ${SAMPLE}) newest)
     select i.journey, count(distinct i.profile_id)::int as count from own join instance i using (profile_id)
     where i.open and i.status <> 'ended' and i.journey <> $1 group by i.journey`,
    [journey],
  );
  return new Map(rows.map(({ journey: other, count }) => [other, count]));
}
