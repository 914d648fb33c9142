// How long the oldest transaction of this database has been open: nothing that died since then is cleaned.
import type { Database } from '@continuo/persistence';

/** Seconds; 0 when there is none. Sessions of other roles are seen where this one may see them. */
export async function oldestTransactionAge(database: Pick<Database, 'query'>): Promise<number> {
  const rows = await database.query<{ age: number }>(
    `select coalesce(max(extract(epoch from clock_timestamp() - xact_start)), 0)::float8 as age
     from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  return rows[0]?.age ?? 0;
}
