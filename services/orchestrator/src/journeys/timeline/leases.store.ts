// Places of limited journeys: what is taken in all, and what each partition has leased and not given to an instance.
import type { Transaction } from '@continuo/persistence';

/** A partition's own row is under its lock: nobody else writes it. */
export async function loadSpare(
  tx: Transaction,
  partition: number,
  journeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.client.query<{ journey: string; spare: string }>({
    name: 'load-spare-places',
    text: 'select journey, spare from concurrency_spare where partition = $1 and journey = any($2)',
    values: [partition, journeys],
  });
  return new Map(rows.map(({ journey, spare }) => [journey, Number(spare)]));
}

/** How many places of these journeys are taken over all partitions; nobody else changes that until this transaction ends. */
export async function lockTaken(
  tx: Transaction,
  journeys: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await tx.client.query<{ journey: string; taken: string }>({
    name: 'lock-places',
    text: 'select journey, taken from concurrency where journey = any($1) order by journey for update',
    values: [journeys],
  });
  return new Map(rows.map(({ journey, taken }) => [journey, Number(taken)]));
}

/** The same of those that nobody holds now; without waiting for the others. */
export async function lockFree(tx: Transaction, journeys: readonly string[]): Promise<ReadonlySet<string>> {
  const { rows } = await tx.client.query<{ journey: string }>({
    name: 'lock-places-that-are-free',
    text: 'select journey from concurrency where journey = any($1) for update skip locked',
    values: [journeys],
  });
  return new Set(rows.map(({ journey }) => journey));
}

/** Takes places, or gives them back (below zero); the rows must be locked. */
export async function changeTaken(tx: Transaction, changes: ReadonlyMap<string, number>): Promise<void> {
  await tx.client.query({
    name: 'change-places',
    text: `update concurrency c set taken = greatest(0, c.taken + n.change)
      from unnest($1::text[], $2::bigint[]) as n(journey, change) where c.journey = n.journey`,
    values: [[...changes.keys()], [...changes.values()]],
  });
}

export async function writeSpare(
  tx: Transaction,
  partition: number,
  spare: ReadonlyMap<string, number>,
): Promise<void> {
  await tx.client.query({
    name: 'write-spare-places',
    text: `insert into concurrency_spare (journey, partition, spare)
      select journey, $1, spare from unnest($2::text[], $3::bigint[]) as n(journey, spare)
      on conflict (journey, partition) do update set spare = excluded.spare`,
    values: [partition, [...spare.keys()], [...spare.values()]],
  });
}
