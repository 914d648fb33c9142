// Brings a database to the tables that this version needs; safe when several replicas start at once.
import { Fault } from '@continuo/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { DataSource, Logger, MigrationInterface, QueryRunner } from 'typeorm';
import type { Database } from './database.js';

/** Migrations of one owner. Expand first, contract a release later: the version before must run on the new tables. */
export interface MigrationSource {
  /** Lower case; names the table that remembers what was applied: `migrations_<name>`. */
  readonly name: string;
  /** In order; class names end in a timestamp, as TypeORM wants it. */
  readonly migrations: readonly (new () => MigrationInterface)[];
}

export interface AppliedMigration {
  readonly source: string;
  readonly migration: string;
}

/** A migration that waited for a lock and let others pass it; it is tried again after `pauseMs`. */
export interface GaveWay extends AppliedMigration {
  readonly attempt: number;
  readonly pauseMs: number;
}

export interface MigrateOptions {
  readonly gaveWay?: (told: GaveWay) => void;
}

/** One lock for all replicas and sources of a database; the number only has to be nobody else's. */
const migrationLock = 0x636f6e74;

/**
 * How long a statement of a migration may wait for a table that others use: whoever comes after it waits behind it, so a
 * service that still runs would stand as long as the oldest of its transactions.
 */
const LOCK_TIMEOUT_MS = 3_000;
/** Pauses after such a wait, while everybody else gets on. */
const PAUSES_MS = [500, 1_000, 2_000, 5_000, 10_000, 10_000, 10_000, 10_000];
const LOCK_NOT_AVAILABLE = '55P03';
/** Those that wait for another replica's migrations ask again so often; waiting in a statement, they would hold back indexes that are built beside writers. */
const ASKS_EVERY_MS = 200;

/**
 * Applies what is missing, source by source in the given order, each migration in a transaction of its own; one that says
 * `transaction = false` in none. Others that start at the same time wait here and then find nothing to do. A migration that
 * waits for a lock for more than 3 seconds gives way, which `gaveWay` is told, and is tried again, for about a minute.
 * Answers what was applied.
 *
 * @throws {Fault} `migration-failed`, with the database's error as its cause.
 */
export async function migrate(
  database: Database,
  sources: readonly MigrationSource[],
  options: MigrateOptions = {},
): Promise<AppliedMigration[]> {
  const lock = await database.dedicated('migrations');
  try {
    await lock.query('set statement_timeout = 0');
    await turnOf(lock);
    const applied: AppliedMigration[] = [];
    for (const source of sources) applied.push(...(await migrateSource(database, source, lock, options)));
    return applied;
  } finally {
    await endQuietly(lock);
  }
}

async function turnOf(lock: Client): Promise<void> {
  while (!(await isMine(lock))) await delay(ASKS_EVERY_MS);
}

async function isMine(lock: Client): Promise<boolean> {
  const { rows } = await lock.query<{ mine: boolean }>('select pg_try_advisory_lock($1) as mine', [
    migrationLock,
  ]);
  return rows[0]?.mine === true;
}

async function migrateSource(
  database: Database,
  source: MigrationSource,
  lock: Client,
  options: MigrateOptions,
): Promise<AppliedMigration[]> {
  if (!/^[a-z][a-z0-9_]*$/.test(source.name)) {
    throw new Fault(`migration source "${source.name}": the name must match [a-z][a-z0-9_]*`, {
      code: 'migration-source-invalid',
      retriable: false,
    });
  }
  // Loaded here: a service that runs has its migrations behind it.
  const { DataSource } = await import('typeorm');
  const dataSource = await new DataSource({
    type: 'postgres',
    url: database.url,
    applicationName: 'migrations',
    extra: { max: 1 },
    migrations: source.migrations.map(waitingBriefly),
    migrationsTableName: `migrations_${source.name}`,
    logger: SILENT,
    installExtensions: false,
  }).initialize();
  try {
    const pending = await pendingNames(dataSource);
    const tell = async (attempt: number, pauseMs: number): Promise<void> => {
      const [migration = ''] = await pendingNames(dataSource);
      options.gaveWay?.({ source: source.name, migration, attempt, pauseMs });
    };
    await givingWay(lock, () => dataSource.runMigrations({ transaction: 'each' }), tell);
    return pending.map((migration) => ({ source: source.name, migration }));
  } catch (error) {
    throw new Fault(
      `a migration of ${source.name} failed: ${error instanceof Error ? error.message : 'unknown'}`,
      {
        code: 'migration-failed',
        retriable: false,
        cause: error,
      },
    );
  } finally {
    await dataSource.destroy();
  }
}

/**
 * The same migration, which waits for each lock a short time only. Said by statements, each migration anew: poolers refuse
 * such settings with the connection, and a migration may have set its own.
 */
function waitingBriefly(migration: new () => MigrationInterface): new () => MigrationInterface {
  const Brief = class extends migration {
    override async up(runner: QueryRunner): Promise<void> {
      if (runner.isTransactionActive) {
        await runner.query(`set local lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
        return super.up(runner);
      }
      await runner.query(`set lock_timeout = '${LOCK_TIMEOUT_MS}ms'`);
      try {
        await super.up(runner);
      } finally {
        // What ended the session has been told already.
        await runner.query('reset lock_timeout').catch(() => undefined);
      }
    }
  };
  // TypeORM takes the name of a migration that gives none from its class.
  Object.defineProperty(Brief, 'name', { value: migration.name });
  return Brief;
}

const nothing = (): void => undefined;
/** TypeORM prints text, and tells a migration that gives way as one that failed: what failed is thrown, and told by us. */
const SILENT: Logger = {
  logQuery: nothing,
  logQueryError: nothing,
  logQuerySlow: nothing,
  logSchemaBuild: nothing,
  logMigration: nothing,
  log: nothing,
};

async function pendingNames(dataSource: DataSource): Promise<string[]> {
  const { MigrationExecutor } = await import('typeorm');
  const pending = await new MigrationExecutor(dataSource).getPendingMigrations();
  return pending.map(({ name }) => name);
}

/**
 * Those before the one that gave way are applied and stay so. The turn is given away as well: a replica of a version that
 * waits for it in a statement is one of those that an index which is built beside writers waits for.
 */
async function givingWay(
  lock: Client,
  work: () => Promise<unknown>,
  tell: (attempt: number, pauseMs: number) => Promise<void>,
): Promise<void> {
  for (const [at, pause] of PAUSES_MS.entries()) {
    try {
      await work();
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== LOCK_NOT_AVAILABLE) throw error;
      await lock.query('select pg_advisory_unlock($1)', [migrationLock]);
      await tell(at + 1, pause);
      await delay(pause);
      await turnOf(lock);
    }
  }
  await work();
}

async function endQuietly(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}
