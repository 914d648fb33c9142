// The weeks of the index as tables: made ahead, dropped as a whole when they are over.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { keptWeeks, type Week } from './domain/kept-time.js';

/** One replica at a time: two that make the same table at once would refuse each other. */
const makerLock = 'activity weeks';

const LOCK_TIMEOUT_MS = 3_000;

@Injectable()
export class ActivityRetentionStore {
  /**
   * Makes the weeks that are missing; answers how many. Attached, not created as partitions: that would wait for who reads
   * the index, and everybody else behind it.
   */
  async makeWeeks(tx: Transaction, weeks: readonly Week[]): Promise<number> {
    await this.alone(tx);
    const existing = await this.weeks(tx);
    const missing = weeks.filter(({ name }) => !existing.has(tableOf(name)));
    for (const { name, from, until } of missing) {
      await tx.client.query(`create table ${tableOf(name)} (like activity including all)`);
      await tx.client.query(
        `alter table activity attach partition ${tableOf(name)}
         for values from ('${from.toISOString()}') to ('${until.toISOString()}')`,
      );
    }
    return missing.length;
  }

  /** Drops the weeks that are none of these; answers how many. One that another replica's later clock has made ahead stays. */
  async dropOthers(tx: Transaction, weeks: readonly Week[]): Promise<number> {
    await this.alone(tx);
    const existing = await this.weeks(tx);
    const wanted = new Set(weeks.map(({ name }) => tableOf(name)));
    const newest = tableOf(weeks.at(-1)?.name ?? '');
    const over = [...existing].filter((table) => !wanted.has(table) && table < newest);
    for (const table of over) await tx.client.query(`drop table ${table}`);
    return over.length;
  }

  /** Whether what happens at this moment has a table. */
  async hasWeekOf(tx: Transaction, moment: Date): Promise<boolean> {
    const existing = await this.weeks(tx);
    return keptWeeks(moment).some(
      ({ name, from, until }) => from <= moment && moment < until && existing.has(tableOf(name)),
    );
  }

  /** Whoever reads or writes the index meanwhile is not kept waiting behind this for long. */
  private async alone(tx: Transaction): Promise<void> {
    await tx.client.query('select pg_advisory_xact_lock(hashtext($1))', [makerLock]);
    await tx.client.query(`set local lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
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
