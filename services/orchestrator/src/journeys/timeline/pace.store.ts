// Slots of paced messages in the database: one row per rule for all partitions, and what each partition leased of it.
import type { Transaction } from '@continuo/persistence';
import { grant, PaceLedger, type Lease, type SlotBlock } from '../domain/guardrails/pace.js';
import type { Guardrails } from '../domain/guardrails/policy.js';

/** A partition, and the database's time (real time). */
interface Place {
  readonly partition: number;
  readonly now: Date;
}

/** What partitions have of the slots that are in force, by partition; empty, and nothing read, where nothing is paced. */
export async function openPace(
  tx: Transaction,
  places: readonly Place[],
  inForce: Guardrails | null,
): Promise<ReadonlyMap<number, PaceLedger>> {
  const rules = inForce?.policy?.rules;
  if (rules === undefined || rules.pace.length === 0) return new Map();
  const intervals = new Map(rules.pace.map(({ rule, interval }) => [rule, interval]));
  const leases = await loadLeases(
    tx,
    places.map(({ partition }) => partition),
  );
  const ledgerOf = ({ partition, now }: Place): PaceLedger =>
    new PaceLedger(leases.get(partition) ?? [], intervals, now.getTime(), rules.holdAtMost);
  return new Map(places.map((place) => [place.partition, ledgerOf(place)]));
}

async function loadLeases(
  tx: Transaction,
  partitions: readonly number[],
): Promise<ReadonlyMap<number, readonly Lease[]>> {
  const { rows } = await tx.client.query<{ partition: number; rule: string; blocks: string }>(
    'select partition, rule, blocks from pace_lease where partition = any($1::int[])',
    [partitions],
  );
  const leases = new Map<number, Lease[]>();
  for (const { partition, rule, blocks } of rows) {
    const lease = { rule, blocks: JSON.parse(blocks) as readonly SlotBlock[] };
    leases.set(partition, [...(leases.get(partition) ?? []), lease]);
  }
  return leases;
}

export interface LeasedSlots {
  readonly partition: number;
  readonly rule: string;
  readonly start: number;
}

/**
 * Leases the slots that were asked for, behind those that all partitions have and before anybody's time is over, and
 * writes what each partition has now. Rows are locked in the order of their rules over all partitions, so that two
 * transactions never wait for each other.
 */
export async function settlePace(
  tx: Transaction,
  ledgers: ReadonlyMap<number, PaceLedger>,
): Promise<readonly LeasedSlots[]> {
  const wanted = [...ledgers].flatMap(([partition, ledger]) =>
    [...ledger.wanted].map(([rule, count]) => ({ partition, ledger, rule, count })),
  );
  const leased: LeasedSlots[] = [];
  for (const { partition, ledger, rule, count } of wanted.sort((a, b) =>
    a.rule < b.rule ? -1 : Number(a.rule > b.rule),
  )) {
    const { intervals, real, horizon } = ledger;
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
      leased.push({ partition, rule, start });
    }
    if (given.count < count) ledger.add(rule, { start: given.next, count: 0 });
  }
  const changed = [...ledgers].flatMap(([partition, ledger]) =>
    ledger.changed.map((lease) => ({ partition, ...lease })),
  );
  if (changed.length > 0) {
    await tx.client.query(
      `insert into pace_lease (partition, rule, blocks) select * from unnest($1::int[], $2::text[], $3::text[])
       on conflict (partition, rule) do update set blocks = excluded.blocks`,
      [
        changed.map(({ partition }) => partition),
        changed.map(({ rule }) => rule),
        changed.map(({ blocks }) => JSON.stringify(blocks)),
      ],
    );
  }
  return leased;
}
