// Guardrails in the database: every policy and every turn of the switch, in one order of numbers.
import type { Database, Transaction } from '@continuo/persistence';

export type GuardrailsKind = 'policy' | 'stops';

/** One change of the policy or of what is stopped. */
export interface GuardrailsRow {
  readonly number: number;
  readonly kind: GuardrailsKind;
  readonly version: number;
  readonly body: string;
  readonly changedBy: string;
  readonly changedAt: Date;
}

const COLUMNS = `number::int as number, kind, version, body, changed_by as "changedBy", changed_at as "changedAt"`;

/** The newest of a kind, for who is about to change it: nobody else changes anything until the transaction ends. */
export async function newestGuardrails(
  tx: Transaction,
  kind: GuardrailsKind,
  lock?: 'update',
): Promise<GuardrailsRow | undefined> {
  if (lock !== undefined)
    await tx.client.query(`select pg_advisory_xact_lock(hashtextextended('guardrails', 0))`);
  const { rows } = await tx.client.query<GuardrailsRow>(
    `select ${COLUMNS} from guardrails where kind = $1 order by number desc limit 1`,
    [kind],
  );
  return rows[0];
}

export async function insertGuardrails(
  tx: Transaction,
  change: Pick<GuardrailsRow, 'kind' | 'version' | 'body' | 'changedBy'>,
): Promise<GuardrailsRow> {
  const { rows } = await tx.client.query<GuardrailsRow>(
    `insert into guardrails (kind, version, body, changed_by) values ($1, $2, $3, $4) returning ${COLUMNS}`,
    [change.kind, change.version, change.body, change.changedBy],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('a change of guardrails that left no row');
  return row;
}

/** What was in force under a number: the newest policy and the newest stops up to there. */
export async function guardrailsUpTo(tx: Transaction, number: number): Promise<readonly GuardrailsRow[]> {
  const { rows } = await tx.client.query<GuardrailsRow>(
    `select distinct on (kind) ${COLUMNS} from guardrails where number <= $1 order by kind, number desc`,
    [number],
  );
  return rows;
}

/** Versions of a kind before `before`, newest first. */
export function guardrailsHistory(
  database: Database,
  kind: GuardrailsKind,
  before: number,
  limit: number,
): Promise<GuardrailsRow[]> {
  return database.query<GuardrailsRow>(
    `select ${COLUMNS} from guardrails where kind = $1 and version < $2 order by version desc limit $3`,
    [kind, before, limit],
  );
}

export async function findGuardrails(
  database: Database,
  kind: GuardrailsKind,
  version: number,
): Promise<GuardrailsRow | undefined> {
  const rows = await database.query<GuardrailsRow>(
    `select ${COLUMNS} from guardrails where kind = $1 and version = $2`,
    [kind, version],
  );
  return rows[0];
}
