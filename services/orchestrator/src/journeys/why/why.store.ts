// The journal and the declined entries of customers, newest first, as the record of why reads them.
import type { Database } from '@continuo/persistence';
import type { JournalEntry } from '../domain/engine/output.js';
import type { Declined } from '../domain/why/why-record.js';
import { storedJson } from '../instances/stored-json.js';

/** A page begins after this: the timeline's clock, and where in that moment (declined entries come last in it). */
export type WhyAfter = readonly [at: string, id: string, seq: number];

export interface WhyFilter {
  readonly profileId: string | null;
  readonly instanceId: string | null;
  readonly journey: string | null;
  readonly from: Date | null;
  readonly to: Date | null;
  /** Names of deeds; an entry without any of them is passed over. */
  readonly deeds: readonly string[];
  /** Whether declined entries are wanted. */
  readonly declined: boolean;
  readonly after: WhyAfter | null;
  readonly limit: number;
}

export type WhyRow = {
  readonly place: WhyAfter;
} & (
  | { readonly entry: JournalEntry; readonly declined: null }
  | { readonly entry: null; readonly declined: Declined }
);

interface Row extends Record<string, unknown> {
  readonly at: string;
  readonly id: string;
  readonly seq: string;
  readonly entry: string | null;
  readonly declined: string | null;
}

/** An instance's entries lie between its beginning and its last change: other days of the journal are not looked at. */
const RECORD = `
  select to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, id, seq, entry, declined from (
    select to_timestamp((${storedJson('j.entry')} -> 'facts' ->> 'now')::float8 / 1000) as at, j.instance_id::text as id, j.seq::bigint as seq, j.entry, null::text as declined
    from instance i join journal j on j.instance_id = i.id
      and j.day >= (i.started_at at time zone 'UTC')::date - 1 and j.day <= (i.changed_at at time zone 'UTC')::date + 1
    where ($1::uuid is null or i.profile_id = $1) and ($2::uuid is null or i.id = $2)
      and ($3::text is null or i.journey = $3) and j.entry like any($6::text[])
    union all
    select d.at, 'zz', d.id, null, json_build_object('journey', d.journey, 'version', d.version,
      'at', (extract(epoch from d.at) * 1000)::float8, 'rule', d.rule, 'ruleVersion', d.rule_version,
      'inputs', d.inputs::json)::text
    from decision d
    where $7 and $2::uuid is null and d.profile_id = $1 and ($3::text is null or d.journey = $3)
  ) record
  where ($4::timestamptz is null or at >= $4) and ($5::timestamptz is null or at <= $5)
    and ($8::timestamptz is null or (at, id, seq) < ($8::timestamptz, $9::text, $10::bigint))
  order by record.at desc, id desc, seq desc limit $11`;

export async function readWhy(database: Database, filter: WhyFilter): Promise<readonly WhyRow[]> {
  const { after } = filter;
  const rows = await database.query<Row>(RECORD, [
    filter.profileId,
    filter.instanceId,
    filter.journey,
    filter.from,
    filter.to,
    filter.deeds.map((did) => `%"did":"${did}"%`),
    filter.declined,
    after?.[0] ?? null,
    after?.[1] ?? null,
    after?.[2] ?? null,
    filter.limit,
  ]);
  return rows.map(({ at, id, seq, entry, declined }): WhyRow => {
    const place: WhyAfter = [at, id, Number(seq)];
    return entry === null
      ? { place, entry: null, declined: JSON.parse(declined ?? '{}') as Declined }
      : { place, entry: JSON.parse(entry) as JournalEntry, declined: null };
  });
}

/** The instance that sent a command; undefined when none did, or it is too long ago. */
export async function instanceOfCommand(database: Database, commandId: string): Promise<string | undefined> {
  const rows = await database.query<{ id: string }>(
    'select instance_id as id from command where command_id = $1',
    [commandId],
  );
  return rows[0]?.id;
}
