// The row that is a partition's lock: its position, epoch, clock and memory, and the statements that touch it.
import { columnOf, together, type Transaction } from '@continuo/persistence';
import type { LastSequences } from './last-sequence.js';
import type { RecordMode } from './record-mode.js';

/** Which partition of which group: the row's key. */
export interface PartitionId {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
}

export interface PartitionRow {
  readonly topicId: string;
  readonly nextOffset: bigint;
  readonly epoch: bigint;
  /** Milliseconds since the epoch; 0 before the first record. */
  readonly clock: number;
  readonly lastSequences: LastSequences;
  /** The epoch of the last owner that handed over cleanly; null when none did yet. */
  readonly handedOverEpoch: bigint | null;
  readonly mode: RecordMode;
  /** Keys that are held, and the bytes of all parked and held rows. */
  readonly heldKeys: number;
  readonly heldBytes: number;
}

/** The row as locked, and the database's time at that moment. */
export interface LockedRow extends PartitionRow {
  readonly databaseTime: number;
}

/** A partition, and the epoch under which the caller owns it. */
export interface OwnedPartition {
  readonly id: PartitionId;
  readonly epoch: bigint;
}

/** What a transaction leaves in the row. */
export interface RowChange {
  readonly nextOffset: bigint;
  readonly clock: number;
  readonly lastSequences: LastSequences;
  readonly mode: RecordMode;
  readonly heldKeys: number;
  readonly heldBytes: number;
}

/** Another owner raised the epoch: nothing of this transaction may stand. */
export class EpochLost extends Error {
  constructor(
    readonly mine: bigint,
    readonly found: bigint,
  ) {
    super(`the epoch is ${found}, not ${mine}`);
    this.name = 'EpochLost';
  }
}

interface Columns {
  topic_id: string;
  next_offset: string;
  epoch: string;
  clock: string;
  last_sequences: LastSequences;
  handed_over_epoch: string | null;
  record_mode_until: string | null;
  attempt_offset: string | null;
  attempts: number;
  held_keys: number;
  held_bytes: string;
}

const columns = `topic_id, next_offset, epoch, clock, last_sequences, handed_over_epoch, record_mode_until,
  attempt_offset, attempts, held_keys, held_bytes`;

const databaseTime = 'floor(extract(epoch from clock_timestamp()) * 1000)::bigint as database_time';

/** Makes the caller the owner by raising the epoch; a partition that was never read begins at `firstOffset`. */
export async function claimRow(
  tx: Transaction,
  id: PartitionId,
  topicId: string,
  firstOffset: bigint,
): Promise<PartitionRow> {
  const { rows } = await tx.client.query<Columns>(
    `insert into messaging.partition_position as p (group_name, topic, partition, topic_id, next_offset, epoch)
     values ($1, $2, $3, $4, $5, 1)
     on conflict (group_name, topic, partition) do update set epoch = p.epoch + 1, updated_at = now()
     returning ${columns}`,
    [id.group, id.topic, id.partition, topicId, firstOffset.toString()],
  );
  return rowOf(rows[0]!);
}

/** Locks the row, as a statement of its own; throws EpochLost when the caller is not its owner any more. */
export async function lockRow(tx: Transaction, id: PartitionId, epoch: bigint): Promise<LockedRow> {
  const { rows } = await tx.client.query<Columns & { database_time: string }>({
    name: 'messaging-lock-position',
    text: `select ${columns}, ${databaseTime}
     from messaging.partition_position where group_name = $1 and topic = $2 and partition = $3 for update`,
    values: [id.group, id.topic, id.partition],
  });
  const found = rows[0];
  if (found === undefined) throw new EpochLost(epoch, 0n);
  const row = lockedOf(found);
  if (row.epoch !== epoch) throw new EpochLost(epoch, row.epoch);
  return row;
}

/** How long a transaction of several partitions waits for a lock that somebody else holds. */
const PATIENCE_MS = 200;

/**
 * Of these partitions of one topic, locks the rows that are free and still under the epochs that the caller knows, in one
 * statement: it waits for nobody, so it is delayed by nobody and part of no deadlock. What is missing is for `lockRow`. Nor
 * does the transaction wait for long later: what holds up one partition would hold up all of them.
 */
export async function lockFreeRows(
  tx: Transaction,
  owned: readonly OwnedPartition[],
): Promise<ReadonlyMap<number, LockedRow>> {
  const locked = tx.client.query<Columns & { partition: number; database_time: string }>({
    name: 'messaging-lock-positions',
    text: `select p.partition, ${columns}, ${databaseTime}
     from messaging.partition_position p
       join unnest($3::int[], $4::bigint[]) as o(partition, owned) on p.partition = o.partition and p.epoch = o.owned
     where p.group_name = $1 and p.topic = $2 for update of p skip locked`,
    values: [
      owned[0]?.id.group,
      owned[0]?.id.topic,
      columnOf('int4', owned, ({ id }) => id.partition),
      columnOf('int8', owned, ({ epoch }) => epoch),
    ],
  });
  await together([locked, tx.client.query(`set local lock_timeout = '${PATIENCE_MS}ms'`)]);
  const { rows } = await locked;
  return new Map(rows.map((found) => [found.partition, lockedOf(found)]));
}

/** What passes without a record: writes it for partitions of one topic whose rows must be locked. */
export async function storeClocks(
  tx: Transaction,
  changes: readonly (Pick<RowChange, 'clock' | 'heldKeys' | 'heldBytes'> & { readonly id: PartitionId })[],
): Promise<void> {
  await tx.client.query({
    name: 'messaging-store-clocks',
    text: `update messaging.partition_position p
     set clock = n.clock, held_keys = n.held_keys, held_bytes = n.held_bytes, updated_at = now()
     from unnest($3::int[], $4::bigint[], $5::int[], $6::bigint[]) as n(partition, clock, held_keys, held_bytes)
     where p.group_name = $1 and p.topic = $2 and p.partition = n.partition`,
    values: [
      changes[0]?.id.group,
      changes[0]?.id.topic,
      columnOf('int4', changes, ({ id }) => id.partition),
      columnOf('int8', changes, ({ clock }) => clock),
      columnOf('int4', changes, ({ heldKeys }) => heldKeys),
      columnOf('int8', changes, ({ heldBytes }) => heldBytes),
    ],
  });
}

/** Writes what changed; the row must be locked. */
export async function storeRow(tx: Transaction, id: PartitionId, change: RowChange): Promise<void> {
  await tx.client.query({
    name: 'messaging-store-position',
    text: `update messaging.partition_position set next_offset = $4, clock = $5, last_sequences = $6,
       record_mode_until = $7, attempt_offset = $8, attempts = $9, held_keys = $10, held_bytes = $11, updated_at = now()
     where group_name = $1 and topic = $2 and partition = $3`,
    values: [
      id.group,
      id.topic,
      id.partition,
      change.nextOffset.toString(),
      change.clock,
      JSON.stringify(change.lastSequences),
      change.mode.until?.toString() ?? null,
      change.mode.attemptOffset?.toString() ?? null,
      change.mode.attempts,
      change.heldKeys,
      change.heldBytes,
    ],
  });
}

/** Leaves the mark of a clean hand-over, unless another owns the partition already. */
export async function markHandedOver(tx: Transaction, id: PartitionId, epoch: bigint): Promise<void> {
  await tx.client.query(
    `update messaging.partition_position set handed_over_epoch = epoch, updated_at = now()
     where group_name = $1 and topic = $2 and partition = $3 and epoch = $4`,
    [id.group, id.topic, id.partition, epoch.toString()],
  );
}

function lockedOf(found: Columns & { database_time: string }): LockedRow {
  return { ...rowOf(found), databaseTime: Number(found.database_time) };
}

function rowOf(found: Columns): PartitionRow {
  return {
    topicId: found.topic_id,
    nextOffset: BigInt(found.next_offset),
    epoch: BigInt(found.epoch),
    clock: Number(found.clock),
    lastSequences: found.last_sequences,
    handedOverEpoch: found.handed_over_epoch === null ? null : BigInt(found.handed_over_epoch),
    mode: {
      until: found.record_mode_until === null ? null : BigInt(found.record_mode_until),
      attemptOffset: found.attempt_offset === null ? null : BigInt(found.attempt_offset),
      attempts: found.attempts,
    },
    heldKeys: found.held_keys,
    heldBytes: Number(found.held_bytes),
  };
}
