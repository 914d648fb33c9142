// The one way to the database: a pool with the settings the transport relies on, transactions, and TypeORM beside.
import { Fault } from '@continuo/kernel';
import pg from 'pg';
import type { DataSource, EntityManager, EntitySchema } from 'typeorm';
import { connectionSettings, sessionSettings, type ConnectionOptions } from './connection-settings.js';
import type { Transaction } from './transaction.js';
import { isTransient } from './transient.js';

/** A class or schema that TypeORM maps to a table. */
export type EntityDefinition = (abstract new (...args: never[]) => object) | EntitySchema<object>;

export interface DatabaseOptions extends ConnectionOptions {
  /** Connections in the pool. @default 10 */
  readonly poolSize?: number;
  /** What TypeORM maps. Left out, TypeORM is not even loaded: it is a fifth of an idle service's heap. */
  readonly entities?: readonly EntityDefinition[];
}

/** A service's database. Open it once; close it last. */
export class Database {
  private closed = false;

  private constructor(
    private readonly pool: pg.Pool,
    private readonly orm: DataSource | undefined,
    private readonly options: DatabaseOptions,
  ) {}

  /** Connects and checks that the database answers. */
  static async open(options: DatabaseOptions): Promise<Database> {
    const settings = sessionSettings(options);
    const pool = new pg.Pool({
      ...connectionSettings(options),
      // Waited for by the pool, which its types do not tell.
      onConnect: ((client: pg.ClientBase) => client.query(settings)) as (client: pg.ClientBase) => void,
      // Statements that don't wait for each other's answers are on their way at once; the server runs them in order.
      pipeline: true,
      max: options.poolSize ?? 10,
      connectionTimeoutMillis: 10_000,
      idleTimeoutMillis: 30_000,
    });
    // An idle connection that the server cuts is replaced by the pool; unheard, the event would end the process.
    pool.on('error', () => undefined);
    // The same for one that is cut while it changes hands, or told why only after it was given up.
    pool.on('connect', (client) => client.on('error', () => undefined));
    try {
      const orm = options.entities && (await dataSourceOn(pool, options.url, options.entities));
      if (orm === undefined) await pool.query('select 1');
      return new Database(pool, orm, options);
    } catch (error) {
      await pool.end();
      throw new Fault('the database does not answer', {
        code: 'database-unreachable',
        retriable: isTransient(error),
        cause: error,
      });
    }
  }

  /**
   * Runs `work` in one READ COMMITTED transaction on one connection: commits when it returns, rolls back when it
   * throws, and passes its error on. Nothing is retried here: only the caller knows whether that is allowed.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let broken: Error | undefined;
    const onError = (error: Error): void => {
      broken = error;
    };
    client.on('error', onError);
    try {
      await client.query('begin isolation level read committed');
      const tx = new OpenTransaction(client, this.orm);
      const result = await work(tx);
      const { command } = await client.query('commit');
      // What has failed and was not waited for makes a rollback of it, without an error.
      if (command !== 'COMMIT')
        throw new Fault('a statement of the transaction failed, and nobody waited for it', {
          code: 'commit-refused',
          retriable: false,
        });
      tx.committed();
      return result;
    } catch (error) {
      // What the server said when it ended the session tells more than the query that found it ended.
      const told = broken;
      // A connection whose rollback fails is not fit for anybody else.
      await client.query('rollback').catch((failure: Error) => {
        broken ??= failure;
      });
      throw told ?? error;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Where this database is; for tools that must connect by themselves. */
  get url(): string {
    return this.options.url;
  }

  /** One statement outside any transaction: for reads, and for single writes that need nothing beside them. */
  async query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    values: readonly unknown[] = [],
  ): Promise<Row[]> {
    const result = await this.pool.query<Row>(sql, values as unknown[]);
    return result.rows;
  }

  /** A connection of its own outside the pool (LISTEN, long locks). The caller ends it and listens to its errors. */
  async dedicated(purpose: string): Promise<pg.Client> {
    const client = new pg.Client(
      connectionSettings({ ...this.options, applicationName: `${this.options.applicationName}/${purpose}` }),
    );
    client.on('error', () => undefined);
    await client.connect();
    try {
      await client.query(sessionSettings(this.options));
      return client;
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
  }

  /** Answers when the database does; throws when it doesn't. For readiness. */
  async ping(): Promise<void> {
    await this.pool.query('select 1');
  }

  /** Waits for running work, then closes every connection of the pool. Safe to call twice. */
  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    await this.pool.end();
  }
}

class OpenTransaction implements Transaction {
  private made: EntityManager | undefined;
  private readonly callbacks: (() => void)[] = [];

  constructor(
    readonly client: pg.PoolClient,
    private readonly orm: DataSource | undefined,
  ) {}

  get manager(): EntityManager {
    return (this.made ??= this.managerOnClient());
  }

  afterCommit(callback: () => void): void {
    this.callbacks.push(callback);
  }

  committed(): void {
    for (const callback of this.callbacks) {
      try {
        callback();
      } catch {
        // The transaction is committed: nothing that comes after may make it look failed.
      }
    }
  }

  /** A query runner that is given our connection as it is: inside a transaction, to be released by us. */
  private managerOnClient(): EntityManager {
    if (this.orm === undefined) {
      throw new Fault('the database was opened without entities, so there is no manager', {
        code: 'entities-missing',
        retriable: false,
      });
    }
    const runner = this.orm.createQueryRunner();
    Object.assign(runner, {
      databaseConnection: this.client,
      isTransactionActive: true,
      transactionDepth: 1,
    });
    return runner.manager;
  }
}

/** TypeORM makes its pool with `new driver.Pool(…)`: handing it ours keeps the service on one pool. */
async function dataSourceOn(
  pool: pg.Pool,
  url: string,
  entities: readonly EntityDefinition[],
): Promise<DataSource> {
  const { DataSource: TypeOrm } = await import('typeorm');
  const driver = {
    ...pg,
    Pool: function SharedPool(): pg.Pool {
      return pool;
    },
  };
  const dataSource = new TypeOrm({
    type: 'postgres',
    url,
    driver,
    entities: [...entities] as never[],
    synchronize: false,
    migrationsRun: false,
    installExtensions: false,
  });
  return dataSource.initialize();
}
