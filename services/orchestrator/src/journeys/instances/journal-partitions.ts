// The journal's partitions of class and day: made a week ahead, dropped when their class is over.
import type { Database, Transaction } from '@continuo/persistence';
import { RETENTION_DAYS } from '../domain/language/compile-definition.js';

const DAYS_AHEAD = 7;
const DAY = 86_400_000;
/** One replica at a time: two that make the same table at once would refuse each other. */
const MAKER_LOCK = 'journal partitions';
/** Whoever writes the journal waits behind a drop that waits for an open transaction: not for longer than this. */
const PATIENCE_MS = 3_000;
const LOCK_NOT_AVAILABLE = '55P03';

/**
 * Makes what is missing and drops what is over; answers how many of each. Safe to run by several replicas at once. A drop
 * that would wait for longer than `patience` (ms) is left to the next time.
 */
export async function keepJournalPartitions(
  database: Database,
  now: Date,
  patience = PATIENCE_MS,
): Promise<{ readonly made: number; readonly dropped: number }> {
  const today = Math.floor(now.getTime() / DAY);
  let made = 0;
  let dropped = 0;
  for (const [name, days] of Object.entries(RETENTION_DAYS)) {
    made += await alone(database, patience, (tx) => makeMissing(tx, name, today));
    dropped += await dropBefore(database, patience, name, today - days);
  }
  return { made, dropped };
}

function alone(
  database: Database,
  patience: number,
  work: (tx: Transaction) => Promise<number>,
): Promise<number> {
  return database.transaction(async (tx) => {
    await tx.client.query('select pg_advisory_xact_lock(hashtext($1))', [MAKER_LOCK]);
    await tx.client.query(`set local lock_timeout = '${patience}ms'`);
    return work(tx);
  });
}

/** Attached, not created as a partition: that would wait for who reads the journal, and everybody else behind it. */
async function makeMissing(tx: Transaction, name: string, today: number): Promise<number> {
  const existing = await partitionDays(tx, name);
  let made = 0;
  for (let day = today - 1; day <= today + DAYS_AHEAD; day += 1) {
    if (existing.has(day)) continue;
    const partition = partitionName(name, day);
    await tx.client.query(`create table ${partition} (like journal_${name} including all)`);
    await tx.client.query(
      `alter table journal_${name} attach partition ${partition}
       for values from ('${dateOf(day)}') to ('${dateOf(day + 1)}')`,
    );
    made += 1;
  }
  return made;
}

/** One after the other, so that each holds its lock only for itself. */
async function dropBefore(
  database: Database,
  patience: number,
  name: string,
  first: number,
): Promise<number> {
  const existing = await database.transaction((tx) => partitionDays(tx, name));
  let dropped = 0;
  for (const day of [...existing].filter((each) => each < first).sort((a, b) => a - b)) {
    try {
      dropped += await alone(database, patience, (tx) => drop(tx, name, day));
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      break;
    }
  }
  return dropped;
}

/** Another replica may have done it meanwhile. */
async function drop(tx: Transaction, name: string, day: number): Promise<number> {
  if (!(await partitionDays(tx, name)).has(day)) return 0;
  await tx.client.query(`drop table ${partitionName(name, day)}`);
  return 1;
}

async function partitionDays(tx: Transaction, name: string): Promise<ReadonlySet<number>> {
  const { rows } = await tx.client.query<{ day: string }>(
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
