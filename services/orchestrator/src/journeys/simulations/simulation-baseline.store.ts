// What really happened to customers, as a simulation compares with it: instances, what was sent, answered, held and skipped.
import type { Database } from '@continuo/persistence';
import type { AnswerSample } from '../domain/simulation/usual-answers.js';

/** One deed of a journal, as far as a comparison looks at it. */
export type BaselineDeed = readonly [
  at: number,
  did: string,
  step: string | null,
  commandId: string | null,
  /** What was sent, the answering type, or the rule. */
  what: string | null,
];

export interface BaselineInstance {
  readonly id: string;
  readonly journey: string;
  readonly version: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly outcome: string | null;
  readonly ending: string | null;
  readonly visits: { readonly [step: string]: number };
  readonly deeds: readonly BaselineDeed[];
}

export interface Window {
  /** Milliseconds. */
  readonly from: number;
  readonly to: number;
}

/**
 * What is known of each of these profiles, as JSON text (`Known`): instances that ran in the window with their deeds in it,
 * entries that were declined in it, and the facts and the memory of now. A text is parsed when its customer's turn has come;
 * entries and deeds are parsed once each (`json_to_record`), not for each field, and those that tell nothing of it not at all.
 * A journal's days are those that its instance lived: each other one would be looked into for each customer. A customer's
 * instances are looked up first (`offset 0`): taken together with the time that they started at, a planner with old statistics
 * reads all of the others too.
 */
export async function knownOf(
  database: Database,
  profileIds: readonly string[],
  { from, to }: Window,
): Promise<ReadonlyMap<string, string>> {
  if (profileIds.length === 0) return new Map();
  const rows = await database.query<{ id: string; known: string }>(
    `select p.id::text as id, json_build_object(
       'facts', case when f.version is null then null else json_build_object('version', f.version, 'facts', f.facts::json) end,
       'memory', m.memory::json,
       'declined', (
         select coalesce(json_agg(json_build_object('kind', 'declined', 'rule', d.rule, 'journey', d.journey,
           'at', round(extract(epoch from d.at) * 1000)) order by d.id), '[]')
         from decision d where d.profile_id = p.id and d.at between $2::timestamptz and $3::timestamptz),
       'instances', (
         select coalesce(json_agg(json_build_object('id', i.id, 'journey', i.journey, 'version', i.version,
           'startedAt', round(extract(epoch from i.started_at) * 1000), 'endedAt', s."endedAt",
           'outcome', s.outcome, 'ending', s.ending, 'visits', s.visits, 'deeds', (
             select coalesce(json_agg(json_build_array(e.facts -> 'now', d.did, d.step, d."commandId",
               coalesce(d.type, d.rule, d.command)) order by j.seq), '[]')
             from journal j, json_to_record(j.entry::json) as e(facts json, deeds json),
               json_to_recordset(e.deeds) as d(did text, step text, "commandId" text, type text, rule text, command text)
             where j.instance_id = i.id and j.day between ($2::timestamptz)::date - 1 and ($3::timestamptz)::date + 1
               and j.day between (i.started_at at time zone 'UTC')::date - 1 and (i.changed_at at time zone 'UTC')::date + 1
               and (j.entry like '%"did":"sent"%' or j.entry like '%answered%' or j.entry like '%"did":"held"%'
                 or j.entry like '%"did":"skipped"%')
               and d.did in ('sent', 'answered', 'answered-late', 'undo-answered', 'held', 'skipped')
               and (e.facts ->> 'now')::float8 <= $4
           )) order by i.started_at, i.id), '[]')
         from (select * from instance where profile_id = p.id offset 0) i
           cross join lateral json_to_record(i.state::json) as s("endedAt" json, outcome json, ending json, visits json)
         where i.started_at <= $3::timestamptz and (i.open or i.changed_at >= $2::timestamptz))
     )::text as known
     from unnest(string_to_array($1, ',')::uuid[]) as p(id)
     left join profile_facts f on f.profile_id = p.id left join profile_memory m on m.profile_id = p.id`,
    [profileIds.join(','), new Date(from), new Date(to), to],
  );
  return new Map(rows.map(({ id, known }) => [id, known]));
}

/** Answers that were recorded lately, of all journeys: from them usual answers are learnt. */
export async function answerSamples(
  database: Database,
  { from, to }: Window,
  limit: number,
): Promise<readonly AnswerSample[]> {
  return database.query<{ act: string; type: string; delay: number }>(
    `select act, type, answered_at - sent_at as delay from (
       select max(d ->> 'command') as act, (array_agg(d ->> 'type') filter (where d ->> 'did' = 'answered'))[1] as type,
         min(at) filter (where d ->> 'did' = 'sent') as sent_at,
         max(at) filter (where d ->> 'did' = 'answered') as answered_at
       from (select (entry::json -> 'facts' ->> 'now')::float8 as at, entry::json -> 'deeds' as deeds from journal
         where day between ($1::timestamptz)::date - 1 and ($2::timestamptz)::date + 1
           and (entry like '%"did":"sent"%' or entry like '%"did":"answered"%') limit $3) j,
         json_array_elements(j.deeds) d
       where d ->> 'did' in ('sent', 'answered') group by d ->> 'commandId'
     ) commands where answered_at >= sent_at and type is not null`,
    [new Date(from), new Date(to), limit],
  );
}

export interface Marks {
  /** By partition: from which offset on which publication, guardrails or clock counted, in order. */
  readonly publications: ReadonlyMap<number, readonly Mark[]>;
  readonly guardrails: ReadonlyMap<number, readonly Mark[]>;
  readonly clocks: ReadonlyMap<number, readonly Mark[]>;
}

export interface Mark {
  readonly offset: bigint;
  readonly value: number;
}

/** What reached partitions beside their log. */
export async function readMarks(database: Database): Promise<Marks> {
  const rows = await database.query<{ partition: number; kind: string; value: string; offset: string }>(
    `select partition, kind, value, record_offset as offset from mark where kind in ('publication', 'guardrails', 'clock')
     order by record_offset, value`,
  );
  const marks = {
    publication: new Map<number, Mark[]>(),
    guardrails: new Map<number, Mark[]>(),
    clock: new Map<number, Mark[]>(),
  };
  for (const { partition, kind, value, offset } of rows) {
    const own = marks[kind as keyof typeof marks];
    own.set(partition, [...(own.get(partition) ?? []), { offset: BigInt(offset), value: Number(value) }]);
  }
  return { publications: marks.publication, guardrails: marks.guardrails, clocks: marks.clock };
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
