// The lock of assignment, and a cheap look at whether there is anything to assign.
import type { Transaction } from '@continuo/persistence';
import { Injectable } from '@nestjs/common';
import type { RoutingRules } from '../settings/settings.tokens.js';

export interface Look {
  /** Somebody waits, an offer or a conversation is there, or somebody has gone silent. */
  readonly hasWork: boolean;
  /** Milliseconds until the next timer; null when none is set. */
  readonly nextMs: number | null;
}

@Injectable()
export class AssignmentStore {
  /** Waits until no other replica assigns. */
  async lock(tx: Transaction): Promise<void> {
    await tx.client.query('select 1 from assignment for update');
  }

  /** All timers by database time. */
  async look(tx: Transaction, rules: RoutingRules): Promise<Look> {
    const { rows } = await tx.client.query<{ hasWork: boolean; nextMs: number | null }>(
      `select
         exists (select 1 from interaction where state = 'waiting')
           or exists (select 1 from offer where state in ('open', 'accepted'))
           or exists (select 1 from agent where presence <> 'offline'
             and seen_at < clock_timestamp() - $1 * interval '1 millisecond') as "hasWork",
         extract(epoch from least(
           (select min(expires_at) from offer where state = 'open'),
           (select min(queued_at) + $2 * interval '1 millisecond' from interaction
            where state = 'waiting' and queued_at > clock_timestamp() - $2 * interval '1 millisecond')
         ) - clock_timestamp())::float8 * 1000 as "nextMs"`,
      [rules.presenceMs, rules.contextWaitMs],
    );
    return rows[0] ?? { hasWork: true, nextMs: null };
  }
}
