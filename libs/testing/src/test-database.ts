// A database of the test's own on the real server, so that test files never see each other's rows.
import pg from 'pg';
import { testServer } from './test-servers.js';
import { uniqueName } from './unique.js';

export interface TestDatabase {
  readonly name: string;
  /** Connection string of this database. */
  readonly url: string;
  /** One statement on a connection of the test's own pool, outside whatever is tested. */
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(
    sql: string,
    values?: readonly unknown[],
  ): Promise<Row[]>;
  /** A connection of its own, for a second session; closed by `drop` when the test did not. */
  connect(): Promise<pg.Client>;
  /** Ends every connection to the database and removes it. Safe to call twice. */
  drop(): Promise<void>;
}

/** Creates an empty database with a random name. Call `drop` in `afterAll`. */
export async function testDatabase(label = 'test'): Promise<TestDatabase> {
  const server = testServer('databaseUrl');
  const name = uniqueName(label);
  await onServer(server, `create database ${name}`);
  const url = databaseUrl(server, name);
  const pool = new pg.Pool({ connectionString: url, max: 4, idleTimeoutMillis: 1_000 });
  // `drop database … with (force)` cuts idle connections: that is expected, not an unhandled error.
  pool.on('error', () => undefined);
  const clients = new Set<pg.Client>();
  let dropped = false;
  return {
    name,
    url,
    async query<Row extends pg.QueryResultRow>(sql: string, values: readonly unknown[] = []): Promise<Row[]> {
      return (await pool.query<Row>(sql, [...values])).rows;
    },
    async connect(): Promise<pg.Client> {
      const client = new pg.Client({ connectionString: url });
      client.on('error', () => undefined);
      client.on('end', () => clients.delete(client));
      await client.connect();
      clients.add(client);
      return client;
    },
    async drop(): Promise<void> {
      if (dropped) return;
      dropped = true;
      await Promise.all([...clients].map((client) => client.end()));
      await pool.end();
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
}
