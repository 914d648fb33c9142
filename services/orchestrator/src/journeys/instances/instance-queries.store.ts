// Lists of instances for people and for later consumers: filtered, paged by (start, id).
import type { Database } from '@continuo/persistence';
import {
  MOST_COUNTED,
  type After,
  type InstanceFilter,
  type InstanceRow,
  type InstanceStateFilter,
} from './instance-view.js';

const COLUMNS = `id, profile_id as "profileId", journey, version, key,
  case when status = 'ended' then 'ended' when incident is not null then 'stalled' else status end as state,
  step, outcome, incident, to_char(started_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "startedAt",
  to_char(changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "changedAt", state as body`;

const TIMES = [
  ['started', 'started_at'],
  ['changed', 'changed_at'],
  ['entered', 'entered_at'],
  ['ended', 'ended_at'],
] as const;

/** The statement's condition and its values. A filter left out costs nothing: its condition is not in the statement. */
function conditionsOf(filter: InstanceFilter): { readonly where: string[]; readonly values: unknown[] } {
  const values: unknown[] = [];
  const where: string[] = [];
  const given = (condition: (place: string) => string, value: unknown): void => {
    values.push(value);
    where.push(condition(`$${values.length}`));
  };
  if (filter.profileId !== undefined) given((place) => `profile_id = ${place}::uuid`, filter.profileId);
  if (filter.journey !== undefined) given((place) => `journey = ${place}`, filter.journey);
  if (filter.step !== undefined)
    given(
      (place) => `(step = ${place} or ${place} = any(positions)) and open and status <> 'ended'`,
      filter.step,
    );
  if (filter.endedIn !== undefined) given((place) => `step = ${place} and status = 'ended'`, filter.endedIn);
  if (filter.version !== undefined) given((place) => `version = ${place}`, filter.version);
  if (filter.key !== undefined) given((place) => `key = ${place}`, filter.key);
  if (filter.outcome !== undefined) given((place) => `outcome = ${place}`, filter.outcome);
  if (filter.incident !== undefined) given((place) => `incident = ${place}`, filter.incident);
  for (const [name, column] of TIMES) {
    const [before, after] = [filter[`${name}Before`], filter[`${name}After`]];
    if (before !== undefined) given((place) => `${column} < ${place}::timestamptz`, before);
    if (after !== undefined) given((place) => `${column} > ${place}::timestamptz`, after);
  }
  if (filter.state !== undefined) where.push(conditionOf(filter.state));
  return { where, values };
}

/** Newest first. */
export async function listInstances(
  database: Database,
  filter: InstanceFilter,
  after: After | undefined,
  limit: number,
): Promise<readonly InstanceRow[]> {
  const { where, values } = conditionsOf(filter);
  if (after !== undefined) {
    values.push(after[0], after[1]);
    where.push(`(started_at, id) < ($${values.length - 1}::timestamptz, $${values.length}::uuid)`);
  }
  values.push(limit);
  return database.query<InstanceRow & Record<string, unknown>>(
    `select ${COLUMNS} from instance ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
     order by started_at desc, id desc limit $${values.length}`,
    values,
  );
}

/** How many the list has in all, and when that was; no more than `MOST_COUNTED` are counted. */
export async function countOfList(
  database: Database,
  filter: InstanceFilter,
): Promise<{ readonly count: number; readonly asOf: Date }> {
  if (isKept(filter)) return keptCount(database, filter);
  const { where, values } = conditionsOf(filter);
  const [row] = await database.query<{ count: number; asOf: Date }>(
    `select count(*)::int as count, now() as "asOf" from (
       select from instance ${where.length > 0 ? `where ${where.join(' and ')}` : ''} limit ${MOST_COUNTED + 1}) found`,
    values,
  );
  return row ?? { count: 0, asOf: new Date() };
}

/** Whether it asks for no more than the counts that are kept say: who is where now in a journey. */
function isKept({ journey, version: _version, step, state, ...rest }: InstanceFilter): boolean {
  const isOpen = state === undefined ? step !== undefined : state !== 'ended';
  const others = Object.values(rest).filter((value) => value !== undefined);
  return journey !== undefined && isOpen && others.length === 0;
}

async function keptCount(
  database: Database,
  { journey, version, step, state }: InstanceFilter,
): Promise<{ readonly count: number; readonly asOf: Date }> {
  const [row] = await database.query<{ count: number; asOf: Date }>(
    `select coalesce(sum(count), 0)::int as count, now() as "asOf" from instance_count
     where journey = $1 and ($2::int is null or version = $2) and ($4::text is null or detail = $4)
       and case when $3::text is null then kind = 'main' else kind in ('main', 'branch') and step = $3 end`,
    [journey, version ?? null, step ?? null, state === undefined || state === 'open' ? null : state],
  );
  return row ?? { count: 0, asOf: new Date() };
}

/** What runs is found by the index of the open ones. */
function conditionOf(state: InstanceStateFilter): string {
  if (state === 'stalled') return `incident is not null and status <> 'ended'`;
  if (state === 'open') return `open and status <> 'ended'`;
  return state === 'ended' ? `status = 'ended'` : `open and status = '${state}' and incident is null`;
}

export async function findInstance(database: Database, id: string): Promise<InstanceRow | undefined> {
  const rows = await database.query<InstanceRow & Record<string, unknown>>(
    `select ${COLUMNS} from instance where id = $1`,
    [id],
  );
  return rows[0];
}

/** What became of a request; undefined while nothing has. */
export async function findRequest(
  database: Database,
  requestId: string,
): Promise<{ readonly outcome: string; readonly instanceId: string | null } | undefined> {
  const rows = await database.query<{ outcome: string; instanceId: string | null }>(
    'select outcome, instance_id as "instanceId" from request where request_id = $1',
    [requestId],
  );
  return rows[0];
}

/** Instances by journey and state, for the gauge. */
export async function countInstances(
  database: Database,
): Promise<readonly { readonly journey: string; readonly state: string; readonly count: number }[]> {
  return database.query<{ journey: string; state: string; count: number }>(
    `select journey, case when incident is not null then 'stalled' else status end as state, count(*)::int as count
     from instance where open and status <> 'ended' group by 1, 2`,
  );
}

/** Instances that wait for a person, by the code of why; by the index of those alone. */
export async function countStalled(
  database: Database,
): Promise<readonly { readonly code: string; readonly count: number }[]> {
  return database.query<{ code: string; count: number }>(
    `select incident as code, count(*)::int as count from instance where open and incident is not null group by 1`,
  );
}
