// What the worker of bulk changes does to its rows: it takes one, asks its next instances, and writes down what became of them.
import type { Transaction } from '@continuo/persistence';
import { storedJson } from '../instances/stored-json.js';
import type { Bulk, BulkKind } from './bulk-view.js';

/** An instance that is asked, and the id of its request. */
export interface Asked {
  readonly instanceId: string;
  readonly profileId: string;
  readonly step: string;
  readonly startedAt: string;
  readonly attempt: number;
}

/** An instance that is asked to go back, the how manyth time. */
export interface AskedBack extends Asked {
  readonly revertAttempt: number;
}

interface Cursor {
  readonly cursorAt: string;
  readonly cursorId: string;
}

/** The next one to work at, locked: no other replica works at it meanwhile. Those after `after` come first. */
export async function takeBulk(tx: Transaction, after: string | null): Promise<(Bulk & Cursor) | undefined> {
  const { rows } = await tx.client.query<Bulk & Cursor>(
    `select id, journey, kind, state, plan::json as plan, version, created_by as "createdBy",
       created_at as "createdAt", done_at as "doneAt", cursor_at::text as "cursorAt", cursor_id as "cursorId"
     from bulk where state in ('running', 'reverting') and ($1::uuid is null or id > $1)
     order by id limit 1 for update skip locked`,
    [after],
  );
  return rows[0];
}

/**
 * Whether every transaction has ended that was under way when the change was first looked at: they have not seen the
 * publication that came with it, and may still hold or start something. After half a minute nobody is waited for.
 */
export async function isClear(tx: Transaction, id: string): Promise<boolean> {
  const { rows } = await tx.client.query<{ clear: boolean | null }>(
    `select case when horizon is null then null else
       pg_snapshot_xmin(pg_current_snapshot()) >= horizon or created_at < now() - interval '30 seconds' end as clear
     from bulk where id = $1`,
    [id],
  );
  const clear = rows[0]?.clear ?? null;
  if (clear !== null) return clear;
  await tx.client.query('update bulk set horizon = pg_snapshot_xmax(pg_current_snapshot()) where id = $1', [
    id,
  ]);
  return false;
}

/** Writes down the outcomes that are known by now; answers how many requests are still on their way. */
export async function settle(tx: Transaction, { id, state }: Pick<Bulk, 'id' | 'state'>): Promise<number> {
  await tx.client.query(
    `update bulk_instance b set outcome = r.outcome from request r
     where b.bulk_id = $1 and b.outcome is null and r.request_id = b.request_id`,
    [id],
  );
  await tx.client.query(
    `update bulk_instance b set reverted = r.outcome from request r
     where b.bulk_id = $1 and b.revert_id is not null and b.reverted is null and r.request_id = b.revert_id`,
    [id],
  );
  // Erased meanwhile: their requests reach no timeline.
  await tx.client.query(
    `update bulk_instance b set outcome = 'gone' where b.bulk_id = $1 and b.outcome is null
       and b.asked_at < now() - interval '10 minutes'
       and not exists (select from instance i where i.id = b.instance_id and i.open and i.status = 'running')`,
    [id],
  );
  if (state === 'reverting') await settleEnded(tx, id, ON_THEIR_WAY);
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from bulk_instance where bulk_id = $1
       and (outcome is null or (revert_id is not null and reverted is null))`,
    [id],
  );
  return rows[0]?.count ?? 0;
}

/** Those that are asked to go back, few at a time; and all that have no result, which are looked up once, at the end. */
const ON_THEIR_WAY = 'b.revert_id is not null and b.reverted is null';
const WITHOUT_RESULT = `(b.reverted is null or b.reverted = 'not-concerned')`;

/** Who has ended does not go back, whether or not a request for it is answered: of who was erased none arrives. */
async function settleEnded(tx: Transaction, id: string, which: string): Promise<void> {
  await tx.client.query(
    `update bulk_instance b set reverted = case when exists (select from instance i where i.id = b.instance_id
         and ${storedJson('i.state')} ->> 'ending' is distinct from 'erased') then 'already-ended' else 'gone' end
     where b.bulk_id = $1 and b.outcome = 'applied' and ${which}
       and not exists (select from instance i where i.id = b.instance_id and i.status <> 'ended')
       and not exists (select from request r where r.request_id = b.revert_id and r.outcome = 'applied')`,
    [id],
  );
}

/** Which instances a kind concerns. Who starts after it was asked for is not concerned. */
const CONCERNED: Readonly<Record<BulkKind, string>> = {
  // The state of a held command is in the instance's own; only open instances of this journey are read. A compensation is
  // held too.
  release: `i.status <> 'ended' and i.state like '%"phase":"held"%'`,
  cancel: `i.status = 'running'`,
  migrate: `i.status = 'running' and i.version = (${storedJson('b.plan')} ->> 'from')::int`,
};

/** The instances after the cursor; the cursor moves behind them. */
export async function nextInstances(
  tx: Transaction,
  bulk: Bulk & Cursor,
  limit: number,
): Promise<readonly Asked[]> {
  const { rows } = await tx.client.query<Asked>(
    `select i.id as "instanceId", i.profile_id as "profileId", i.step, i.started_at::text as "startedAt",
       1 as attempt
     from bulk b join instance i on i.journey = b.journey
     where b.id = $1 and i.open and ${CONCERNED[bulk.kind]} and i.started_at <= b.created_at + interval '1 minute'
       and (i.started_at, i.id) > ($2::timestamptz, $3::uuid)
     order by i.started_at, i.id limit $4`,
    [bulk.id, bulk.cursorAt, bulk.cursorId, limit],
  );
  const last = rows.at(-1);
  if (last === undefined) return rows;
  await tx.client.query('update bulk set cursor_at = $2::timestamptz, cursor_id = $3 where id = $1', [
    bulk.id,
    last.startedAt,
    last.instanceId,
  ]);
  return rows;
}

/** Those that a merge gave to another profile before their request came: they are asked there, three times at most. */
export async function lostInstances(tx: Transaction, id: string, limit: number): Promise<readonly Asked[]> {
  const { rows } = await tx.client.query<Asked>(
    `select i.id as "instanceId", i.profile_id as "profileId", b.step, i.started_at::text as "startedAt",
       b.attempt + 1 as attempt
     from bulk_instance b join bulk on bulk.id = b.bulk_id join instance i on i.id = b.instance_id
     where b.bulk_id = $1 and b.outcome = 'not-concerned' and b.attempt < 3 and i.open
       and (i.status = 'running' or (i.status = 'undoing' and bulk.kind = 'release'))
     limit $2`,
    [id, limit],
  );
  return rows;
}

export async function rememberAsked(
  tx: Transaction,
  id: string,
  asked: readonly (Asked & { readonly requestId: string })[],
): Promise<void> {
  await tx.client.query(
    `insert into bulk_instance (bulk_id, instance_id, step, attempt, request_id)
     select $1, * from unnest($2::uuid[], $3::text[], $4::int[], $5::uuid[])
     on conflict (bulk_id, instance_id) do update
       set attempt = excluded.attempt, request_id = excluded.request_id, asked_at = now(), outcome = null`,
    [
      id,
      asked.map((each) => each.instanceId),
      asked.map((each) => each.step),
      asked.map((each) => each.attempt),
      asked.map((each) => each.requestId),
    ],
  );
}

/**
 * Those that were migrated and are to be asked to go back: never asked, or asked under a profile that they had left by then,
 * which happens three times at most. The version before has asked once, and did not count.
 */
export async function revertible(tx: Transaction, id: string, limit: number): Promise<readonly AskedBack[]> {
  const { rows } = await tx.client.query<AskedBack>(
    `select i.id as "instanceId", i.profile_id as "profileId", b.step, i.started_at::text as "startedAt", b.attempt,
       greatest(b.revert_attempt, (b.revert_id is not null)::int) + 1 as "revertAttempt"
     from bulk_instance b join instance i on i.id = b.instance_id
     where b.bulk_id = $1 and b.outcome = 'applied' and i.status <> 'ended'
       and (b.revert_id is null or (b.reverted = 'not-concerned' and b.revert_attempt < 3))
     order by b.instance_id limit $2`,
    [id, limit],
  );
  return rows;
}

export async function rememberReverts(
  tx: Transaction,
  id: string,
  asked: readonly (AskedBack & { readonly requestId: string })[],
): Promise<void> {
  await tx.client.query(
    `update bulk_instance b set revert_id = n.request_id, revert_attempt = n.attempt, reverted = null
     from unnest($2::uuid[], $3::uuid[], $4::int[]) as n(instance_id, request_id, attempt)
     where b.bulk_id = $1 and b.instance_id = n.instance_id`,
    [
      id,
      asked.map((each) => each.instanceId),
      asked.map((each) => each.requestId),
      asked.map((each) => each.revertAttempt),
    ],
  );
}

export async function finishBulk(tx: Transaction, { id, state }: Pick<Bulk, 'id' | 'state'>): Promise<void> {
  if (state === 'reverting') await settleEnded(tx, id, WITHOUT_RESULT);
  await tx.client.query(
    `update bulk set state = 'done', done_at = now(), version = version + 1 where id = $1`,
    [id],
  );
}
