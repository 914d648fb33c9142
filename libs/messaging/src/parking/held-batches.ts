// Statements on records that are put away many at once: written, made rows again when it is their turn, discarded.
import { columnOf, type Transaction } from '@continuo/persistence';
import type { PartitionId } from '../consumer/partition-row.js';
import { readBatches } from '../kafka/record-batch.js';
import type { HeldBatch } from './packing.js';
import { insertRows, rowToInsert } from './parked-store.js';

export async function insertBatches(
  tx: Transaction,
  id: PartitionId,
  batches: readonly HeldBatch[],
): Promise<void> {
  if (batches.length === 0) return;
  await tx.client.query({
    name: 'messaging-hold-batches',
    text: `
      insert into messaging.held_batch (group_name, topic, partition, key, first_offset, record_count, records, code, reason)
      select $1, $2, $3, k, o, n, r, c, w
      from unnest($4::bytea[], $5::bigint[], $6::int[], $7::bytea[], $8::text[], $9::text[]) as b (k, o, n, r, c, w)`,
    values: [
      id.group,
      id.topic,
      id.partition,
      columnOf('bytea', batches, ({ key }) => key),
      columnOf('int8', batches, ({ firstOffset }) => firstOffset),
      columnOf('int4', batches, ({ count }) => count),
      columnOf('bytea', batches, ({ bytes }) => bytes),
      columnOf('text', batches, ({ code }) => code),
      columnOf('text', batches, ({ reason }) => reason),
    ],
  });
}

/**
 * Makes rows of the oldest batch of a key, if no row of the key comes before it. To be called wherever a row of a key goes.
 * Answers by how many bytes what is held has grown.
 */
export async function unpackNext(tx: Transaction, id: PartitionId, key: Buffer): Promise<number> {
  const { rows } = await tx.client.query<{
    record_count: number;
    records: Buffer;
    code: string;
    reason: string;
    held_at: Date;
  }>({
    name: 'messaging-next-batch',
    text: `
      delete from messaging.held_batch b where group_name = $1 and topic = $2 and partition = $3 and key = $4
        and first_offset = (select min(first_offset) from messaging.held_batch
          where group_name = $1 and topic = $2 and partition = $3 and key = $4)
        and not exists (select from messaging.parked_record p where p.group_name = $1 and p.topic = $2
          and p.partition = $3 and p.holds_key and p.key = $4 and p.record_offset < b.first_offset)
      returning record_count, records, code, reason, held_at`,
    values: [id.group, id.topic, id.partition, key],
  });
  const [batch] = rows;
  if (batch === undefined) return 0;
  const records = readBatches(batch.records);
  if (records.length !== batch.record_count)
    throw new Error(`a batch of ${batch.record_count} held records has ${records.length}`);
  const { code, reason } = batch;
  const again = records.map((record) =>
    rowToInsert({ record, state: 'held' as const, holdsKey: true, code, reason, attempts: 0 }),
  );
  await insertRows(tx, id, again, batch.held_at);
  return again.reduce((sum, { size }) => sum + size, -batch.records.length);
}

/** Removes all batches of a key; answers what was in them. */
export async function discardBatches(
  tx: Transaction,
  id: PartitionId,
  key: Buffer,
): Promise<{ readonly records: number; readonly bytes: number }> {
  const { rows } = await tx.client.query<{ records: number; bytes: number }>(
    `with gone as (
       delete from messaging.held_batch where group_name = $1 and topic = $2 and partition = $3 and key = $4
       returning record_count, octet_length(records) as bytes)
     select coalesce(sum(record_count), 0)::int as records, coalesce(sum(bytes), 0)::int as bytes from gone`,
    [id.group, id.topic, id.partition, key],
  );
  return rows[0] ?? { records: 0, bytes: 0 };
}
