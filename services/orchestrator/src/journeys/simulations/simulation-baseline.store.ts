// What really happened to customers, as a simulation compares with it: instances, what was sent, answered, held and skipped.
import type { Database } from '@continuo/persistence';
import type { ProfileFacts } from '../domain/engine/input.js';
import { NO_MEMORY, type Memory } from '../domain/engine/memory.js';
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
  readonly profileId: string;
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

interface Row extends Record<string, unknown> {
  readonly id: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly startedAt: number;
  readonly state: string;
  readonly deeds: readonly BaselineDeed[] | null;
}

/** Instances of these profiles that ran in the window, with their deeds in it. */
export async function baselineOf(
  database: Database,
  profileIds: readonly string[],
  { from, to }: Window,
): Promise<readonly BaselineInstance[]> {
  const rows = await database.query<Row>(
    `select i.id, i.profile_id as "profileId", i.journey, i.version,
       (extract(epoch from i.started_at) * 1000)::float8 as "startedAt",
       json_build_object('endedAt', i.state::json -> 'endedAt', 'outcome', i.state::json -> 'outcome',
         'ending', i.state::json -> 'ending', 'visits', i.state::json -> 'visits')::text as state, j.deeds
     from instance i left join lateral (
       select json_agg(json_build_array(j.entry::json -> 'facts' -> 'now', d ->> 'did', d ->> 'step', d ->> 'commandId',
         coalesce(d ->> 'type', d ->> 'rule', d ->> 'command')) order by j.seq) as deeds
       from journal j, json_array_elements(j.entry::json -> 'deeds') d
       where j.instance_id = i.id and j.day between ($2::timestamptz)::date - 1 and ($3::timestamptz)::date + 1
         and d ->> 'did' in ('sent', 'answered', 'answered-late', 'undo-answered', 'held', 'skipped')
     ) j on true
     where i.profile_id = any($1::uuid[]) and i.started_at <= $3::timestamptz and (i.open or i.changed_at >= $2::timestamptz)
     order by i.started_at, i.id`,
    [profileIds, new Date(from), new Date(to)],
  );
  return rows.map(({ state, deeds, startedAt, ...row }) => ({
    ...row,
    startedAt: Math.round(startedAt),
    deeds: (deeds ?? []).filter(([at]) => at <= to),
    ...(JSON.parse(state) as Pick<BaselineInstance, 'endedAt' | 'outcome' | 'ending' | 'visits'>),
  }));
}

/** What is known and remembered of profiles now. */
export async function knownOf(
  database: Database,
  profileIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly facts: ProfileFacts | null; readonly memory: Memory }>> {
  const rows = await database.query<{
    id: string;
    version: string | null;
    facts: string | null;
    items: string | null;
  }>(
    `select p.id, f.version, f.facts, m.memory as items from unnest($1::uuid[]) as p(id)
     left join profile_facts f on f.profile_id = p.id left join profile_memory m on m.profile_id = p.id
     where f.profile_id is not null or m.profile_id is not null`,
    [profileIds],
  );
  return new Map(
    rows.map(({ id, version, facts, items }) => [
      id,
      {
        facts:
          facts === null
            ? null
            : { version: Number(version), facts: JSON.parse(facts) as ProfileFacts['facts'] },
        memory: items === null ? NO_MEMORY : (JSON.parse(items) as Memory),
      },
    ]),
  );
}

/** Entries of these profiles that were declined in the window. */
export async function declinedOf(
  database: Database,
  profileIds: readonly string[],
  { from, to }: Window,
): Promise<
  readonly {
    readonly profileId: string;
    readonly journey: string;
    readonly rule: string;
    readonly at: number;
  }[]
> {
  return database.query<{ profileId: string; journey: string; rule: string; at: number }>(
    `select profile_id as "profileId", journey, rule, (extract(epoch from at) * 1000)::float8 as at from decision
     where profile_id = any($1::uuid[]) and at between $2::timestamptz and $3::timestamptz order by id`,
    [profileIds, new Date(from), new Date(to)],
  );
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
