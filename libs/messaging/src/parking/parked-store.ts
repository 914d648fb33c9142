// Statements on parked and held rows. All but the operator's run in the partition's locked transaction.
import type { Transaction } from '@continuo/persistence';
import type { PartitionId } from '../consumer/partition-row.js';
import type { KafkaRecord } from '../kafka/kafka-client.js';

export type ParkedState = 'parked' | 'held' | 'redrive';

export interface ParkedRow {
  readonly record: KafkaRecord;
  readonly state: ParkedState;
  readonly holdsKey: boolean;
  readonly code: string;
  readonly reason: string;
  readonly attempts: number;
}

export interface StoredRow extends ParkedRow {
  readonly id: string;
}

/** What a row counts for in the bounds of its partition. */
export function sizeOf(record: KafkaRecord): number {
  return (record.key?.length ?? 0) + (record.value?.length ?? 0) + JSON.stringify(record.headers).length;
}

/** Which of these keys are held. */
export async function heldAmong(
  tx: Transaction,
  id: PartitionId,
  keys: readonly Buffer[],
): Promise<readonly Buffer[]> {
  if (keys.length === 0) return [];
  const { rows } = await tx.client.query<{ key: Buffer }>(
    `select key from messaging.held_key
     where group_name = $1 and topic = $2 and partition = $3 and key = any($4::bytea[])`,
    [id.group, id.topic, id.partition, keys],
  );
  return rows.map((row) => row.key);
}

/** Appends rows; answers their ids in the same order. */
export async function insertRows(
  tx: Transaction,
  id: PartitionId,
  rows: readonly ParkedRow[],
): Promise<readonly string[]> {
  if (rows.length === 0) return [];
  const inserted = await tx.client.query<{ id: string; record_offset: string }>(
    `insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, value, headers,
       state, holds_key, code, reason, attempts, size_bytes)
     select $1, $2, $3, r.* from unnest($4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[], $8::json[], $9::text[],
       $10::boolean[], $11::text[], $12::text[], $13::int[], $14::int[]) as r
     returning id, record_offset`,
    [
      id.group,
      id.topic,
      id.partition,
      rows.map((row) => row.record.offset.toString()),
      rows.map((row) => row.record.timestamp),
      rows.map((row) => row.record.key),
      rows.map((row) => row.record.value),
      rows.map((row) => JSON.stringify(row.record.headers)),
      rows.map((row) => row.state),
      rows.map((row) => row.holdsKey),
      rows.map((row) => row.code),
      rows.map((row) => row.reason),
      rows.map((row) => row.attempts),
      rows.map((row) => sizeOf(row.record)),
    ],
  );
  const ids = new Map(inserted.rows.map((row) => [row.record_offset, row.id]));
  return rows.map((row) => ids.get(row.record.offset.toString())!);
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

/** Takes what other writers asked for; answers the keys. */
export async function takeReleaseRequests(tx: Transaction, id: PartitionId): Promise<readonly Buffer[]> {
  const { rows } = await tx.client.query<{ key: Buffer }>(
    `delete from messaging.release_request where group_name = $1 and topic = $2 and partition = $3 returning key`,
    [id.group, id.topic, id.partition],
  );
  return rows.map((row) => row.key);
}

/** A key that may drain, locked, so that a redrive marked meanwhile is either seen or comes after. */
export async function lockDrainingKey(
  tx: Transaction,
  id: PartitionId,
  except: readonly Buffer[],
): Promise<{ readonly key: Buffer; readonly held: boolean } | null> {
  const { rows } = await tx.client.query<{ key: Buffer; held: boolean }>(
    `select key, hold_code is not null as held from messaging.held_key
     where group_name = $1 and topic = $2 and partition = $3 and draining and key <> all($4::bytea[])
     order by since, key limit 1 for update`,
    [id.group, id.topic, id.partition, except],
  );
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

interface RowColumns {
  id: string;
  record_offset: string;
  record_time: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, string>;
  state: ParkedState;
  holds_key: boolean;
  code: string;
  reason: string;
  attempts: number;
  due: boolean;
}

const rowColumns = `id, record_offset, record_time, key, value, headers, state, holds_key, code, reason, attempts,
  (state = 'held' or (state = 'redrive' and redrive_at <= now())) as due`;

export interface DrainRow extends StoredRow {
  /** Whether it may be applied now. */
  readonly due: boolean;
}

/** The oldest row of a key: the only one of it that may be applied. */
export async function headOfKey(tx: Transaction, id: PartitionId, key: Buffer): Promise<DrainRow | null> {
  return firstRow(
    tx,
    id,
    `select ${rowColumns} from messaging.parked_record
     where group_name = $1 and topic = $2 and partition = $3 and holds_key and key = $4
     order by record_offset limit 1`,
    [key],
  );
}

/** A row marked for redrive that holds no key. */
export async function nextLooseRow(tx: Transaction, id: PartitionId): Promise<DrainRow | null> {
  return firstRow(
    tx,
    id,
    `select ${rowColumns} from messaging.parked_record
     where group_name = $1 and topic = $2 and partition = $3 and not holds_key and state = 'redrive' and redrive_at <= now()
     order by redrive_at, record_offset limit 1`,
    [],
  );
}

/** A row by its id; null when it was applied meanwhile. */
export async function rowById(tx: Transaction, id: PartitionId, rowId: string): Promise<DrainRow | null> {
  return firstRow(
    tx,
    id,
    `select ${rowColumns} from messaging.parked_record
     where group_name = $1 and topic = $2 and partition = $3 and id = $4`,
    [rowId],
  );
}

async function firstRow(
  tx: Transaction,
  id: PartitionId,
  sql: string,
  values: readonly unknown[],
): Promise<DrainRow | null> {
  const { rows } = await tx.client.query<RowColumns>(sql, [id.group, id.topic, id.partition, ...values]);
  const found = rows[0];
  if (found === undefined) return null;
  const record: KafkaRecord = {
    topic: id.topic,
    partition: id.partition,
    offset: BigInt(found.record_offset),
    timestamp: Number(found.record_time),
    key: found.key,
    value: found.value,
    headers: found.headers,
  };
  const { state, code, reason, attempts, due } = found;
  return { id: found.id, record, state, holdsKey: found.holds_key, code, reason, attempts, due };
}

/** Writes before a row is applied that it is started once more. */
export async function countStart(tx: Transaction, rowId: string): Promise<void> {
  await tx.client.query('update messaging.parked_record set attempts = attempts + 1 where id = $1', [rowId]);
}

/** Takes a start back that ended for a passing reason. */
export async function uncountStart(tx: Transaction, rowId: string): Promise<void> {
  await tx.client.query(
    'update messaging.parked_record set attempts = attempts - 1 where id = $1 and attempts > 0',
    [rowId],
  );
}

/** Removes a row; answers its size, null when it was gone. */
export async function deleteRow(tx: Transaction, rowId: string): Promise<number | null> {
  const { rows } = await tx.client.query<{ size_bytes: number }>(
    'delete from messaging.parked_record where id = $1 returning size_bytes',
    [rowId],
  );
  return rows[0]?.size_bytes ?? null;
}

/** Parks a row again that failed when it was applied. */
export async function parkAgain(tx: Transaction, rowId: string, code: string, reason: string): Promise<void> {
  await tx.client.query(
    `update messaging.parked_record set state = 'parked', code = $2, reason = $3, parked_at = now(), redrive_at = null
     where id = $1`,
    [rowId, code, reason],
  );
}

/** Leaves a note for people, in the transaction of what it is about. */
export async function raiseIncident(
  tx: Transaction,
  id: PartitionId,
  code: string,
  offset: bigint | null,
): Promise<void> {
  await tx.client.query(
    `insert into messaging.consumer_incident (group_name, topic, partition, record_offset, code)
     values ($1, $2, $3, $4, $5)`,
    [id.group, id.topic, id.partition, offset?.toString() ?? null, code],
  );
}

/** Removes all rows of a key and its hold; answers what that was. */
export async function discardKey(
  tx: Transaction,
  id: PartitionId,
  key: Buffer,
): Promise<{ readonly rows: number; readonly bytes: number; readonly wasHeld: boolean }> {
  const where = `group_name = $1 and topic = $2 and partition = $3 and key = $4`;
  const values = [id.group, id.topic, id.partition, key];
  const hold = await tx.client.query(`delete from messaging.held_key where ${where}`, values);
  const { rows } = await tx.client.query<{ bytes: number }>(
    `delete from messaging.parked_record where ${where} returning size_bytes as bytes`,
    values,
  );
  return {
    rows: rows.length,
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    wasHeld: hold.rowCount === 1,
  };
}
