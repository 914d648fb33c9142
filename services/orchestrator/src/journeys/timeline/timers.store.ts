// Which timers are due: a range of the index (partition, due), without those of held profiles.
import { columnOf, type Database, type Transaction } from '@continuo/persistence';
import { portions } from '../domain/portions.js';
import { RELEASED } from './held.store.js';

const NOT_HELD = `not exists (select from messaging.held_key h where h.group_name = $1 and h.topic = $2
  and h.partition = t.partition and h.key = convert_to(t.profile_id::text, 'UTF8'))`;

/** The partitions of these that have a timer due at their clock, and when (ms); 0 for a message to look at again. */
export async function partitionsWithDue(
  database: Database,
  group: string,
  topic: string,
  clocks: ReadonlyMap<number, number>,
): Promise<ReadonlyMap<number, number>> {
  const rows = await database.query<{ partition: number; due: number }>(
    `select partition, due::float8 from unnest($3::int[], $4::bigint[]) as c(partition, clock) cross join lateral (
       select least(
         (select t.due from timer t where t.partition = c.partition and t.due <= c.clock and ${NOT_HELD}
          order by t.due limit 1),
         (select 0 from held_send h where h.partition = c.partition and ${RELEASED} limit 1)) as due) first
     where due is not null`,
    [group, topic, [...clocks.keys()], [...clocks.values()]],
  );
  return new Map(rows.map(({ partition, due }) => [partition, due]));
}

/** Of whom something is due in a partition, who waits longest first. */
export interface ProfilesDue {
  /** Timers are due. */
  readonly fired: ReadonlySet<string>;
  /** Messages that were held back are to be looked at again. */
  readonly released: ReadonlySet<string>;
}

/**
 * Who has something due at the partitions' clocks, held profiles left out: at most `ofOne` of either kind in each, and about
 * `ofAll` together. What has nothing due is left out.
 */
export async function profilesDue(
  tx: Transaction,
  { group, topic }: { readonly group: string; readonly topic: string },
  clocks: readonly { readonly partition: number; readonly clock: number }[],
  { ofOne, ofAll }: { readonly ofOne: number; readonly ofAll: number },
): Promise<ReadonlyMap<number, ProfilesDue>> {
  const { rows } = await tx.client.query<{ partition: number; profile_id: string; released: boolean }>({
    name: 'profiles-due',
    text: `select c.partition, of_one.* from unnest($3::int[], $4::bigint[]) as c(partition, clock) cross join lateral (
        (select t.profile_id, false as released from timer t
          where t.partition = c.partition and t.due <= c.clock and ${NOT_HELD} order by t.due limit $5)
        union all
        (select h.profile_id, true from held_send h where h.partition = c.partition and ${RELEASED}
          order by h.since limit $5)) of_one`,
    values: [
      group,
      topic,
      columnOf('int4', clocks, ({ partition }) => partition),
      columnOf('int8', clocks, ({ clock }) => clock),
      ofOne,
    ],
  });
  const due = new Map<number, { readonly fired: Set<string>; readonly released: Set<string> }>();
  for (const { partition, profile_id, released } of rows) {
    const own = due.get(partition) ?? { fired: new Set(), released: new Set() };
    due.set(partition, own);
    (released ? own.released : own.fired).add(profile_id);
  }
  const sizes = [...due.values()].map(({ fired, released }) => Math.max(fired.size, released.size));
  const shares = portions(sizes, ofAll);
  const first = (ids: ReadonlySet<string>, count: number): ReadonlySet<string> =>
    ids.size <= count ? ids : new Set([...ids].slice(0, count));
  return new Map(
    [...due].map(([partition, { fired, released }], nth) => {
      const share = shares[nth] ?? 0;
      return [partition, { fired: first(fired, share), released: first(released, share) }];
    }),
  );
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
