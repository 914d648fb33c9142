// How long steps took, from the journal: read in the order of its times, kept as a histogram per step and day.
import type { Database, Transaction } from '@continuo/persistence';
import type { Pass } from '../domain/stays/passes.js';
import type { Histogram } from '../domain/stays/histogram.js';

const NAME = 'step-stay';

/** Up to where the journal was read, locked; undefined while another replica reads. */
export async function lockWatermark(tx: Transaction): Promise<Date | undefined> {
  const { rows } = await tx.client.query<{ at: Date }>(
    'select at from watermark where name = $1 for update skip locked',
    [NAME],
  );
  return rows[0]?.at;
}

export async function moveWatermark(tx: Transaction, at: Date): Promise<void> {
  await tx.client.query('update watermark set at = $2 where name = $1', [NAME, at]);
}

/** Entries written after `from` and not after `to` with which a step was left; at most `limit`. */
export async function entriesBetween(
  tx: Transaction,
  from: Date,
  to: Date,
  limit: number,
): Promise<readonly string[]> {
  const { rows } = await tx.client.query<{ entry: string }>(
    `select entry from journal where recorded_at > $1 and recorded_at <= $2 and entry like '%"did":"left"%'
       and day >= ($1::timestamptz at time zone 'UTC')::date and day <= ($2::timestamptz at time zone 'UTC')::date
     limit $3`,
    [from, to, limit],
  );
  return rows.map(({ entry }) => entry);
}

/** Adds passes to their day. */
export async function addPasses(
  tx: Transaction,
  day: Date,
  passes: readonly (Pass & { readonly count: number })[],
): Promise<void> {
  if (passes.length === 0) return;
  await tx.client.query(
    `insert into step_stay (journey, version, step, next, day, bucket, count)
     select journey, version, step, next, ($1::timestamptz at time zone 'UTC')::date, bucket, count
     from unnest($2::text[], $3::int[], $4::text[], $5::text[], $6::int[], $7::bigint[])
       as n(journey, version, step, next, bucket, count)
     order by journey, version, step, next, bucket
     on conflict (journey, version, step, next, day, bucket) do update set count = step_stay.count + excluded.count`,
    [
      day,
      passes.map(({ journey }) => journey),
      passes.map(({ version }) => version),
      passes.map(({ step }) => step),
      passes.map(({ next }) => next),
      passes.map(({ bucket }) => bucket),
      passes.map(({ count }) => count),
    ],
  );
}

/** Drops what is older than anybody asks for. */
export async function forgetStays(database: Database, days: number): Promise<void> {
  await database.query('delete from step_stay where day < current_date - $1::int', [days]);
}

/** A key for a step of a version. */
export function stepKey(journey: string, version: number, step: string): string {
  return `${journey}/${version}/${step}`;
}

/** The stays of the last days, by step. */
export async function staysOfSteps(
  database: Database,
  days: number,
): Promise<ReadonlyMap<string, Histogram>> {
  const rows = await database.query<{
    journey: string;
    version: number;
    step: string;
    bucket: number;
    count: string;
  }>(
    `select journey, version, step, bucket, sum(count)::text as count from step_stay
     where day > current_date - $1::int group by journey, version, step, bucket`,
    [days],
  );
  const stays = new Map<string, Map<number, number>>();
  for (const { journey, version, step, bucket, count } of rows) {
    const key = stepKey(journey, version, step);
    const histogram = stays.get(key) ?? new Map<number, number>();
    stays.set(key, histogram.set(bucket, Number(count)));
  }
  return stays;
}
