// How much waits in the outbox, and how long already: what the backlog's alert looks at.
import type { Database, Transaction } from '@continuo/persistence';

export interface OutboxStats {
  /** Rows not acknowledged by Kafka yet; counted up to 100,000. */
  readonly pending: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly oldestAgeMs: number;
}

/** Looks above the relay's low-water mark, so that it stays cheap while deleted rows wait for a vacuum. */
export async function outboxStats(database: Database): Promise<OutboxStats> {
  const [row] = await database.query<{ pending: number; oldest: number }>(
    `with mark as (select low_water from messaging.relay),
          sent as (select topic, unnest(ids) as id from messaging.relay_batch),
          waiting as (
            select written_at from messaging.outbox_topic t, mark, lateral (
              select written_at from messaging.outbox o
               where o.topic = t.topic and o.id > mark.low_water order by o.id limit 100000) above
            union all
            select written_at from sent join messaging.outbox using (topic, id), mark where id <= mark.low_water)
     select count(*)::int as pending,
            coalesce(extract(epoch from clock_timestamp() - min(written_at)) * 1000, 0)::float8 as oldest
       from waiting`,
  );
  return { pending: Math.min(row?.pending ?? 0, 100_000), oldestAgeMs: Math.max(0, row?.oldest ?? 0) };
}

/** The time up to which everything that was written to the outbox has been acknowledged by Kafka. */
export async function sentUpTo(tx: Transaction): Promise<Date> {
  const { rows } = await tx.client.query<{ at: Date }>(
    `select least(clock_timestamp(), (select min(written_at) from messaging.outbox)) as at`,
  );
  return rows[0]?.at ?? new Date(0);
}
