// Statements on parked and held rows. All but the operator's run in the partition's locked transaction.
import type { Database, Transaction } from '@continuo/persistence';
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

/** The oldest rows of a key, up to the first that did more than wait. */
export async function waitingRows(
  database: Database,
  id: PartitionId,
  key: Buffer,
  limit: number,
): Promise<readonly DrainRow[]> {
  const rows = await database.query<RowColumns & Record<string, unknown>>(
    `select ${rowColumns} from messaging.parked_record
     where group_name = $1 and topic = $2 and partition = $3 and holds_key and key = $4
     order by record_offset limit $5`,
    [id.group, id.topic, id.partition, key, limit],
  );
  const end = rows.findIndex((row) => row.state !== 'held' || row.attempts > 0);
  return rows.slice(0, end === -1 ? rows.length : end).map((row) => drainRow(id, row));
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
