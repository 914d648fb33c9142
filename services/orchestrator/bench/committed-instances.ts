// Tells when each instance's change was committed, by what the partition's writer executed.
import type { Database, Transaction } from '@continuo/persistence';

/** Instance ids of one committed transaction. */
type OnCommit = (instanceIds: readonly string[]) => void;

/** A database that tells of the instances that each of its transactions wrote, right after the commit. */
export function telling(database: Database, onCommit: OnCommit): Database {
  const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const written: string[] = [];
    const result = await database.transaction((tx) => {
      const query = (...given: readonly unknown[]): unknown => {
        written.push(...instancesOf(given[0]));
        return (tx.client.query as (...all: unknown[]) => unknown).apply(tx.client, [...given]);
      };
      const client = Object.create(tx.client, { query: { value: query } }) as Transaction['client'];
      return work(Object.create(tx, { client: { value: client } }) as Transaction);
    });
    if (written.length > 0) onCommit(written);
    return result;
  };
  return Object.create(database, { transaction: { value: transaction } }) as Database;
}

function instancesOf(query: unknown): readonly string[] {
  const { name, values } = (query ?? {}) as { readonly name?: string; readonly values?: readonly unknown[] };
  return name === 'write-instances' ? ((values?.[1] ?? []) as readonly string[]) : [];
}
