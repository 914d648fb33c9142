// Journeys as a list: each with its newest version, how it stands, and, where asked for, who is in it, began and ended.
import type { Database } from '@continuo/persistence';
import type { JourneyState } from '../domain/lifecycle/lifecycle.js';
import type { StoredDefinition } from './definition-view.js';
import { windowFrom, type CountWindow } from './live-counts.js';

export interface DefinitionFilter {
  /** Part of its name, title or owner. */
  readonly search?: string;
  readonly state?: JourneyState;
}

export interface ListedDefinition extends Omit<StoredDefinition, 'source'> {
  readonly state: JourneyState;
  /** The version that who enters now gets. */
  readonly currentVersion: number;
  readonly stateChangedAt: Date;
  readonly stateChangedBy: string | null;
}

/** One count of a journey: not ended in `version` by state `detail`, started, or ended with the outcome `detail`. */
export interface CountRow {
  readonly journey: string;
  readonly kind: 'open' | 'started' | 'ended';
  readonly version: number | null;
  readonly detail: string | null;
  readonly count: number;
}

export interface DefinitionList {
  readonly definitions: readonly ListedDefinition[];
  readonly counts: readonly CountRow[];
  readonly asOf: string;
  readonly window: CountWindow | null;
}

const NEWEST = `
  select d.journey, d.version, d.hash, d.owner, d.title, d.published_by as "publishedBy",
    d.published_at as "publishedAt", d.version = p.version as current, p.state, p.version as "currentVersion",
    p.published_at as "stateChangedAt", p.changed_by as "stateChangedBy"
  from (select distinct on (journey) * from definition where journey > $1 order by journey, version desc) d
  cross join lateral (
    select version, state, published_at, changed_by from publication
    where journey = d.journey order by number desc limit 1) p
  where ($2::text is null or strpos(lower(d.journey || ' ' || d.title || ' ' || d.owner), lower($2)) > 0)
    and ($3::text is null or p.state = $3)
  order by d.journey limit $4`;

const COUNTS = `
  select journey, 'open' as kind, version, detail, sum(count)::int as count from instance_count
    where kind = 'main' and journey in (select journey from page) group by 1, 3, 4 having sum(count) <> 0
  union all
  select journey, kind, null, detail, sum(count)::int from instance_count
    where kind in ('started', 'ended') and journey in (select journey from page) and day >= (${windowFrom('$5')})::date
    group by 1, 2, 4 having sum(count) <> 0`;

const ISO = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/** By name, after `from`; `days` is the window of the counts, null without counts. One statement. */
export async function listJourneys(
  database: Database,
  filter: DefinitionFilter,
  from: string,
  limit: number,
  days: number | null,
): Promise<DefinitionList> {
  const counts = days === null ? `'[]'::json` : `(select coalesce(json_agg(c), '[]') from (${COUNTS}) c)`;
  const begin = days === null ? `now() at time zone 'UTC'` : windowFrom('$5');
  const values = [from, filter.search ?? null, filter.state ?? null, limit];
  const [row] = await database.query<{
    definitions: readonly (Omit<ListedDefinition, 'publishedAt' | 'stateChangedAt'> & {
      readonly publishedAt: string;
      readonly stateChangedAt: string;
    })[];
    counts: readonly CountRow[];
    asOf: string;
    start: string;
  }>(
    `with page as (${NEWEST})
     select (select coalesce(json_agg(page order by journey), '[]') from page) as definitions, ${counts} as counts,
       to_char(now() at time zone 'UTC', ${ISO}) as "asOf", to_char(${begin}, ${ISO}) as start`,
    days === null ? values : [...values, days],
  );
  const asOf = row?.asOf ?? '';
  return {
    definitions: (row?.definitions ?? []).map((each) => ({
      ...each,
      publishedAt: new Date(each.publishedAt),
      stateChangedAt: new Date(each.stateChangedAt),
    })),
    counts: row?.counts ?? [],
    asOf,
    window: days === null ? null : { days, from: row?.start ?? asOf, to: asOf },
  };
}
