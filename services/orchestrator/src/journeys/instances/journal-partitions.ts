// The journal's partitions of class and day: made a week ahead, dropped when their class is over.
import type { Database } from '@continuo/persistence';
import { RETENTION_DAYS } from '../domain/language/compile-definition.js';

const DAYS_AHEAD = 7;
const DAY = 86_400_000;

/** Makes what is missing and drops what is over; answers how many of each. Safe to run by several replicas at once. */
export async function keepJournalPartitions(
  database: Database,
  now: Date,
): Promise<{ readonly made: number; readonly dropped: number }> {
  const today = Math.floor(now.getTime() / DAY);
  let made = 0;
  let dropped = 0;
  for (const [name, days] of Object.entries(RETENTION_DAYS)) {
    const existing = await partitionDays(database, name);
    for (let day = today - 1; day <= today + DAYS_AHEAD; day += 1) {
      if (existing.has(day)) continue;
      await database.query(
        `create table if not exists ${partitionName(name, day)} partition of journal_${name}
         for values from ('${dateOf(day)}') to ('${dateOf(day + 1)}')`,
      );
      made += 1;
    }
    for (const day of existing) {
      if (day >= today - days) continue;
      await database.query(`drop table if exists ${partitionName(name, day)}`);
      dropped += 1;
    }
  }
  return { made, dropped };
}

async function partitionDays(database: Database, name: string): Promise<ReadonlySet<number>> {
  const rows = await database.query<{ day: string }>(
    `select substring(c.relname from '[0-9]{8}$') as day from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = $1::regclass`,
    [`journal_${name}`],
  );
  return new Set(rows.map(({ day }) => dayOf(day)));
}

function partitionName(name: string, day: number): string {
  return `journal_${name}_${dateOf(day).replaceAll('-', '')}`;
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

function dayOf(text: string): number {
  return Date.UTC(Number(text.slice(0, 4)), Number(text.slice(4, 6)) - 1, Number(text.slice(6, 8))) / DAY;
}
