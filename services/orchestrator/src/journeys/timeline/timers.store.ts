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

export interface TimerState {
  /** Those that are set: beyond ten thousand as many as the database thinks, since counting a million costs more than it tells. */
  readonly pending: number;
  /** Seconds since the one that waits longest was due; 0 where none is. Those of held profiles wait as well. */
  readonly lag: number;
}

export async function timerState(database: Database, partitions: number): Promise<TimerState> {
  const [row] = await database.query<{ counted: number; thought: number; first: string | null; now: number }>(
    `select (select count(*)::int from (select from timer limit 10001) first_ones) as counted,
       (select reltuples::float8 from pg_class where oid = 'timer'::regclass) as thought,
       (select min(due) from generate_series(0, $1 - 1) p cross join lateral
         (select due from timer where partition = p order by due limit 1) f) as first,
       (extract(epoch from now()) * 1000)::float8 as now`,
    [partitions],
  );
  if (row === undefined) throw new Error('a count without an answer');
  const { counted, thought, first, now } = row;
  return {
    pending: counted > 10_000 ? Math.max(counted, Math.round(thought)) : counted,
    lag: first === null ? 0 : Math.max(0, (now - Number(first)) / 1_000),
  };
}
