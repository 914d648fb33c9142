// Fills in when instances ended that were written by the version before, a few at a time.
import type { Database } from '@continuo/persistence';

const AT_ONCE = 2_000;

/** Answers how many were filled in; rows that somebody is writing wait for the next round. */
export async function fillInEnds(database: Database): Promise<number> {
  const rows = await database.query<{ id: string }>(
    `update instance set ended_at = coalesce(to_timestamp((state::json ->> 'endedAt')::float8 / 1000), changed_at)
     where id in (
       select id from instance where not open and ended_at is null limit $1 for update skip locked)
     returning id`,
    [AT_ONCE],
  );
  return rows.length;
}
