// Statements on parked and held rows. All but the operator's run in the partition's locked transaction.
import { columnOf, type Database, type Transaction } from '@continuo/persistence';
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

/** A row with what is made of it once for all who need it. */
export interface RowToInsert extends ParkedRow {
  /** The headers as JSON. */
  readonly headers: string;
  /** What the row counts for in the bounds of its partition. */
  readonly size: number;
}

export function rowToInsert<Row extends ParkedRow>(row: Row): Row & RowToInsert {
  const { key, value } = row.record;
  const headers = JSON.stringify(row.record.headers);
  return { ...row, headers, size: (key?.length ?? 0) + (value?.length ?? 0) + headers.length };
}

const INSERT_ROWS = `
  insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, value, headers,
    state, holds_key, code, reason, attempts, size_bytes, parked_at)
  select $1, $2, $3, o, t, k, v, h::json, s, b, c, r, a, z, coalesce($15, now())
  from unnest($4::bigint[], $5::bigint[], $6::bytea[], $7::bytea[], $8::text[], $9::text[], $10::boolean[], $11::text[],
    $12::text[], $13::int[], $14::int[]) as n (o, t, k, v, h, s, b, c, r, a, z)`;

/**
 * Appends rows; answers the ids of those that are parked, by their offsets. What only waits is known by its place. `since`:
 * when they began to wait; null for now.
 */
export async function insertRows(
  tx: Transaction,
  id: PartitionId,
  rows: readonly RowToInsert[],
  since: Date | null = null,
): Promise<ReadonlyMap<bigint, string>> {
  if (rows.length === 0) return new Map();
  const tells = rows.some(({ state }) => state === 'parked');
  const inserted = await tx.client.query<{ id: string; record_offset: string }>({
    name: tells ? 'messaging-park-rows' : 'messaging-hold-rows',
    text: tells ? `${INSERT_ROWS} returning id, record_offset` : INSERT_ROWS,
    values: [
      id.group,
      id.topic,
      id.partition,
      columnOf('int8', rows, ({ record }) => record.offset),
      columnOf('int8', rows, ({ record }) => record.timestamp),
      columnOf('bytea', rows, ({ record }) => record.key),
      columnOf('bytea', rows, ({ record }) => record.value),
      columnOf('text', rows, ({ headers }) => headers),
      columnOf('text', rows, ({ state }) => state),
      columnOf('bool', rows, ({ holdsKey }) => holdsKey),
      columnOf('text', rows, ({ code }) => code),
      columnOf('text', rows, ({ reason }) => reason),
      columnOf('int4', rows, ({ attempts }) => attempts),
      columnOf('int4', rows, ({ size }) => size),
      since,
    ],
  });
  return new Map(inserted.rows.map((row) => [BigInt(row.record_offset), row.id]));
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

/** No record lies there. */
const LAST_OFFSET = '9223372036854775807';

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

/** A key that may go on, and whether its oldest row only waited: never started, never parked. */
export interface KeyTurn {
  readonly key: Buffer;
  readonly onlyWaited: boolean;
}

/** One of both sides of the key that had the last turn: those after it come before those up to it. */
const turnAmong = (place: number, side: string): string => `
  (select ${place} as place, k.key, head.state = 'held' and head.attempts = 0 as only_waited
   from messaging.held_key k
   cross join lateral (
     select state, attempts, redrive_at from messaging.parked_record p
     where p.group_name = k.group_name and p.topic = k.topic and p.partition = k.partition and p.holds_key
       and p.key = k.key order by p.record_offset limit 1) head
   where k.group_name = $1 and k.topic = $2 and k.partition = $3 and k.draining and k.hold_code is null
     and k.key ${side} $4::bytea
     and (head.state = 'held' or (head.state = 'redrive' and head.redrive_at <= now()))
   order by k.key limit 1)`;

/** Each side ends at the first key that it finds in their index, however many there are. */
export const NEXT_TURN = `
  select key, only_waited from (${turnAmong(0, '>')} union all ${turnAmong(1, '<=')}) turns order by place limit 1`;

/** The draining key that comes after another one, all in turn. A look: what it finds is looked at again under the lock. */
export async function nextTurn(
  database: Database,
  id: PartitionId,
  after: Buffer | null,
): Promise<KeyTurn | null> {
  const rows = await database.query<{ key: Buffer; only_waited: boolean }>(NEXT_TURN, [
    id.group,
    id.topic,
    id.partition,
    after ?? Buffer.alloc(0),
  ]);
  const found = rows[0];
  return found === undefined ? null : { key: found.key, onlyWaited: found.only_waited };
}

export const WAITING_ROWS = `
  select ${rowColumns} from messaging.parked_record
  where group_name = $1 and topic = $2 and partition = $3 and holds_key and key = $4
    and record_offset < coalesce((select min(first_offset) from messaging.held_batch
      where group_name = $1 and topic = $2 and partition = $3 and key = $4), ${LAST_OFFSET})
  order by record_offset limit $5`;

/** The oldest rows of a key, up to the first that did more than wait, or to where a batch comes first. */
export async function waitingRows(
  database: Database,
  id: PartitionId,
  key: Buffer,
  limit: number,
): Promise<readonly DrainRow[]> {
  const values = [id.group, id.topic, id.partition, key, limit];
  const rows = await database.query<RowColumns & Record<string, unknown>>(WAITING_ROWS, values);
  const end = rows.findIndex((row) => row.state !== 'held' || row.attempts > 0);
  return rows.slice(0, end === -1 ? rows.length : end).map((row) => drainRow(id, row));
}

/** Which of these rows still wait. */
export async function waitingAmong(tx: Transaction, rowIds: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.client.query<{ id: string }>(
    `select id from messaging.parked_record where id = any($1::bigint[]) and state = 'held'`,
    [rowIds],
  );
  return new Set(rows.map(({ id }) => id));
}

/** Removes rows; answers which were still there, with their sizes. */
export async function deleteRows(
  tx: Transaction,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.client.query<{ id: string; size_bytes: number }>(
    `delete from messaging.parked_record where id = any($1::bigint[]) and state = 'held' returning id, size_bytes`,
    [rowIds],
  );
  return new Map(rows.map(({ id, size_bytes }) => [id, size_bytes]));
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
  return found === undefined ? null : drainRow(id, found);
}

function drainRow(id: PartitionId, found: RowColumns): DrainRow {
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
