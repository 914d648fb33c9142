// The only code that reads and writes the tables of tracking.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';

/** A call that is about to be accepted. */
export interface NewCall {
  readonly messageId: string;
  readonly eventId: string;
  readonly type: string;
  /** JSON text; null when nothing of the call has to stay. */
  readonly personal: string | null;
}

export interface RejectedCall {
  readonly messageId: string | null;
  readonly type: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly size: number;
}

export interface RejectionCount {
  readonly source: string;
  readonly code: string;
  readonly field: string | null;
  readonly count: number;
}

@Injectable()
export class TrackingStore {
  /**
   * Remembers calls by source and message id, in the order of the ids so that two batches with the same calls wait for
   * each other instead of deadlocking. Answers the event ids of those that were new.
   */
  async accept(
    tx: Transaction,
    source: string,
    receivedAt: Date,
    calls: readonly NewCall[],
  ): Promise<Set<string>> {
    const sorted = [...calls].sort((a, b) => (a.messageId < b.messageId ? -1 : 1));
    const { rows } = await tx.client.query<{ event_id: string }>(
      `insert into tracked_call (source, message_id, event_id, type, received_at)
       select $1, message_id, event_id, type, $2
       from unnest($3::text[], $4::uuid[], $5::text[]) as call (message_id, event_id, type)
       on conflict do nothing
       returning event_id`,
      [
        source,
        receivedAt,
        sorted.map((call) => call.messageId),
        sorted.map((call) => call.eventId),
        sorted.map((call) => call.type),
      ],
    );
    return new Set(rows.map((row) => row.event_id));
  }

  /** Keeps what must not travel. */
  async keepPrivate(tx: Transaction, receivedAt: Date, calls: readonly NewCall[]): Promise<void> {
    const kept = calls.filter((call) => call.personal !== null);
    if (kept.length === 0) return;
    await tx.client.query(
      `insert into tracked_private (event_id, received_at, body)
       select event_id, $1, body::json from unnest($2::uuid[], $3::text[]) as call (event_id, body)`,
      [receivedAt, kept.map((call) => call.eventId), kept.map((call) => call.personal)],
    );
  }

  /** Writes down why calls were refused. */
  async reject(
    tx: Transaction,
    source: string,
    receivedAt: Date,
    calls: readonly RejectedCall[],
  ): Promise<void> {
    if (calls.length === 0) return;
    await tx.client.query(
      `insert into rejected_call (source, message_id, type, code, field, size, received_at)
       select $1, message_id, type, code, field, size, $2
       from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::integer[])
         as call (message_id, type, code, field, size)`,
      [
        source,
        receivedAt,
        calls.map((call) => call.messageId),
        calls.map((call) => call.type),
        calls.map((call) => call.code),
        calls.map((call) => call.field),
        calls.map((call) => call.size),
      ],
    );
  }

  /** How many calls were refused since a time, by source, reason and field. */
  async rejections(tx: Transaction, since: Date): Promise<readonly RejectionCount[]> {
    const { rows } = await tx.client.query<RejectionCount>(
      `select source, code, field, count(*)::integer as count from rejected_call
       where received_at >= $1 group by source, code, field order by count(*) desc, source, code limit 1000`,
      [since],
    );
    return rows;
  }

  /**
   * Forgets message ids and reasons that are older than a time, and private parts that never got an owner (their call is
   * not on the timeline, so no erasure could find them); no more than so many of each.
   */
  async forgetBefore(tx: Transaction, before: Date, atMost: number): Promise<number> {
    const calls = await tx.client.query(
      `delete from tracked_call where ctid = any(array(
         select ctid from tracked_call where received_at < $1 limit $2 for update skip locked))`,
      [before, atMost],
    );
    const reasons = await tx.client.query(
      `delete from rejected_call where id in (
         select id from rejected_call where received_at < $1 limit $2 for update skip locked)`,
      [before, atMost],
    );
    const unowned = await tx.client.query(
      `delete from tracked_private where event_id in (
         select event_id from tracked_private where received_at < $1 and profile_id is null
         limit $2 for update skip locked)`,
      [before, atMost],
    );
    return Math.max(calls.rowCount ?? 0, reasons.rowCount ?? 0, unowned.rowCount ?? 0);
  }
}
