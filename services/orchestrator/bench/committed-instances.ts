// Tells when each instance's change was committed, by what the partition's writer executed.
import type { Column, Database, Transaction } from '@continuo/persistence';

/** An instance as a transaction has written it. */
export interface CommittedInstance {
  readonly id: string;
  readonly key: string;
  readonly step: string;
}

/** A database that tells of the instances that each of its transactions wrote, right after the commit. */
export function telling(
  database: Database,
  onCommit: (instances: readonly CommittedInstance[]) => void,
): Database {
  const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const written: CommittedInstance[] = [];
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

/** By the order of the statement's parameters in `batch.store.ts`. */
function instancesOf(query: unknown): readonly CommittedInstance[] {
  const { name, values } = (query ?? {}) as { readonly name?: string; readonly values?: readonly unknown[] };
  if (name !== 'write-instances') return [];
  const [ids, keys, steps] = [1, 5, 10].map(
    (at) => (values?.[at] as Column<'text'> | undefined)?.values ?? [],
  );
  return (ids ?? []).map((id, at) => ({ id: id ?? '', key: keys?.[at] ?? '', step: steps?.[at] ?? '' }));
}
