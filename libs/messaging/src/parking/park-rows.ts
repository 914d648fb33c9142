// Puts what can't be applied into its rows, within the bounds, and makes the copies for people.
import { together, type Transaction } from '@continuo/persistence';
import { keyId } from '../consumer/batch-plan.js';
import type { ConsumerContext } from '../consumer/consumer-options.js';
import { PartitionFault } from '../consumer/failure.js';
import type { LockedRow, PartitionId } from '../consumer/partition-row.js';
import type { OutgoingBytes } from '../message.js';
import { deadLetter } from './dead-letter.js';
import { insertBatches } from './held-batches.js';
import { growKeys, type KeyGrowth } from './held-keys.js';
import { raiseIncident } from './incidents.js';
import { packed } from './packing.js';
import { insertRows, rowToInsert, type ParkedRow } from './parked-store.js';

export interface RowToPark extends ParkedRow {
  readonly incident: boolean;
}

export interface StoredRows {
  readonly heldKeys: number;
  readonly heldBytes: number;
  readonly deadLetters: readonly OutgoingBytes[];
  /** Codes of the incidents that were raised. */
  readonly incidents: readonly string[];
}

/** Writes the rows and what they mean for their keys; throws `held-bytes-limit` when the partition has no room. */
export async function storeParked(
  context: ConsumerContext,
  tx: Transaction,
  id: PartitionId,
  row: LockedRow,
  rows: readonly RowToPark[],
  change: { readonly keys: number; readonly bytes: number },
): Promise<StoredRows> {
  let heldKeys = row.heldKeys + change.keys;
  let heldBytes = row.heldBytes + change.bytes;
  if (rows.length === 0) return { heldKeys, heldBytes, deadLetters: [], incidents: [] };
  const { rows: single, batches } = packed(rows.map(printable));
  const clean = single.map(rowToInsert);
  for (const { size } of clean) heldBytes += size;
  for (const { bytes } of batches) heldBytes += bytes.length;
  if (heldBytes > context.limits.heldBytesPerPartition) {
    throw new PartitionFault(
      'held-bytes-limit',
      'parked and held rows fill the partition: redrive first',
      'stopped',
      {
        restMs: 2_000,
      },
    );
  }
  // In the order in which they are sent: when one fails, those behind it do so too, and say only that.
  const inserted = insertRows(tx, id, clean);
  const putAway = insertBatches(tx, id, batches);
  const growth = growKeys(tx, id, growthOf(rows), context.limits.rowsPerKey);
  await together([inserted, putAway, growth]);
  const [ids, grown] = [await inserted, await growth];
  heldKeys += grown.newKeys;
  const incidents: string[] = [];
  for (const one of clean) {
    if (!one.incident) continue;
    await raiseIncident(tx, id, one.code, one.record.offset);
    incidents.push(one.code);
  }
  for (let n = 0; n < grown.overLimit; n += 1) {
    await raiseIncident(tx, id, 'key-holds-too-many', null);
    incidents.push('key-holds-too-many');
  }
  const time = new Date(row.databaseTime);
  const deadLetters = clean
    .filter(({ state }) => state === 'parked')
    .map((one) => {
      const rowId = ids.get(one.record.offset)!;
      return deadLetter(one.record, { group: id.group, rowId, time, ...told(one) });
    });
  return { heldKeys, heldBytes, deadLetters, incidents };
}

function told(row: ParkedRow): Pick<ParkedRow, 'code' | 'reason' | 'attempts'> {
  return { code: row.code, reason: row.reason, attempts: row.attempts };
}

/** Codes and reasons come from handlers too, and Postgres's text holds no U+0000. */
export function printable<Row extends { readonly code: string; readonly reason: string }>(row: Row): Row {
  const code = row.code.replace(/[^A-Za-z0-9.-]/g, '-').slice(0, 80) || 'unnamed';
  return { ...row, code, reason: row.reason.replace(/\p{Cc}/gu, ' ').slice(0, 500) };
}

function growthOf(rows: readonly ParkedRow[]): readonly KeyGrowth[] {
  const growth = new Map<string, { key: Buffer; rows: number; onlyHeld: boolean }>();
  for (const { record, holdsKey, state } of rows) {
    if (!holdsKey || record.key === null) continue;
    const one = growth.get(keyId(record.key)) ?? { key: record.key, rows: 0, onlyHeld: true };
    one.rows += 1;
    one.onlyHeld &&= state === 'held';
    growth.set(keyId(record.key), one);
  }
  return [...growth.values()];
}
