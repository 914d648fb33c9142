// Which timers are due: a range of the index (partition, due), without those of held profiles.
import type { Database, Transaction } from '@continuo/persistence';
import { RELEASED } from './held.store.js';

const NOT_HELD = `not exists (select from messaging.held_key h where h.group_name = $1 and h.topic = $2
  and h.partition = t.partition and h.key = convert_to(t.profile_id::text, 'UTF8'))`;

/** The partitions of these that have a timer due at their clock, or a message to look at again. */
export async function partitionsWithDue(
  database: Database,
  group: string,
  topic: string,
  clocks: ReadonlyMap<number, number>,
): Promise<readonly number[]> {
  const rows = await database.query<{ partition: number }>(
    `select c.partition from unnest($3::int[], $4::bigint[]) as c(partition, clock)
     where exists (select from timer t where t.partition = c.partition and t.due <= c.clock and ${NOT_HELD})
       or exists (select from held_send h where h.partition = c.partition and ${RELEASED})`,
    [group, topic, [...clocks.keys()], [...clocks.values()]],
  );
  return rows.map(({ partition }) => partition);
}

/** The profiles of a partition whose timers are due, those due first first. */
export async function profilesDue(
  tx: Transaction,
  place: {
    readonly group: string;
    readonly topic: string;
    readonly partition: number;
    readonly clock: number;
  },
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await tx.client.query<{ profile_id: string }>({
    name: 'profiles-due',
    text: `select t.profile_id from timer t where t.partition = $3 and t.due <= $4 and ${NOT_HELD}
      order by t.due limit $5`,
    values: [place.group, place.topic, place.partition, place.clock, limit],
  });
  return [...new Set(rows.map(({ profile_id }) => profile_id))];
}

/** Beyond this many the database's own estimate is told: counting a million costs more than it tells. */
const COUNTED = 10_000;

/** Timers that are set. */
export async function timersPending(database: Database): Promise<number> {
  const [row] = await database.query<{ counted: number; thought: number }>(
    `select (select count(*)::int from (select from timer limit $1) first_ones) as counted,
       (select reltuples::float8 from pg_class where oid = 'timer'::regclass) as thought`,
    [COUNTED + 1],
  );
  const { counted = 0, thought = 0 } = row ?? {};
  return counted > COUNTED ? Math.max(counted, Math.round(thought)) : counted;
}

/** Seconds since the timer that waits longest was due; 0 where none is. Those of held profiles wait as well. */
export async function timersLag(database: Database, partitions: number): Promise<number> {
  const [row] = await database.query<{ lag: number | null }>(
    `select ((extract(epoch from now()) * 1000 - min(due)) / 1000)::float8 as lag
     from generate_series(0, $1 - 1) p
       cross join lateral (select due from timer where partition = p order by due limit 1) f`,
    [partitions],
  );
  return Math.max(0, row?.lag ?? 0);
}
