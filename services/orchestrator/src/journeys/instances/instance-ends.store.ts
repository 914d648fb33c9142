// Fills in when instances ended that were written by the version before, some at a time.
import type { Database } from '@continuo/persistence';
import { storedJson } from './stored-json.js';

const AT_ONCE = 2_000;

/** All there are; rows that somebody is writing wait for the next round. Answers how many were filled in. */
export async function fillInEnds(database: Database): Promise<number> {
  let all = 0;
  for (let filled = AT_ONCE; filled === AT_ONCE; all += filled) filled = await fillInSome(database);
  return all;
}

async function fillInSome(database: Database): Promise<number> {
  const rows = await database.query<{ id: string }>(
    `update instance set ended_at =
       coalesce(to_timestamp((${storedJson('state')} ->> 'endedAt')::float8 / 1000), changed_at)
     where id in (
       select id from instance where not open and ended_at is null limit $1 for update skip locked)
     returning id`,
    [AT_ONCE],
  );
  return rows.length;
}
