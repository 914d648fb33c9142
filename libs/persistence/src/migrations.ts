// Brings a database to the tables that this version needs; safe when several replicas start at once.
import { Fault } from '@continuo/kernel';
import type { Client } from 'pg';
import type { MigrationInterface } from 'typeorm';
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

/** One lock for all replicas and sources of a database; the number only has to be nobody else's. */
const migrationLock = 0x636f6e74;

/**
 * Applies what is missing, source by source in the given order, each migration in a transaction of its own. Others
 * that start at the same time wait here and then find nothing to do. Answers what was applied.
 */
export async function migrate(
  database: Database,
  sources: readonly MigrationSource[],
): Promise<AppliedMigration[]> {
  const lock = await database.dedicated('migrations');
  try {
    await lock.query('set statement_timeout = 0');
    await lock.query('select pg_advisory_lock($1)', [migrationLock]);
    const applied: AppliedMigration[] = [];
    for (const source of sources) applied.push(...(await migrateSource(database, source)));
    return applied;
  } finally {
    await endQuietly(lock);
  }
}

async function migrateSource(database: Database, source: MigrationSource): Promise<AppliedMigration[]> {
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
    migrations: [...source.migrations],
    migrationsTableName: `migrations_${source.name}`,
    logging: false,
    installExtensions: false,
  }).initialize();
  try {
    const done = await dataSource.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => ({ source: source.name, migration: name }));
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

async function endQuietly(client: Client): Promise<void> {
  await client.end().catch(() => undefined);
}
