// The instances that a migration concerns, page by page.
import type { Database } from '@continuo/persistence';
import type { Instance } from '../domain/engine/instance.js';

/** Open instances of a version, by id, after one. */
export async function instancesOfVersion(
  database: Database,
  { journey, version }: { readonly journey: string; readonly version: number },
  after: string | undefined,
  limit: number,
): Promise<readonly Instance[]> {
  const rows = await database.query<{ state: string }>(
    `select state from instance where journey = $1 and version = $2 and open and status <> 'ended'
       and ($3::uuid is null or id > $3) order by id limit $4`,
    [journey, version, after ?? null, limit],
  );
  return rows.map(({ state }) => JSON.parse(state) as Instance);
}
