// The weeks of the index as tables: made ahead, dropped as a whole when they are over.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { Week } from './domain/kept-time.js';

/** One replica at a time: two that make the same table at once would refuse each other. */
const makerLock = 'activity weeks';

@Injectable()
export class ActivityRetentionStore {
  /** Makes the weeks that are missing and drops all others; answers how many of each. */
  async keepWeeks(
    tx: Transaction,
    weeks: readonly Week[],
  ): Promise<{ readonly made: number; readonly dropped: number }> {
    await tx.client.query('select pg_advisory_xact_lock(hashtext($1))', [makerLock]);
    const existing = await this.weeks(tx);
    const missing = weeks.filter(({ name }) => !existing.has(tableOf(name)));
    for (const { name, from, until } of missing) {
      await tx.client.query(
        `create table ${tableOf(name)} partition of activity
         for values from ('${from.toISOString()}') to ('${until.toISOString()}')`,
      );
    }
    const wanted = new Set(weeks.map(({ name }) => tableOf(name)));
    const newest = tableOf(weeks.at(-1)?.name ?? '');
    // One that another replica's later clock has made ahead stays.
    const over = [...existing].filter((table) => !wanted.has(table) && table < newest);
    for (const table of over) await tx.client.query(`drop table ${table}`);
    return { made: missing.length, dropped: over.length };
  }

  /** Counts of days that nobody asks for any more: a day is over in every time zone after two. */
  async forgetCounts(tx: Transaction, before: Date): Promise<void> {
    await tx.client.query('delete from activity_count where quarter < $1', [before]);
    await tx.client.query('delete from active_customer where last_at < $1', [before]);
  }

  private async weeks(tx: Transaction): Promise<ReadonlySet<string>> {
    const { rows } = await tx.client.query<{ name: string }>(
      `select relname as name from pg_inherits join pg_class on pg_class.oid = inhrelid
       where inhparent = 'activity'::regclass`,
    );
    return new Set(rows.map(({ name }) => name));
  }
}

function tableOf(week: string): string {
  return `activity_${week}`;
}
