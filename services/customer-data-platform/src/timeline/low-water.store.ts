// What the low-water mark is made of, in one snapshot: positions of the resolver and what its outbox still holds.
import { Injectable } from '@nestjs/common';
import type { Database } from '@continuo/persistence';

export interface ResolverPosition {
  readonly topic: string;
  readonly partition: number;
  readonly next: bigint;
  readonly clock: number;
}

export interface TransportSnapshot {
  readonly positions: readonly ResolverPosition[];
  readonly lastRow: bigint | null;
  readonly firstUnsent: bigint | null;
}

@Injectable()
export class LowWaterStore {
  /** The database's time, in milliseconds. */
  async now(database: Database): Promise<number> {
    const [row] = await database.query<{ now: string }>(
      'select floor(extract(epoch from clock_timestamp()) * 1000)::bigint as now',
    );
    return Number(row?.now);
  }

  /** One statement, so one snapshot: a position is seen together with the rows of its batch. */
  async snapshot(database: Database, group: string, timeline: string): Promise<TransportSnapshot> {
    const rows = await database.query<{
      topic: string | null;
      partition: number | null;
      next_offset: string | null;
      clock: string | null;
      last_row: string | null;
      first_unsent: string | null;
    }>(
      `with outgoing as (
         select (select max(id) from messaging.outbox where topic = $2) as last_row,
                (select min(id) from messaging.outbox where topic = $2) as first_unsent)
       select position.topic, position.partition, position.next_offset, position.clock, outgoing.last_row, outgoing.first_unsent
       from outgoing left join messaging.partition_position position on position.group_name = $1`,
      [group, timeline],
    );
    const positions = rows.flatMap(({ topic, partition, next_offset: next, clock }) =>
      topic === null || partition === null || next === null
        ? []
        : [{ topic, partition, next: BigInt(next), clock: Number(clock) }],
    );
    const id = (text: string | null | undefined): bigint | null =>
      text === null || text === undefined ? null : BigInt(text);
    return { positions, lastRow: id(rows[0]?.last_row), firstUnsent: id(rows[0]?.first_unsent) };
  }
}
