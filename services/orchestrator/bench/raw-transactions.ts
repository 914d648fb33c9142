// What a partition's writer executed, written down and executed again by a bare loop: the raw limit of a bench.
import { messagingMigrations } from '@continuo/messaging';
import { Column, Database, migrate, type Transaction } from '@continuo/persistence';
import { testDatabase } from '@continuo/testing';
import { TIMELINE } from '../src/journeys/definitions/contract-catalogue.js';
import { keepJournalPartitions } from '../src/journeys/instances/journal-partitions.js';
import { orchestratorMigrations } from '../src/migrations/all-migrations.js';

/** One statement as it was given to the driver. */
type Statement = readonly [query: unknown, values?: unknown];

/** What one transaction of a partition's writer did, in order. */
export interface Recorded {
  /** Several where they fired their timers together. */
  readonly partitions: readonly number[];
  readonly statements: readonly Statement[];
}

/** A database whose transactions note what is executed in them. */
export function recording(database: Database, into: Recorded[]): Database {
  const transaction = <T>(work: (tx: Transaction) => Promise<T>): Promise<T> =>
    database.transaction(async (tx) => {
      const statements: Statement[] = [];
      const query = (...given: [unknown, unknown?]): unknown => {
        statements.push(given);
        return (tx.client.query as (...all: unknown[]) => unknown).apply(tx.client, given);
      };
      const client = Object.create(tx.client, { query: { value: query } }) as Transaction['client'];
      const result = await work(Object.create(tx, { client: { value: client } }) as Transaction);
      const values = valuesOf(statements[0]);
      if (Array.isArray(values) && values[1] === TIMELINE)
        into.push({ partitions: partitionsOf(values[2]), statements });
      return result;
    });
  return Object.create(database, { transaction: { value: transaction } }) as Database;
}

/** What a statement was given, whichever way it was called. */
function valuesOf(statement: Statement | undefined): unknown {
  const [query, values] = statement ?? [];
  return values ?? (query as { readonly values?: unknown } | undefined)?.values;
}

/** A database that is like `like` was before it did anything but own its partitions. */
export async function rawDatabase(
  like: Database,
): Promise<{ readonly database: Database; close(): Promise<void> }> {
  const own = await testDatabase('orchestrator_raw');
  const database = await Database.open({ url: own.url, applicationName: 'raw', poolSize: 20 });
  await migrate(database, [messagingMigrations, orchestratorMigrations]);
  await keepJournalPartitions(database, new Date());
  await copyPositions(like, database);
  const close = async (): Promise<void> => {
    await database.close();
    await own.drop();
  };
  return { database, close };
}

/** The same statements in one transaction. */
export async function execute(database: Database, { statements }: Recorded): Promise<void> {
  await database.transaction(async (tx) => {
    const query = tx.client.query.bind(tx.client) as (...all: unknown[]) => Promise<unknown>;
    for (const statement of statements) await query(...statement);
  });
}

/** One, or the column of several. */
function partitionsOf(locked: unknown): readonly number[] {
  return locked instanceof Column ? locked.values.map(Number) : [Number(locked)];
}

/** As the consumer has them: a partition's own one after the other, those of other partitions beside them. */
export async function sideBySide(
  transactions: readonly Recorded[],
  run: (recorded: Recorded) => Promise<void>,
): Promise<void> {
  const last = new Map<number, Promise<void>>();
  for (const recorded of transactions) {
    const before = Promise.all(recorded.partitions.map((partition) => last.get(partition)));
    const ended = before.then(() => run(recorded));
    for (const partition of recorded.partitions) last.set(partition, ended);
  }
  await Promise.all(last.values());
}

/** The same statements, and all of it taken back. */
export async function rehearse(database: Database, recorded: Recorded): Promise<void> {
  const back = new Error('taken back');
  const trial = Object.create(database, {
    transaction: {
      value: (work: (tx: Transaction) => Promise<void>) =>
        database.transaction(async (tx) => {
          await work(tx);
          throw back;
        }),
    },
  }) as Database;
  await execute(trial, recorded).catch((thrown: unknown) => {
    if (thrown !== back) throw thrown;
  });
}

/** The rows that the recorded transactions lock. */
async function copyPositions(from: Database, to: Database): Promise<void> {
  const rows = await from.query('select * from messaging.partition_position');
  await to.query(
    `insert into messaging.partition_position select * from json_populate_recordset(null::messaging.partition_position, $1)`,
    [JSON.stringify(rows)],
  );
}
