// Drafts: one per journey, replaced as long as nobody changed it meanwhile, gone when it is published.
import type { Database, Transaction } from '@continuo/persistence';
import type { Draft } from './definition-view.js';

const COLUMNS = `journey, source, hash, authors, problems, based_on as "basedOn", updated_at as "updatedAt"`;

export async function findDraft(database: Database, journey: string): Promise<Draft | undefined> {
  const rows = await database.query<Draft & Record<string, unknown>>(
    `select ${COLUMNS} from draft where journey = $1`,
    [journey],
  );
  return rows[0];
}

/** The draft, locked. */
export async function draftForUpdate(tx: Transaction, journey: string): Promise<Draft | undefined> {
  const { rows } = await tx.client.query<Draft>(
    `select ${COLUMNS} from draft where journey = $1 for update`,
    [journey],
  );
  return rows[0];
}

export interface Written {
  readonly journey: string;
  readonly source: string;
  readonly hash: string;
  readonly author: string;
  readonly problems: number;
  /** The hash that was seen; undefined where there was no draft. */
  readonly seen: string | undefined;
}

/** Undefined when another draft is there than the one that was seen. */
export async function writeDraft(tx: Transaction, written: Written): Promise<Draft | undefined> {
  const { journey, source, hash, author, problems, seen } = written;
  const statement =
    seen === undefined
      ? `insert into draft (journey, source, hash, authors, problems, based_on)
         values ($1, $2, $3, array[$4], $5, (select max(version) from definition where journey = $1))
         on conflict do nothing returning ${COLUMNS}`
      : `update draft set source = $2, hash = $3, problems = $5, updated_at = now(),
           authors = case when $4 = any(authors) then authors else authors || $4 end
         where journey = $1 and hash = $6 returning ${COLUMNS}`;
  const values = [journey, source, hash, author, problems, ...(seen === undefined ? [] : [seen])];
  const { rows } = await tx.client.query<Draft>(statement, values);
  return rows[0];
}

/** False when another draft is there. */
export async function deleteDraft(tx: Transaction, journey: string, seen: string): Promise<boolean> {
  const { rowCount } = await tx.client.query('delete from draft where journey = $1 and hash = $2', [
    journey,
    seen,
  ]);
  return rowCount === 1;
}
