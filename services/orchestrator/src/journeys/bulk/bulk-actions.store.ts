// Actions on many incidents: what was previewed, how far it is, and what came of each.
import type { Database, Transaction } from '@continuo/persistence';
import type { IncidentCount, IncidentFilter } from '../incidents/incidents.store.js';

export type BulkActionName = 'retry' | 'skip' | 'cancel';
export type BulkStatus = 'previewed' | 'running' | 'asked' | 'done' | 'stopped';

export interface BulkAction {
  readonly id: string;
  readonly action: BulkActionName;
  readonly filter: IncidentFilter;
  readonly askedBy: string;
  readonly status: BulkStatus;
  readonly perSecond: number;
  readonly createdAt: Date;
  /** When it was begun, and when it was over. */
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
}

/** One incident of it. */
export interface BulkTarget {
  readonly place: number;
  readonly incidentId: string;
  readonly instanceId: string;
  readonly profileId: string;
  readonly journey: string;
  readonly version: number;
  readonly step: string;
  readonly code: string;
  readonly requestId: string | null;
  readonly outcome: string | null;
}

const COLUMNS = `id, action, filter, asked_by as "askedBy", status, per_second as "perSecond", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt"`;
const TARGET = `place, incident_id as "incidentId", instance_id as "instanceId", profile_id as "profileId", journey, version,
  step, code, request_id as "requestId", outcome`;

interface Row extends Omit<BulkAction, 'filter'> {
  readonly filter: string;
}

function actionOf(row: Row | undefined): BulkAction | undefined {
  return row === undefined ? undefined : { ...row, filter: JSON.parse(row.filter) as IncidentFilter };
}

export async function insertBulk(
  tx: Transaction,
  bulk: Pick<BulkAction, 'id' | 'action' | 'filter' | 'askedBy' | 'perSecond'>,
): Promise<void> {
  await tx.client.query(
    `insert into bulk_action (id, action, filter, asked_by, status, per_second) values ($1, $2, $3, $4, 'previewed', $5)`,
    [bulk.id, bulk.action, JSON.stringify(bulk.filter), bulk.askedBy, bulk.perSecond],
  );
}

export async function lockBulk(tx: Transaction, id: string): Promise<BulkAction | undefined> {
  const { rows } = await tx.client.query<Row>(`select ${COLUMNS} from bulk_action where id = $1 for update`, [
    id,
  ]);
  return actionOf(rows[0]);
}

export async function findBulk(database: Database, id: string): Promise<BulkAction | undefined> {
  const rows = await database.query<Row & Record<string, unknown>>(
    `select ${COLUMNS} from bulk_action where id = $1`,
    [id],
  );
  return actionOf(rows[0]);
}

export async function setStatus(
  tx: Transaction,
  id: string,
  status: BulkStatus,
  perSecond?: number,
): Promise<void> {
  await tx.client.query(
    `update bulk_action set status = $2, per_second = coalesce($3, per_second),
       started_at = case when $2 = 'running' then coalesce(started_at, now()) else started_at end,
       ended_at = case when $2 in ('done', 'stopped') then now() else ended_at end
     where id = $1`,
    [id, status, perSecond ?? null],
  );
}

/** Those that were begun, newest first, before an id. */
export async function listBulks(
  database: Database,
  before: string | undefined,
  limit: number,
): Promise<readonly BulkAction[]> {
  const rows = await database.query<Row & Record<string, unknown>>(
    `select ${COLUMNS} from bulk_action where started_at is not null and ($1::uuid is null or id < $1)
     order by id desc limit $2`,
    [before ?? null, limit],
  );
  return rows.flatMap((row) => actionOf(row) ?? []);
}

/**
 * Of those that are not asked for yet, what would come to nothing if they were asked for now, by the reason that would be
 * given.
 */
export async function refusalsOf(
  database: Database,
  id: string,
): Promise<readonly { readonly reason: string; readonly count: number }[]> {
  return database.query(
    `select reason, count(*)::int as count from (
       select case when i.id is null then 'not-concerned' when i.status = 'ended' then 'already-ended'
           when b.action = 'cancel' and i.status <> 'running' then 'already-ending'
           when b.action <> 'cancel' and strpos(i.state, t.incident_id::text) = 0 then
             case when i.incident is null then 'no-incident' else 'incident-not-found' end end as reason
       from bulk_action b join bulk_target t on t.bulk_id = b.id left join instance i on i.id = t.instance_id
       where b.id = $1 and t.request_id is null) as expected
     where reason is not null group by reason order by count desc, reason`,
    [id],
  );
}

/** What it is about, by kind. */
export async function kindsOf(database: Database, id: string): Promise<readonly IncidentCount[]> {
  return database.query<IncidentCount & Record<string, unknown>>(
    `select journey, version, step, code, count(*)::int as count from bulk_target where bulk_id = $1
     group by journey, version, step, code order by count desc, journey, version, step, code`,
    [id],
  );
}

/** How many have which outcome; those without one are `pending` when they were asked for, else `waiting`. */
export async function outcomesOf(
  database: Database,
  id: string,
): Promise<readonly { readonly outcome: string; readonly count: number }[]> {
  return database.query(
    `select coalesce(outcome, case when request_id is null then 'waiting' else 'pending' end) as outcome,
       count(*)::int as count
     from bulk_target where bulk_id = $1 group by 1 order by 1`,
    [id],
  );
}

export async function listTargets(
  database: Database,
  id: string,
  after: number,
  limit: number,
): Promise<readonly BulkTarget[]> {
  return database.query<BulkTarget & Record<string, unknown>>(
    `select ${TARGET} from bulk_target where bulk_id = $1 and place > $2 order by place limit $3`,
    [id, after, limit],
  );
}

/** An action whose turn it is, locked, with its next turn a second later; undefined when there is none. */
export async function takeTurn(tx: Transaction): Promise<BulkAction | undefined> {
  const { rows } = await tx.client.query<Row>(
    `update bulk_action set next_at = now() + interval '1 second'
     where id = (select id from bulk_action where status in ('running', 'asked') and next_at <= now()
       order by next_at limit 1 for update skip locked)
     returning ${COLUMNS}`,
  );
  return actionOf(rows[0]);
}

/** The next ones to ask for, with the profile that each belongs to now. */
export async function nextTargets(
  tx: Transaction,
  id: string,
  limit: number,
): Promise<readonly BulkTarget[]> {
  const { rows } = await tx.client.query<BulkTarget>(
    `select t.place, t.incident_id as "incidentId", t.instance_id as "instanceId",
       coalesce(i.profile_id, t.profile_id) as "profileId", t.journey, t.version, t.step, t.code,
       t.request_id as "requestId", t.outcome
     from bulk_target t left join instance i on i.id = t.instance_id
     where t.bulk_id = $1 and t.request_id is null order by t.place limit $2`,
    [id, limit],
  );
  return rows;
}

export async function markAsked(
  tx: Transaction,
  id: string,
  asked: readonly { readonly place: number; readonly requestId: string }[],
): Promise<void> {
  await tx.client.query(
    `update bulk_target t set request_id = n.request_id
     from unnest($2::int[], $3::uuid[]) as n(place, request_id) where t.bulk_id = $1 and t.place = n.place`,
    [id, asked.map(({ place }) => place), asked.map(({ requestId }) => requestId)],
  );
}

/** Keeps what became of the requests; answers whether all are answered. */
export async function keepOutcomes(tx: Transaction, id: string): Promise<boolean> {
  await tx.client.query(
    `update bulk_target t set outcome = r.outcome from request r
     where t.bulk_id = $1 and t.outcome is null and r.request_id = t.request_id`,
    [id],
  );
  const { rows } = await tx.client.query<{ open: boolean }>(
    'select exists (select from bulk_target where bulk_id = $1 and outcome is null) as open',
    [id],
  );
  return rows[0]?.open === false;
}

/** Previews that nobody took up, and results that nobody asks for any more. */
export const FORGET_BULKS = [
  `delete from bulk_action where status = 'previewed' and created_at < now() - interval '1 day'`,
  `delete from bulk_action where status in ('done', 'stopped') and ended_at < now() - interval '30 days'`,
];
