// Statements on records that are put away many at once: written, made rows again when it is their turn, discarded.
import { columnOf, type Transaction } from '@continuo/persistence';
import { isPassing, PartitionFault } from '../consumer/failure.js';
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

export const NEXT_BATCH = `
  delete from messaging.held_batch b where group_name = $1 and topic = $2 and partition = $3 and key = $4
    and first_offset = (select min(first_offset) from messaging.held_batch
      where group_name = $1 and topic = $2 and partition = $3 and key = $4)
    and not exists (select from messaging.parked_record p where p.group_name = $1 and p.topic = $2
      and p.partition = $3 and p.holds_key and p.key = $4 and p.record_offset < b.first_offset)
  returning first_offset, record_count, records, code, reason, held_at`;

interface BatchColumns {
  first_offset: string;
  record_count: number;
  records: Buffer;
  code: string;
  reason: string;
  held_at: Date;
}

/**
 * Makes rows of the oldest batch of a key, if no row of the key comes before it. To be called wherever a row of a key goes.
 * Answers by how many bytes what is held has grown. Throws `held-batch-unreadable`, which stops what drains and blames no
 * record: none of them was started.
 */
export async function unpackNext(tx: Transaction, id: PartitionId, key: Buffer): Promise<number> {
  const values = [id.group, id.topic, id.partition, key];
  const { rows } = await tx.client.query<BatchColumns>({
    name: 'messaging-next-batch',
    text: NEXT_BATCH,
    values,
  });
  const [batch] = rows;
  if (batch === undefined) return 0;
  const { code, reason, record_count: count } = batch;
  try {
    const records = readBatches(batch.records);
    if (records.length !== count) throw new RangeError(`${records.length} records instead of ${count}`);
    const again = records.map((record) =>
      rowToInsert({ record, state: 'held' as const, holdsKey: true, code, reason, attempts: 0 }),
    );
    await insertRows(tx, id, again, batch.held_at);
    return again.reduce((sum, { size }) => sum + size, -batch.records.length);
  } catch (thrown) {
    if (isPassing(thrown)) throw thrown;
    const told = `held records from offset ${batch.first_offset} on can't be made rows`;
    throw new PartitionFault('held-batch-unreadable', told, 'stopped', { restMs: 2_000, cause: thrown });
  }
}

/** Lets keys drain that begin with a batch: an owner who knew of none has stopped there. */
export async function resumeBatches(tx: Transaction, id: PartitionId): Promise<void> {
  await tx.client.query(
    `update messaging.held_key k set draining = true
     from (select key, min(first_offset) as first_offset from messaging.held_batch
       where group_name = $1 and topic = $2 and partition = $3 group by key) b
     where k.group_name = $1 and k.topic = $2 and k.partition = $3 and k.key = b.key and not k.draining
       and k.hold_code is null and not exists (select from messaging.parked_record p where p.group_name = $1
         and p.topic = $2 and p.partition = $3 and p.holds_key and p.key = b.key and p.record_offset < b.first_offset)`,
    [id.group, id.topic, id.partition],
  );
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
     select coalesce(sum(record_count), 0)::int as records, coalesce(sum(bytes), 0)::float8 as bytes from gone`,
    [id.group, id.topic, id.partition, key],
  );
  return rows[0] ?? { records: 0, bytes: 0 };
}
