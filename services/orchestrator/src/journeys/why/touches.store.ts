// Entries of a customer's journals in which some events are named, and declined entries by them.
import type { Database } from '@continuo/persistence';
import type { JournalEntry } from '../domain/engine/output.js';
import type { Declined } from '../domain/why/why-record.js';

/** How far is looked, the newest first: a page of events must cost the same for a customer with a thousand journeys. */
export interface Looked {
  readonly instances: number;
  /** Entries of one instance, and of all of them. */
  readonly ofOne: number;
  readonly entries: number;
  readonly declined: number;
}
const LOOKED: Looked = { instances: 200, ofOne: 1_000, entries: 10_000, declined: 10_000 };

export interface Named<Row> {
  readonly rows: readonly Row[];
  /** False when there is more than was looked at. */
  readonly isComplete: boolean;
}

/** A kept event is named only in the text of the entry that took it. An instance's entries lie between its beginning and its last change. */
const NEWEST = `
  with own as (
    select id, started_at, changed_at from instance where profile_id = $1 order by changed_at desc, id desc limit $3::int + 1),
  looked as materialized (
    select j.* from own i cross join lateral (
      select entry, recorded_at, instance_id, seq from journal where instance_id = i.id
        and day >= (i.started_at at time zone 'UTC')::date - 1 and day <= (i.changed_at at time zone 'UTC')::date + 1
      order by seq desc limit $4::int + 1) j
    order by recorded_at desc, instance_id desc, seq desc limit $5::int + 1)`;
const NAMED = `${NEWEST}
  select array(select entry from looked where entry ~ $2 order by recorded_at, instance_id, seq) as rows,
    (select count(*) from own) <= $3 and (select count(*) from looked) <= $5
      and not exists (select from looked group by instance_id having count(*) > $4) as "isComplete"`;
const KNOWING = `${NEWEST}
  select instance_id as id from looked where entry ~ $2
  order by entry ~ '"did":"(answered|answered-late|undo-answered)"' desc, recorded_at desc, instance_id desc limit 1`;
const DECLINED = `
  with looked as materialized (select * from decision where profile_id = $1 order by id desc limit $3::int + 1)
  select coalesce((select jsonb_agg(jsonb_build_object('journey', journey, 'version', version, 'rule', rule,
      'at', (extract(epoch from at) * 1000)::float8, 'ruleVersion', rule_version, 'inputs', inputs) order by id)
    from looked where inputs ~ $2), '[]') as rows, (select count(*) from looked) <= $3 as "isComplete"`;

/** `eventIds` are UUIDs: nothing in them means anything in a pattern. */
export async function entriesNaming(
  database: Database,
  profileId: string,
  eventIds: readonly string[],
  { instances, ofOne, entries }: Looked = LOOKED,
): Promise<Named<JournalEntry>> {
  const [found] = await database.query<Named<string>>(NAMED, [
    profileId,
    patternOf(eventIds),
    instances,
    ofOne,
    entries,
  ]);
  const rows = (found?.rows ?? []).map((entry) => JSON.parse(entry) as JournalEntry);
  return { rows, isComplete: found?.isComplete ?? true };
}

/**
 * The customer's newest instance whose journal has this input, or speaks of this command (one that was held is in no other
 * table); before all others one that took the input as an answer: others may have been started by it. What lies behind the
 * newest that are looked at is not found: an id that nobody knows must not cost a whole journal.
 */
export async function instanceThatKnows(
  database: Database,
  profileId: string,
  id: string,
  { instances, ofOne, entries }: Looked = LOOKED,
): Promise<string | undefined> {
  const [found] = await database.query<{ id: string }>(KNOWING, [
    profileId,
    patternOf([id]),
    instances,
    ofOne,
    entries,
  ]);
  return found?.id;
}

export async function declinedBy(
  database: Database,
  profileId: string,
  eventIds: readonly string[],
  { declined }: Looked = LOOKED,
): Promise<Named<Declined>> {
  type Row = Omit<Declined, 'inputs'> & { readonly inputs: string };
  const [found] = await database.query<Named<Row>>(DECLINED, [profileId, patternOf(eventIds), declined]);
  const rows = (found?.rows ?? []).map((row) => ({
    ...row,
    inputs: JSON.parse(row.inputs) as Declined['inputs'],
  }));
  return { rows, isComplete: found?.isComplete ?? true };
}

function patternOf(eventIds: readonly string[]): string {
  return `"(${eventIds.join('|')})"`;
}
