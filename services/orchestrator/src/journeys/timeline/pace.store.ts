// Slots of paced messages in the database: one row per rule for all partitions, and what each partition leased of it.
import type { Transaction } from '@continuo/persistence';
import { grant, PaceLedger, type Lease, type SlotBlock } from '../domain/guardrails/pace.js';
import type { Guardrails } from '../domain/guardrails/policy.js';

interface Place {
  readonly tx: Transaction;
  readonly partition: number;
  readonly now: Date;
}

/** What a partition has of the slots that are in force; null, and nothing read, where nothing is paced. */
export async function openPace(
  { tx, partition, now }: Place,
  inForce: Guardrails | null,
): Promise<PaceLedger | null> {
  const rules = inForce?.policy?.rules;
  if (rules === undefined || rules.pace.length === 0) return null;
  const intervals = new Map(rules.pace.map(({ rule, interval }) => [rule, interval]));
  return new PaceLedger(await loadLeases(tx, partition), intervals, now.getTime(), rules.holdAtMost);
}

async function loadLeases(tx: Transaction, partition: number): Promise<readonly Lease[]> {
  const { rows } = await tx.client.query<{ rule: string; blocks: string }>(
    'select rule, blocks from pace_lease where partition = $1',
    [partition],
  );
  return rows.map(({ rule, blocks }) => ({ rule, blocks: JSON.parse(blocks) as readonly SlotBlock[] }));
}

/**
 * Leases the slots that were asked for, behind those that all partitions have and before anybody's time is over, and
 * writes what the partition has now. Rows are locked in the order of their rules, so that two partitions never wait for
 * each other.
 */
export async function settlePace(
  { tx, partition }: Place,
  ledger: PaceLedger | null,
): Promise<readonly { readonly rule: string; readonly start: number }[]> {
  if (ledger === null) return [];
  const { intervals, real, horizon } = ledger;
  const wanted = [...ledger.wanted].sort(([a], [b]) => (a < b ? -1 : 1));
  const leased: { rule: string; start: number }[] = [];
  for (const [rule, count] of wanted) {
    const { rows } = await tx.client.query<{ next_at: number }>(
      `insert into pace (rule, next_at) values ($1, $2::float8)
       on conflict (rule) do update set next_at = greatest(pace.next_at, $2)
       returning next_at`,
      [rule, real],
    );
    const start = rows[0]?.next_at ?? real;
    const given = grant(start, count, intervals.get(rule) ?? 0, real + horizon);
    if (given.count > 0) {
      await tx.client.query('update pace set next_at = $2 where rule = $1', [rule, given.next]);
      ledger.add(rule, { start, count: given.count });
      leased.push({ rule, start });
    }
    if (given.count < count) ledger.add(rule, { start: given.next, count: 0 });
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
