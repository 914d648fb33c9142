// Incidents of open instances, as their states hold them: filtered, counted, paged from the newest on.
import type { Database, Transaction } from '@continuo/persistence';
import { storedJson } from '../instances/stored-json.js';

export interface IncidentFilter {
  readonly journey?: string;
  readonly version?: number;
  readonly step?: string;
  readonly code?: string;
  /** Raised before or after this time (ISO 8601). */
  readonly before?: string;
  readonly after?: string;
  /** Which part stands: the way forward, or the undoing after it. */
  readonly of?: 'step' | 'undo';
}

export interface IncidentRow {
  readonly id: string;
  readonly instanceId: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly code: string;
  readonly detail: string;
  readonly step: string;
  readonly attempts: number;
  readonly since: string;
  readonly of: 'step' | 'undo';
}

/** How many incidents of one kind there are. */
export interface IncidentCount {
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly code: string;
  readonly count: number;
}

export interface IncidentKind extends IncidentCount {
  /** When the first and the last of them that still stand were raised (ISO 8601). */
  readonly oldest: string;
  readonly newest: string;
}

/** Milliseconds as ISO 8601 in UTC, made by the database so that no driver setting can change it. */
const iso = (ms: string): string =>
  `to_char(to_timestamp(${ms} / 1000.0) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** Instances without an incident are not looked at: the index knows those that have one. */
const INCIDENTS = `from instance i cross join lateral json_to_recordset(${storedJson('i.state')} -> 'incidents')
  as x(id uuid, code text, detail text, step text, since float8, attempts int, "of" text)
  where i.incident is not null`;

/** A filter as conditions and their values; what is left out is not in the statement. */
export function conditionsOf(
  filter: IncidentFilter,
  before: readonly unknown[] = [],
): { readonly where: string; readonly values: readonly unknown[] } {
  const values = [...before];
  const where: string[] = [];
  const given = (column: string, operator: string, type: string, value: unknown): void => {
    if (value === undefined) return;
    values.push(value);
    where.push(`and ${column} ${operator} $${values.length}::${type}`);
  };
  given('i.journey', '=', 'text', filter.journey);
  given('i.version', '=', 'int', filter.version);
  given('x.step', '=', 'text', filter.step);
  given('x.code', '=', 'text', filter.code);
  given('x."of"', '=', 'text', filter.of);
  given('to_timestamp(x.since / 1000.0)', '<', 'timestamptz', filter.before);
  given('to_timestamp(x.since / 1000.0)', '>', 'timestamptz', filter.after);
  return { where: where.join(' '), values };
}

/** Newest first, after this one. */
export async function listIncidents(
  database: Database,
  filter: IncidentFilter,
  after: readonly [since: number, id: string] | undefined,
  limit: number,
): Promise<readonly (IncidentRow & { readonly at: number })[]> {
  const { where, values } = conditionsOf(filter, [after?.[0] ?? null, after?.[1] ?? null, limit]);
  return database.query<IncidentRow & { at: number } & Record<string, unknown>>(
    `select x.id, i.id as "instanceId", i.profile_id as "profileId", i.journey, i.version, x.code, x.detail, x.step,
       x.attempts, x."of", x.since as at,
       ${iso('x.since')} as since
     ${INCIDENTS} ${where} and ($1::float8 is null or (x.since, x.id) < ($1::float8, $2::uuid))
     order by x.since desc, x.id desc limit $3`,
    values,
  );
}

/** How many there are of each kind, most first, with the oldest and the newest of it. */
export async function incidentKinds(
  database: Database,
  filter: IncidentFilter,
  limit: number,
): Promise<readonly IncidentKind[]> {
  const { where, values } = conditionsOf(filter, [limit]);
  return database.query<IncidentKind & Record<string, unknown>>(
    `select i.journey, i.version, x.step, x.code, count(*)::int as count, ${iso('min(x.since)')} as oldest,
       ${iso('max(x.since)')} as newest
     ${INCIDENTS} ${where} group by i.journey, i.version, x.step, x.code
     order by count(*) desc, i.journey, i.version, x.step, x.code limit $1`,
    values,
  );
}

/** Writes down what a filter finds now, for a bulk action; answers how many. Those it has already stay as they are. */
export async function takeTargets(
  tx: Transaction,
  bulkId: string,
  filter: IncidentFilter,
  limit: number,
): Promise<number> {
  const { where, values } = conditionsOf(filter, [bulkId, limit]);
  const { rowCount } = await tx.client.query(
    `insert into bulk_target (bulk_id, place, incident_id, instance_id, profile_id, journey, version, step, code)
     select $1, (select coalesce(max(place), 0) from bulk_target where bulk_id = $1)
         + row_number() over (order by x.since, x.id), x.id, i.id, i.profile_id, i.journey, i.version, x.step, x.code
     ${INCIDENTS} ${where} order by x.since, x.id limit $2
     on conflict (bulk_id, incident_id) do nothing`,
    [...values],
  );
  return rowCount ?? 0;
}

/** How many incidents a filter finds now that a bulk action has not written down. */
export async function countBeyond(tx: Transaction, bulkId: string, filter: IncidentFilter): Promise<number> {
  const { where, values } = conditionsOf(filter, [bulkId]);
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count ${INCIDENTS} ${where}
     and not exists (select from bulk_target t where t.bulk_id = $1 and t.incident_id = x.id)`,
    [...values],
  );
  return rows[0]?.count ?? 0;
}
