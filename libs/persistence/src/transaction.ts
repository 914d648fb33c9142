// What code that changes state is handed: one connection inside one open transaction.
import type { PoolClient } from 'pg';
import type { EntityManager } from 'typeorm';

/** An open READ COMMITTED transaction. Valid only until the work it was handed to has returned. */
export interface Transaction {
  /** The connection itself, for hot paths: arrays and `unnest`, a fixed number of statements. */
  readonly client: PoolClient;
  /** TypeORM on the same connection and transaction. Made on first use; a database that was opened without entities has none. */
  readonly manager: EntityManager;
  /** Runs after the commit, never after a rollback. For wake-ups and counters only: what it throws is dropped. */
  afterCommit(callback: () => void): void;
}
