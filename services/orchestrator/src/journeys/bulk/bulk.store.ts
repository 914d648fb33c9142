// Changes that are asked of many instances: which there are, how far they are, and what became of each instance.
import type { Database, Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import type { Bulk, BulkInstance, BulkKind, BulkProgress, BulkState } from './bulk-view.js';

const COLUMNS = `id, journey, kind, state, plan::json as plan, version, created_by as "createdBy",
  created_at as "createdAt", done_at as "doneAt"`;

export async function insertBulk(
  tx: Transaction,
  bulk: {
    readonly journey: string;
    readonly kind: BulkKind;
    readonly plan: Bulk['plan'];
    readonly createdBy: string;
  },
): Promise<string> {
  const id = uuidv7();
  await tx.client.query(
    `insert into bulk (id, journey, kind, state, plan, created_by) values ($1, $2, $3, 'running', $4, $5)`,
    [id, bulk.journey, bulk.kind, JSON.stringify(bulk.plan), bulk.createdBy],
  );
  return id;
}

export async function findBulk(
  database: Database,
  journey: string,
  kind: BulkKind,
  id: string,
): Promise<Bulk | undefined> {
  const rows = await database.query<Bulk & Record<string, unknown>>(
    `select ${COLUMNS} from bulk where id = $1 and journey = $2 and kind = $3`,
    [id, journey, kind],
  );
  return rows[0];
}

/** Newest first, before an id. */
export function listBulks(
  database: Database,
  journey: string,
  kind: BulkKind,
  before: string | undefined,
  limit: number,
): Promise<readonly Bulk[]> {
  return database.query<Bulk & Record<string, unknown>>(
    `select ${COLUMNS} from bulk where journey = $1 and kind = $2 and ($3::uuid is null or id < $3)
     order by id desc limit $4`,
    [journey, kind, before ?? null, limit],
  );
}

export async function progressOf(database: Database, id: string): Promise<BulkProgress> {
  const rows = await database.query<BulkProgress & Record<string, unknown>>(
    `select count(*)::int as asked, count(*) filter (where outcome = 'applied')::int as applied,
       count(*) filter (where outcome <> 'applied')::int as stayed,
       count(*) filter (where outcome is null)::int as open,
       count(*) filter (where reverted = 'applied')::int as reverted
     from bulk_instance where bulk_id = $1`,
    [id],
  );
  return rows[0] ?? { asked: 0, applied: 0, stayed: 0, open: 0, reverted: 0 };
}

/** By id, after one; all, or those that were changed, that stayed, or whose request is on its way. */
export function bulkInstances(
  database: Database,
  id: string,
  result: 'applied' | 'stayed' | 'open' | undefined,
  after: string | undefined,
  limit: number,
): Promise<readonly BulkInstance[]> {
  const condition =
    result === undefined
      ? 'true'
      : { applied: `outcome = 'applied'`, stayed: `outcome <> 'applied'`, open: 'outcome is null' }[result];
  return database.query<BulkInstance & Record<string, unknown>>(
    `select instance_id as "instanceId", step, outcome,
       case reverted when 'applied' then 'reverted' when 'already-ended' then 'ended' else reverted end as reverted
     from bulk_instance
     where bulk_id = $1 and ${condition} and ($2::uuid is null or instance_id > $2) order by instance_id limit $3`,
    [id, after ?? null, limit],
  );
}

/**
 * Changes the state, as it was seen (what was going back goes on going back); undefined when somebody changed it meanwhile.
 * Not `seen`, whatever its version is, as long as its state is among `from`.
 */
export async function setBulkState(
  tx: Transaction,
  id: string,
  {
    seen,
    from,
    to,
  }: { readonly seen: number | undefined; readonly from: readonly BulkState[]; readonly to: BulkState },
): Promise<Bulk | undefined> {
  const { rows } = await tx.client.query<Bulk>(
    `update bulk set version = version + 1, done_at = null, reverts = reverts or $4 = 'reverting',
       state = case when $4 = 'running' and (reverts or exists (
         select from bulk_instance where bulk_id = $1 and revert_id is not null)) then 'reverting' else $4 end
     where id = $1 and ($2::int is null or version = $2) and state = any($3) returning ${COLUMNS}`,
    [id, seen ?? null, from, to],
  );
  return rows[0];
}
