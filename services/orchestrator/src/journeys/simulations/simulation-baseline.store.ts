// What really happened to customers, as a simulation compares with it: instances, what was sent, answered, held and skipped.
import { column, type Database } from '@continuo/persistence';
import type { Instance } from '../domain/engine/instance.js';
import type { ComparedParts } from '../domain/simulation/compared-deeds.js';

export interface Window {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
}

/** What is stored of a customer, as JSON; parsed when their turn has come. */
export interface KnownRow {
  readonly id: string;
  /** The facts as they are now, not as they were in the window. */
  readonly version: string | null;
  readonly facts: string | null;
  readonly memory: string | null;
  /** Entries that were declined in the window. */
  readonly declined: string | null;
  /** Instances that ran in the window, by age: of each a `KnownLife`, and the list of what its journal tells (`comparedDeeds`). */
  readonly lives: string | null;
}

/** An instance as far as a comparison looks at it. Of one that the version before wrote the whole state is looked at. */
export type KnownLife =
  | readonly [
      id: string,
      journey: string,
      version: number,
      startedAt: number,
      endedAt: number | null,
      outcome: string | null,
      visits: Instance['visits'],
    ]
  | Instance;

const DAY_MS = 86_400_000;
/** JSON. Times of rows that no update has reached since they had none are told by the state only; a step's name has no brace. */
const KNOWN_LIFE = `case when (status = 'running' or ended_at is not null) and after_visits <> '' and split_part(state, '"visits":{', 3) = ''
  then '["' || id || '","' || journey || '",' || version || ',' || round(extract(epoch from started_at) * 1000) || ','
    || coalesce(round(extract(epoch from ended_at) * 1000)::text, 'null') || ',' || coalesce(to_json(outcome)::text, 'null')
    || ',{' || split_part(after_visits, '}', 1) || '}]'
  else state end`;

/**
 * What is known of each of these profiles. Nothing is parsed here, and each table's index is read once for all of them: read
 * for each, or with its JSON taken apart, this took twice the time of the engine. The visits are cut out of the state's text,
 * where they are the only thing of that name. Of the journal only those days are looked into that the instances lived, and one
 * to both sides: the clock by which an instance starts is not the one of the journal.
 * Instances are looked up first (`offset 0`): taken together with the time that they started at, a planner with old statistics
 * reads all of the others too.
 */
export async function knownOf(
  database: Database,
  profileIds: readonly string[],
  { from, to }: Window,
): Promise<ReadonlyMap<string, KnownRow>> {
  if (profileIds.length === 0) return new Map();
  const rows = await database.query<KnownRow>(
    `with lived as materialized (
       select * from (select * from instance where profile_id = any($1::uuid[]) offset 0) i
       where started_at <= $3::timestamptz and (open or changed_at >= $2::timestamptz)
     ), told as (
       select instance_id, string_agg(coalesce(compared, entry), ',' order by seq) as compared from journal
       where instance_id = any(array(select id from lived)) and compared is distinct from ''
         and day between $4::date and $5::date
         and day between (select (min(started_at) at time zone 'UTC')::date - 1 from lived)
           and (select (max(changed_at) at time zone 'UTC')::date + 1 from lived)
       group by instance_id
     ), lives as (
       select profile_id,
         '[' || string_agg('[' || ${KNOWN_LIFE} || ',[' || coalesce(compared, '') || ']]', ',' order by started_at, id) || ']'
           as lives
       from lived left join told on instance_id = id,
         split_part(state, '"visits":{', 2) as after_visits group by profile_id
     ), refused as (
       select profile_id, '[' || string_agg(json_build_object('kind', 'declined', 'rule', rule, 'journey', journey,
         'at', round(extract(epoch from at) * 1000),
         'limit', case rule when 'concurrency' then inputs::json end)::text, ',' order by id) || ']' as declined
       from decision where profile_id = any($1::uuid[]) and at between $2::timestamptz and $3::timestamptz
       group by profile_id
     )
     select p.id::text, f.version, f.facts, m.memory, declined, lives
     from unnest($1::uuid[]) as p(id)
       left join lives on lives.profile_id = p.id left join refused on refused.profile_id = p.id
       left join profile_facts f on f.profile_id = p.id left join profile_memory m on m.profile_id = p.id`,
    [column('uuid', profileIds), new Date(from), new Date(to), dayOf(from - DAY_MS), dayOf(to + DAY_MS)],
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Of UTC, as the journal's days are. */
function dayOf(time: number): string {
  return new Date(time).toISOString().slice(0, 10);
}

/** What journals told in the window, of all journeys, up to so many entries: from it usual answers are learnt. */
export async function comparedSamples(
  database: Database,
  { from, to }: Window,
  limit: number,
): Promise<ComparedParts> {
  const rows = await database.query<{ compared: string }>(
    `select coalesce(compared, entry) as compared from journal
     where day between $1::date and $2::date
       and (compared like any ($4) or (compared is null and entry like any ($4))) limit $3`,
    [dayOf(from - DAY_MS), dayOf(to + DAY_MS), limit, ['%"sent"%', '%"answered"%']],
  );
  return JSON.parse(`[${rows.map(({ compared }) => compared).join(',')}]`) as ComparedParts;
}

export interface Marks {
  /** By partition: from which offset on which publication or guardrails counted, in order. */
  readonly publications: ReadonlyMap<number, readonly Mark[]>;
  readonly guardrails: ReadonlyMap<number, readonly Mark[]>;
}

export interface Mark {
  readonly offset: bigint;
  readonly value: number;
}

/** What reached partitions beside their log, but for their clocks. */
export async function readMarks(database: Database): Promise<Marks> {
  const rows = await database.query<{ partition: number; kind: string; value: string; offset: string }>(
    `select partition, kind, value, record_offset as offset from mark where kind in ('publication', 'guardrails')
     order by record_offset, value`,
  );
  const marks = { publication: new Map<number, Mark[]>(), guardrails: new Map<number, Mark[]>() };
  for (const { partition, kind, ...mark } of rows) {
    const own = marks[kind as keyof typeof marks];
    const ofPartition = own.get(partition);
    if (ofPartition === undefined) own.set(partition, [markOf(mark)]);
    else ofPartition.push(markOf(mark));
  }
  return { publications: marks.publication, guardrails: marks.guardrails };
}

/**
 * The idle clocks by which timers of a partition fired, in order: there may be one for every timer, so only a window's are
 * asked for. One from before it changes nothing in it; the clock is the database's, and may be ahead of the log's times.
 */
export async function clockMarks(
  database: Database,
  partition: number,
  { from, to }: Window,
): Promise<readonly Mark[]> {
  const rows = await database.query<{ value: string; offset: string }>(
    `select value, record_offset as offset from mark
     where partition = $1 and kind = 'clock' and value between $2::bigint and $3::bigint order by record_offset, value`,
    [partition, from, to + DAY_MS],
  );
  return rows.map(markOf);
}

function markOf({ value, offset }: { readonly value: string; readonly offset: string }): Mark {
  return { offset: BigInt(offset), value: Number(value) };
}

/** The newest publication and the newest guardrails; 0 before the first. */
export async function newestNumbers(
  database: Database,
): Promise<{ readonly publication: number; readonly guardrails: number }> {
  const rows = await database.query<{ publication: number; guardrails: number }>(
    `select (select coalesce(max(number), 0) from publication)::float8 as publication,
       (select coalesce(max(number), 0) from guardrails)::float8 as guardrails`,
  );
  return rows[0] ?? { publication: 0, guardrails: 0 };
}
