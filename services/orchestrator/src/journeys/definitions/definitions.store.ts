// Published definitions: immutable versions, and the publications that make one of them current.
import type { Database, Transaction } from '@continuo/persistence';
import type { StoredDefinition } from './definition-view.js';

const COLUMNS = `d.journey, d.version, d.source, d.hash, d.owner, d.title, d.published_by as "publishedBy",
  d.published_at as "publishedAt",
  d.version = (select p.version from publication p where p.journey = d.journey order by p.number desc limit 1) as current`;

/** The newest version of a journey, locked against another publication of it. */
export async function newestForUpdate(
  tx: Transaction,
  journey: string,
): Promise<StoredDefinition | undefined> {
  await tx.client.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`definition/${journey}`]);
  const { rows } = await tx.client.query<StoredDefinition>(
    `select ${COLUMNS} from definition d where d.journey = $1 order by d.version desc limit 1`,
    [journey],
  );
  return rows[0];
}

/** Stores a version. */
export async function insertDefinition(
  tx: Transaction,
  definition: Omit<StoredDefinition, 'publishedAt' | 'current'>,
): Promise<void> {
  const { journey, version, source, hash, owner, title, publishedBy } = definition;
  await tx.client.query(
    `insert into definition (journey, version, source, hash, owner, title, published_by)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [journey, version, source, hash, owner, title, publishedBy],
  );
}

/** Current definitions by name, after `from`. */
export async function listDefinitions(
  database: Database,
  from: string,
  limit: number,
): Promise<StoredDefinition[]> {
  return database.query<StoredDefinition>(
    `select * from (select distinct on (d.journey) ${COLUMNS} from definition d where d.journey > $1
       order by d.journey, d.version desc) newest order by journey limit $2`,
    [from, limit],
  );
}

/** One version, or the newest. */
export async function findDefinition(
  database: Database,
  journey: string,
  version?: number,
): Promise<StoredDefinition | undefined> {
  const rows = await database.query<StoredDefinition>(
    `select ${COLUMNS} from definition d where d.journey = $1 and ($2::int is null or d.version = $2)
     order by d.version desc limit 1`,
    [journey, version ?? null],
  );
  return rows[0];
}

export async function versionsOf(database: Database, journey: string): Promise<readonly number[]> {
  const rows = await database.query<{ version: number }>(
    'select version from definition where journey = $1 order by version',
    [journey],
  );
  return rows.map(({ version }) => version);
}

/** The number of the newest publication; 0 before the first. */
export async function newestPublication(tx: Transaction): Promise<number> {
  const { rows } = await tx.client.query<{ number: string | null }>(
    'select max(number) as number from publication',
  );
  return Number(rows[0]?.number ?? 0);
}
