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
