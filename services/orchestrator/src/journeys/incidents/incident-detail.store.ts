// One incident: where the journal tells of it, and what is known of the customer that deciding about it may ask for.
import type { Database } from '@continuo/persistence';
import type { ProfileFacts } from '../domain/engine/input.js';
import type { Memory } from '../domain/engine/memory.js';
import type { JournalEntry } from '../domain/engine/output.js';

export interface ToldEntry {
  readonly entry: JournalEntry;
  readonly recordedAt: Date;
  readonly traceId: string | null;
}

const MOST = 20;

/** The entries of an instance that name an incident, the oldest first. */
export async function entriesNaming(
  database: Database,
  instanceId: string,
  incidentId: string,
): Promise<readonly ToldEntry[]> {
  const rows = await database.query<{ entry: string; recordedAt: Date; traceId: string | null }>(
    `select entry, recorded_at as "recordedAt", trace_id as "traceId" from journal
     where instance_id = $1 and strpos(entry, $2) > 0 order by seq limit $3`,
    [instanceId, incidentId, MOST],
  );
  return rows.map((row) => ({ ...row, entry: JSON.parse(row.entry) as JournalEntry }));
}

/** What is known and remembered of a profile. */
export async function knownOf(
  database: Database,
  profileId: string,
): Promise<{ readonly profile: ProfileFacts | null; readonly memory?: Memory }> {
  const [row] = await database.query<{ version: string | null; facts: string | null; memory: string | null }>(
    `select f.version::text as version, f.facts, m.memory from (values ($1::uuid)) as p(id)
     left join profile_facts f on f.profile_id = p.id left join profile_memory m on m.profile_id = p.id`,
    [profileId],
  );
  const profile =
    row === undefined || row.facts === null
      ? null
      : { version: Number(row.version), facts: JSON.parse(row.facts) as ProfileFacts['facts'] };
  return {
    profile,
    ...(typeof row?.memory === 'string' && { memory: JSON.parse(row.memory) as Memory }),
  };
}
