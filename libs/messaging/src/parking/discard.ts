// Removes parked and held records that are about somebody, in whatever partitions they are: an erasure asks for it.
import type { Transaction } from '@continuo/persistence';

/** Rows whose `customer` header names one of these identifiers (`kind=value`, as the header spells them). */
const naming = `string_to_array(headers ->> 'customer', ';') && $1::text[]`;

/** How many parked and held records have one of these keys. */
export async function countParked(tx: Transaction, keys: readonly string[]): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select (select coalesce(sum(row_count), 0) from messaging.held_key where key = any($1::bytea[]))::int
       + (select count(*) from messaging.parked_record where not holds_key and key = any($1::bytea[]))::int as count`,
    [keys.map((key) => Buffer.from(key))],
  );
  return rows[0]?.count ?? 0;
}

/**
 * Asks the writers of the partitions to remove all parked and held records with these keys, unapplied; answers how many
 * there are. No writer touches another partition's rows, so they are gone a moment later: `countParked` tells.
 */
export async function requestDiscard(tx: Transaction, keys: readonly string[]): Promise<number> {
  const rows = await countParked(tx, keys);
  if (rows === 0) return 0;
  await tx.client.query(
    `insert into messaging.release_request (group_name, topic, partition, key, discard)
     select group_name, topic, partition, key, true from messaging.held_key
       where key = any($1::bytea[]) and row_count > 0
     union select group_name, topic, partition, key, true from messaging.parked_record
       where not holds_key and key = any($1::bytea[])`,
    [keys.map((key) => Buffer.from(key))],
  );
  return rows;
}

/** How many parked and held records name one of these identifiers. Reads all parked rows: there are few. */
export async function countParkedNamed(tx: Transaction, identifiers: readonly string[]): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    `select count(*)::int as count from messaging.parked_record where ${naming}`,
    [identifiers],
  );
  return rows[0]?.count ?? 0;
}

/** `requestDiscard` for the keys of records that name one of these identifiers. */
export async function requestDiscardOfNamed(
  tx: Transaction,
  identifiers: readonly string[],
): Promise<number> {
  const rows = await countParkedNamed(tx, identifiers);
  if (rows === 0) return 0;
  await tx.client.query(
    `insert into messaging.release_request (group_name, topic, partition, key, discard)
     select distinct group_name, topic, partition, key, true from messaging.parked_record
     where key is not null and ${naming}`,
    [identifiers],
  );
  return rows;
}

/** How many of such requests no writer has carried out yet. */
export async function discardsPending(tx: Transaction): Promise<number> {
  const { rows } = await tx.client.query<{ count: number }>(
    'select count(*)::int as count from messaging.release_request where discard',
  );
  return rows[0]?.count ?? 0;
}
