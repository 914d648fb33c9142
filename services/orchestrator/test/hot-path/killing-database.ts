// Ends this process at one statement of one writer: of the one that takes batches, or of the one that fires timers.
import type { Database, Transaction } from '@continuo/persistence';

export type Writer = 'batch' | 'timers';

/** Before the statement of this number; one more than there are is the commit, two more the moment after it. */
export interface KillPoint {
  readonly writer: Writer;
  readonly statement: number;
}

const first: Readonly<Record<Writer, string>> = { batch: 'load-profiles', timers: 'profiles-due' };

export function killing(database: Database, { writer, statement }: KillPoint): Database {
  const transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    const seen: string[] = [];
    const isOurs = (): boolean =>
      seen.includes(first[writer]) && (writer === 'timers' || !seen.includes(first.timers)) && works(seen);
    const dieAt = (number: number): void => {
      if (number === statement && isOurs()) process.kill(process.pid, 'SIGKILL');
    };
    const result = await database.transaction(async (tx) => {
      const query = (...given: readonly unknown[]): unknown => {
        seen.push(nameOf(given[0]));
        dieAt(seen.length);
        return (tx.client.query as (...all: unknown[]) => unknown).apply(tx.client, [...given]);
      };
      const client = Object.create(tx.client, { query: { value: query } }) as Transaction['client'];
      const done = await work(Object.create(tx, { client: { value: client } }) as Transaction);
      dieAt(seen.length + 1);
      return done;
    });
    dieAt(seen.length + 2);
    return result;
  };
  return Object.create(database, { transaction: { value: transaction } }) as Database;
}

/** Looks that find nothing to do are no place to die at, but for their first statements. */
function works(seen: readonly string[]): boolean {
  return seen.length <= 3 || seen.includes(first.batch);
}

function nameOf(query: unknown): string {
  return (query as { readonly name?: string } | undefined)?.name ?? '';
}
