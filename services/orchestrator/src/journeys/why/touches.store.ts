// Entries of a customer's journals in which some events are named, and declined entries by them.
import type { Database } from '@continuo/persistence';
import type { JournalEntry } from '../domain/engine/output.js';
import type { Declined } from '../domain/why/why-record.js';

/**
 * One pass over the customer's journals: a kept event is named only in the text of the entry that took it. An instance's
 * entries lie between its beginning and its last change.
 */
const NAMED = `
  select j.entry from instance i join journal j on j.instance_id = i.id
    and j.day >= (i.started_at at time zone 'UTC')::date - 1 and j.day <= (i.changed_at at time zone 'UTC')::date + 1
  where i.profile_id = $1 and j.entry ~ $2
  order by j.recorded_at, j.instance_id, j.seq limit $3`;
const DECLINED = `
  select journey, version, (extract(epoch from at) * 1000)::float8 as at, rule, rule_version as "ruleVersion", inputs
  from decision where profile_id = $1 and inputs ~ $2 order by id limit $3`;

/** More than this of one page of events is a customer in a thousand journeys at once. */
const MOST = 10_000;

/** `eventIds` are UUIDs: nothing in them means anything in a pattern. */
export async function entriesNaming(
  database: Database,
  profileId: string,
  eventIds: readonly string[],
): Promise<readonly JournalEntry[]> {
  const rows = await database.query<{ entry: string }>(NAMED, [profileId, patternOf(eventIds), MOST]);
  return rows.map(({ entry }) => JSON.parse(entry) as JournalEntry);
}

export async function declinedBy(
  database: Database,
  profileId: string,
  eventIds: readonly string[],
): Promise<readonly Declined[]> {
  const rows = await database.query<Omit<Declined, 'inputs'> & { inputs: string }>(DECLINED, [
    profileId,
    patternOf(eventIds),
    MOST,
  ]);
  return rows.map((row) => ({ ...row, inputs: JSON.parse(row.inputs) as Declined['inputs'] }));
}

function patternOf(eventIds: readonly string[]): string {
  return `"(${eventIds.join('|')})"`;
}
