// What of webhooks could not be used: codes and fields, nothing of the item itself.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Rejected } from './domain/whatsapp-payload.js';

export interface RejectionCount {
  readonly code: string;
  readonly field: string;
  readonly type: string | null;
  readonly count: number;
}

/** How long a rejection is kept. */
const keptDays = 30;

@Injectable()
export class RejectionsStore {
  /** Adds, and forgets some of what is too old to matter. */
  async add(tx: Transaction, rejected: readonly Rejected[]): Promise<void> {
    if (rejected.length === 0) return;
    await tx.client.query(
      'insert into rejected_item (code, field, type) select * from unnest($1::text[], $2::text[], $3::text[])',
      [
        rejected.map(({ code }) => code),
        rejected.map(({ field }) => field),
        rejected.map(({ type }) => type),
      ],
    );
    await tx.client.query(
      `delete from rejected_item where id in (
         select id from rejected_item where received_at < now() - make_interval(days => $1) limit 100)`,
      [keptDays],
    );
  }

  async since(tx: Transaction, since: Date): Promise<readonly RejectionCount[]> {
    const { rows } = await tx.client.query<RejectionCount>(
      `select code, field, type, count(*)::int as count from rejected_item where received_at >= $1
       group by code, field, type order by count desc, code, field, type`,
      [since],
    );
    return rows;
  }
}
