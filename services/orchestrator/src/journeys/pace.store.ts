// Slots of paced messages in the database: one row per rule for all partitions, and what each partition leased of it.
import type { Transaction } from '@continuo/persistence';
import type { Lease, PaceLedger, SlotBlock } from './domain/guardrails/pace.js';

/** What a partition has left. */
export async function loadLeases(tx: Transaction, partition: number): Promise<readonly Lease[]> {
  const { rows } = await tx.client.query<{ rule: string; blocks: string }>(
    'select rule, blocks from pace_lease where partition = $1',
    [partition],
  );
  return rows.map(({ rule, blocks }) => ({ rule, blocks: JSON.parse(blocks) as readonly SlotBlock[] }));
}

/**
 * Leases the slots that were wanted, behind those that all partitions have, and writes what the partition has now. Rows are
 * locked in the order of their rules, so that two partitions never wait for each other.
 */
export async function settlePace(
  tx: Transaction,
  partition: number,
  ledger: PaceLedger,
  intervals: ReadonlyMap<string, number>,
  real: number,
): Promise<readonly { readonly rule: string; readonly start: number }[]> {
  const wanted = [...ledger.wanted].sort(([a], [b]) => (a < b ? -1 : 1));
  const leased: { rule: string; start: number }[] = [];
  for (const [rule, count] of wanted) {
    const span = count * (intervals.get(rule) ?? 0);
    const { rows } = await tx.client.query<{ next_at: number }>(
      `insert into pace (rule, next_at) values ($1, $2::float8 + $3::float8)
       on conflict (rule) do update set next_at = greatest(pace.next_at, $2) + $3
       returning next_at`,
      [rule, real, span],
    );
    const start = (rows[0]?.next_at ?? real) - span;
    ledger.add(rule, { start, count });
    leased.push({ rule, start });
  }
  const changed = ledger.changed;
  if (changed.length > 0) {
    await tx.client.query(
      `insert into pace_lease (partition, rule, blocks) select $1, * from unnest($2::text[], $3::text[])
       on conflict (partition, rule) do update set blocks = excluded.blocks`,
      [partition, changed.map(({ rule }) => rule), changed.map(({ blocks }) => JSON.stringify(blocks))],
    );
  }
  return leased;
}
