// Statements on held keys: which keys wait, why, and whether they drain. Locked by the partition's row, and each by its own.
import type { Transaction } from '@continuo/persistence';
import type { PartitionId } from '../consumer/partition-row.js';
import { discardBatches } from './held-batches.js';

export interface HeldKey {
  readonly key: Buffer;
  /** Held by a handler (a merge), whatever is parked. */
  readonly onPurpose: boolean;
}

/** Which of these keys are held, and why. */
export async function heldAmong(
  tx: Transaction,
  id: PartitionId,
  keys: readonly Buffer[],
): Promise<readonly HeldKey[]> {
  if (keys.length === 0) return [];
  const { rows } = await tx.client.query<HeldKey>(
    `select key, hold_code is not null as "onPurpose" from messaging.held_key
     where group_name = $1 and topic = $2 and partition = $3 and key = any($4::bytea[])`,
    [id.group, id.topic, id.partition, keys],
  );
  return rows;
}

/** How many rows a key got. */
export interface KeyGrowth {
  readonly key: Buffer;
  readonly rows: number;
  /** None of them is parked: unless the key is held already, nothing keeps them from being applied. */
  readonly onlyHeld: boolean;
}

/** Holds keys that have rows now; answers how many keys were not held before, and those that passed the limit just now. */
export async function growKeys(
  tx: Transaction,
  id: PartitionId,
  growth: readonly KeyGrowth[],
  limit: number,
): Promise<{ readonly newKeys: number; readonly overLimit: number }> {
  if (growth.length === 0) return { newKeys: 0, overLimit: 0 };
  const { rows } = await tx.client.query<{
    before: number;
    row_count: number;
    incident: boolean;
    key: Buffer;
  }>(
    `insert into messaging.held_key as h (group_name, topic, partition, key, row_count, draining)
     select $1, $2, $3, g.key, g.rows, g.only_held
     from unnest($4::bytea[], $5::int[], $6::boolean[]) as g (key, rows, only_held) order by g.key
     on conflict (group_name, topic, partition, key) do update set row_count = h.row_count + excluded.row_count
     returning key, row_count, incident, (xmax <> 0)::int as before`,
    [
      id.group,
      id.topic,
      id.partition,
      growth.map((one) => one.key),
      growth.map((one) => one.rows),
      growth.map((one) => one.onlyHeld),
    ],
  );
  const over = rows.filter((row) => row.row_count > limit && !row.incident).map((row) => row.key);
  if (over.length > 0) {
    await tx.client.query(
      `update messaging.held_key set incident = true
       where group_name = $1 and topic = $2 and partition = $3 and key = any($4::bytea[])`,
      [id.group, id.topic, id.partition, over],
    );
  }
  return { newKeys: rows.filter((row) => row.before === 0).length, overLimit: over.length };
}

/** Holds a key on purpose; true when it was not held before. */
export async function holdKey(tx: Transaction, id: PartitionId, key: Buffer, code: string): Promise<boolean> {
  const { rows } = await tx.client.query<{ added: boolean }>(
    `insert into messaging.held_key (group_name, topic, partition, key, hold_code) values ($1, $2, $3, $4, $5)
     on conflict (group_name, topic, partition, key) do update set hold_code = excluded.hold_code, draining = false
     returning (xmax = 0) as added`,
    [id.group, id.topic, id.partition, key, code],
  );
  return rows[0]!.added;
}

/** Takes holds on purpose back and lets the keys drain. A key that is not held is left alone. */
export async function releaseKeys(tx: Transaction, id: PartitionId, keys: readonly Buffer[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.client.query(
    `update messaging.held_key set hold_code = null, draining = true
     where group_name = $1 and topic = $2 and partition = $3 and key = any($4::bytea[])`,
    [id.group, id.topic, id.partition, keys],
  );
}

/** Takes what other writers asked for; answers the keys to release, and those to discard. */
export async function takeReleaseRequests(
  tx: Transaction,
  id: PartitionId,
): Promise<{ readonly release: readonly Buffer[]; readonly discard: readonly Buffer[] }> {
  const { rows } = await tx.client.query<{ key: Buffer; discard: boolean }>(
    `delete from messaging.release_request where group_name = $1 and topic = $2 and partition = $3
     returning key, discard`,
    [id.group, id.topic, id.partition],
  );
  const keys = (discard: boolean) => rows.filter((row) => row.discard === discard).map((row) => row.key);
  return { release: keys(false), discard: keys(true) };
}

/** A draining key, locked, so that a redrive marked meanwhile is either seen or comes after. */
export interface DrainingKey {
  readonly key: Buffer;
  readonly held: boolean;
}

/** Locks this key, if it is draining (still). */
export async function lockDrainingKey(
  tx: Transaction,
  id: PartitionId,
  key: Buffer,
): Promise<DrainingKey | null> {
  const { rows } = await tx.client.query<DrainingKey>(
    `select key, hold_code is not null as held from messaging.held_key
     where group_name = $1 and topic = $2 and partition = $3 and key = $4 and draining for update`,
    [id.group, id.topic, id.partition, key],
  );
  return rows[0] ?? null;
}

/** Passes over redrives whose turn comes later within the statement: there may be very many of them. */
export const OLDEST_DRAINING = `
  select k.key, k.hold_code is not null as held from messaging.held_key k
  where k.group_name = $1 and k.topic = $2 and k.partition = $3 and k.draining and k.key <> all($4::bytea[])
    and not coalesce((
      select p.state = 'redrive' and p.redrive_at > now() from messaging.parked_record p
      where p.group_name = k.group_name and p.topic = k.topic and p.partition = k.partition and p.holds_key
        and p.key = k.key order by p.record_offset limit 1), false)
  order by k.since, k.key limit 1 for update of k`;

/** The draining key that is held longest, of those with something to do. */
export async function lockOldestDrainingKey(
  tx: Transaction,
  id: PartitionId,
  except: readonly Buffer[],
): Promise<DrainingKey | null> {
  const values = [id.group, id.topic, id.partition, except];
  const { rows } = await tx.client.query<DrainingKey>(OLDEST_DRAINING, values);
  return rows[0] ?? null;
}

export async function stopDraining(tx: Transaction, id: PartitionId, key: Buffer): Promise<void> {
  await tx.client.query(
    `update messaging.held_key set draining = false
     where group_name = $1 and topic = $2 and partition = $3 and key = $4`,
    [id.group, id.topic, id.partition, key],
  );
}

/** Counts a row of a key off; false when the key stays held. */
export async function shrinkKey(
  tx: Transaction,
  id: PartitionId,
  key: Buffer,
  rows: number,
): Promise<boolean> {
  const where = `group_name = $1 and topic = $2 and partition = $3 and key = $4`;
  const values = [id.group, id.topic, id.partition, key];
  if (rows > 0) {
    await tx.client.query(`update messaging.held_key set row_count = row_count - $5 where ${where}`, [
      ...values,
      rows,
    ]);
  }
  const gone = await tx.client.query(
    `delete from messaging.held_key where ${where} and row_count = 0 and hold_code is null`,
    values,
  );
  return gone.rowCount === 1;
}

/** Removes all rows and batches of a key and its hold; answers what that was. */
export async function discardKey(
  tx: Transaction,
  id: PartitionId,
  key: Buffer,
): Promise<{ readonly rows: number; readonly bytes: number; readonly wasHeld: boolean }> {
  const where = `group_name = $1 and topic = $2 and partition = $3 and key = $4`;
  const values = [id.group, id.topic, id.partition, key];
  const hold = await tx.client.query(`delete from messaging.held_key where ${where}`, values);
  // Those that hold their key and those that don't are found by different indexes.
  const [held, loose] = [await gone('holds_key'), await gone('not holds_key')];
  const rows = [...held, ...loose];
  const batches = await discardBatches(tx, id, key);
  return {
    rows: rows.length + batches.records,
    bytes: rows.reduce((sum, row) => sum + row.bytes, batches.bytes),
    wasHeld: hold.rowCount === 1,
  };

  async function gone(which: string): Promise<readonly { readonly bytes: number }[]> {
    const deleted = await tx.client.query<{ bytes: number }>(
      `delete from messaging.parked_record where ${where} and ${which} returning size_bytes as bytes`,
      values,
    );
    return deleted.rows;
  }
}
