// The statements on messaging.intent; leases are by the database's time, so that clocks of processes don't matter.
import type { Database, Transaction } from '@continuo/persistence';
import type { Cause, TraceContext } from '../outbox/envelope.js';
import type { Intent, NewIntent, ParkedIntent } from './intent.js';

/** An intent that this worker has until its lease ends. */
export interface LeasedIntent extends Intent {
  readonly lease: string;
  /** By the database's clock, when it was taken. */
  readonly expired: boolean;
}

export interface IntentToWrite extends NewIntent {
  readonly id: string;
  readonly trace?: TraceContext;
}

interface IntentColumns {
  id: string;
  kind: string;
  key: string | null;
  payload: unknown;
  cause: Cause | null;
  trace: TraceContext | null;
  attempts: number;
  lease: string;
  not_after: Date | null;
  written_at: Date;
  expired: boolean;
}

export class IntentStore {
  constructor(private readonly database: Database) {}

  /** In the transaction that decided it. Ids that are there already are left as they are. */
  async write(tx: Transaction, intents: readonly IntentToWrite[]): Promise<void> {
    await tx.client.query(
      `insert into messaging.intent (id, kind, key, payload, cause, trace, due_at, not_after, profile_id)
       select id, kind, key, payload, cause, trace, coalesce(not_before, clock_timestamp()), not_after, profile_id
       from unnest($1::uuid[], $2::text[], $3::text[], $4::json[], $5::json[], $6::json[], $7::timestamptz[],
         $8::timestamptz[], $9::uuid[])
         with ordinality as given (id, kind, key, payload, cause, trace, not_before, not_after, profile_id, place)
       order by place
       on conflict (id) do nothing`,
      [
        intents.map(({ id }) => id),
        intents.map(({ kind }) => kind),
        intents.map(({ key }) => key ?? null),
        intents.map(({ payload }) => JSON.stringify(payload ?? null)),
        intents.map(({ cause }) => json(cause)),
        intents.map(({ trace }) => json(trace)),
        intents.map(({ notBefore }) => notBefore ?? null),
        intents.map(({ notAfter }) => notAfter ?? null),
        intents.map(({ profileId }) => profileId ?? null),
      ],
    );
  }

  /**
   * Takes due intents of a kind: the attempt is counted before it is made, so that one which kills its process comes
   * to an end too. The lease is drawn for each taking, so that even this process cannot take a later attempt for an
   * earlier one. One with a key waits for all earlier ones of its key, parked ones included.
   */
  async take(kind: string, lease: string, leaseMs: number, limit: number): Promise<LeasedIntent[]> {
    const rows = await this.database.query<IntentColumns>(
      `with ready as (
         select id from messaging.intent candidate
         where state = 'pending' and kind = $1 and due_at <= clock_timestamp()
           and (key is null or not exists (
             select 1 from messaging.intent earlier
             where earlier.kind = candidate.kind and earlier.key = candidate.key and earlier.seq < candidate.seq))
         order by due_at, seq
         limit $4
         for update skip locked
       )
       update messaging.intent i
       set lease = $2, attempts = i.attempts + 1, due_at = clock_timestamp() + $3 * interval '1 millisecond'
       from ready where i.id = ready.id
       returning i.id, i.kind, i.key, i.payload, i.cause, i.trace, i.attempts, i.lease, i.not_after, i.written_at,
         coalesce(i.not_after < clock_timestamp(), false) as expired`,
      [kind, lease, leaseMs, limit],
    );
    return rows.map(leasedOf);
  }

  /** Extends the leases; answers those that still hold. */
  async extend(
    leased: readonly Pick<LeasedIntent, 'id' | 'lease'>[],
    leaseMs: number,
  ): Promise<ReadonlySet<string>> {
    const rows = await this.database.query<{ lease: string; id: string }>(
      `update messaging.intent i set due_at = clock_timestamp() + $3 * interval '1 millisecond'
       from unnest($1::uuid[], $2::uuid[]) as held (id, lease)
       where i.id = held.id and i.lease = held.lease
       returning i.id, i.lease`,
      [leased.map(({ id }) => id), leased.map(({ lease }) => lease), leaseMs],
    );
    return new Set(rows.map(leaseName));
  }

  /** Ends an intent in the transaction of its result. False when the lease was lost: then nothing may be written. */
  async finish(tx: Transaction, { id, lease }: LeasedIntent): Promise<boolean> {
    const done = await tx.client.query('delete from messaging.intent where id = $1 and lease = $2', [
      id,
      lease,
    ]);
    return done.rowCount === 1;
  }

  /** Gives it back, to be taken again after the delay. A start that was not the call's fault may be uncounted. */
  async giveBack(
    { id, lease }: LeasedIntent,
    code: string | null,
    delayMs: number,
    uncount = false,
  ): Promise<void> {
    await this.database.query(
      `update messaging.intent set lease = null, code = coalesce($3, code), attempts = attempts - $5,
         due_at = clock_timestamp() + $4 * interval '1 millisecond'
       where id = $1 and lease = $2`,
      [id, lease, code, delayMs, uncount ? 1 : 0],
    );
  }

  /** Makes it an incident. False when the lease was lost. */
  async park(tx: Transaction, { id, lease }: LeasedIntent, code: string): Promise<boolean> {
    const done = await tx.client.query(
      `update messaging.intent set state = 'parked', lease = null, code = $3, parked_at = clock_timestamp()
       where id = $1 and lease = $2`,
      [id, lease, code],
    );
    return done.rowCount === 1;
  }

  /** What waits for a person, oldest first. */
  async parked(limit = 100): Promise<ParkedIntent[]> {
    return this.database.query<ParkedIntent & Record<string, unknown>>(
      `select id, kind, key, attempts, code, parked_at as "parkedAt", written_at as "writtenAt",
         (select count(*)::int from messaging.intent later
          where later.kind = i.kind and later.key = i.key and later.seq > i.seq) as waiting
       from messaging.intent i where state = 'parked' order by seq limit $1`,
      [limit],
    );
  }

  /** A person's order to try again from the start. False when it is not parked. */
  async retry(id: string): Promise<boolean> {
    const rows = await this.database.query(
      `update messaging.intent set state = 'pending', attempts = 0, due_at = clock_timestamp(), parked_at = null
       where id = $1 and state = 'parked' returning id`,
      [id],
    );
    return rows.length === 1;
  }

  /** A person's order to drop it; intents that wait behind it go on. False when it is not parked. */
  async cancel(tx: Transaction, id: string): Promise<boolean> {
    const done = await tx.client.query("delete from messaging.intent where id = $1 and state = 'parked'", [
      id,
    ]);
    return done.rowCount === 1;
  }

  /** Erasure: removes what these keys still have, called or not. Answers how many. */
  async discard(tx: Transaction, kind: string, keys: readonly string[]): Promise<number> {
    const done = await tx.client.query(
      'delete from messaging.intent where kind = $1 and key = any ($2::text[])',
      [kind, keys],
    );
    return done.rowCount ?? 0;
  }

  /** How many intents hold something of these profiles. */
  async countOf(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ count: number }>(
      'select count(*)::int as count from messaging.intent where profile_id = any($1::uuid[])',
      [profileIds],
    );
    return rows[0]?.count ?? 0;
  }

  /** Erasure: removes the intents of these profiles, called or not. Answers how many. */
  async discardOf(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const done = await tx.client.query('delete from messaging.intent where profile_id = any($1::uuid[])', [
      profileIds,
    ]);
    return done.rowCount ?? 0;
  }

  /** Waiting and parked intents by kind. */
  async counts(): Promise<
    readonly { readonly kind: string; readonly pending: number; readonly parked: number }[]
  > {
    return this.database.query(
      `select kind, count(*) filter (where state = 'pending')::int as pending,
         count(*) filter (where state = 'parked')::int as parked
       from messaging.intent group by kind`,
    );
  }
}

/** One attempt's hold on one intent. */
export function leaseName({ id, lease }: Pick<LeasedIntent, 'id' | 'lease'>): string {
  return `${id}/${lease}`;
}

function json(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}

function leasedOf(row: IntentColumns): LeasedIntent {
  return {
    id: row.id,
    kind: row.kind,
    key: row.key,
    payload: row.payload,
    attempt: row.attempts,
    notAfter: row.not_after,
    writtenAt: row.written_at,
    lease: row.lease,
    expired: row.expired,
    ...(row.cause === null ? {} : { cause: row.cause }),
    ...(row.trace === null ? {} : { trace: row.trace }),
  };
}
