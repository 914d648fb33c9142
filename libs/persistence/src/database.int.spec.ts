// Transactions on a real server: one connection, committed or not at all, and let go when their owner stops.
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { EntitySchema } from 'typeorm';
import { Database } from './database.js';
import { together } from './together.js';
import { isTransient } from './transient.js';

interface Note {
  id: string;
  text: string;
}

const noteEntity = new EntitySchema<Note>({
  name: 'Note',
  tableName: 'note',
  columns: { id: { type: 'text', primary: true }, text: { type: 'text' } },
});

let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('persistence');
  await own.query('create table note (id text primary key, text text not null)');
  database = await Database.open({
    url: own.url,
    applicationName: 'persistence-test',
    poolSize: 3,
    entities: [noteEntity],
    idleInTransactionTimeoutMs: 300,
  });
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

async function notes(): Promise<string[]> {
  return (await own.query<{ id: string }>('select id from note order by id')).map(({ id }) => id);
}

afterEach(() => own.query('delete from note'));

describe('transaction', () => {
  it('commits what client and manager wrote, in one transaction', async () => {
    const numbers = await database.transaction(async ({ client, manager }) => {
      await client.query(`insert into note values ('a', 'by client')`);
      await manager.getRepository(noteEntity).save({ id: 'b', text: 'by manager' });
      await manager.transaction((inner) =>
        inner.getRepository(noteEntity).insert({ id: 'c', text: 'nested' }),
      );
      const one = await client.query<{ x: string }>('select pg_current_xact_id()::text as x');
      const [two] = await manager.query<{ x: string }[]>('select pg_current_xact_id()::text as x');
      expect(await notes()).toEqual([]);
      return [one.rows[0]?.x, two?.x];
    });
    expect(numbers[0]).toBe(numbers[1]);
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  it('undoes all of it and passes the error on when the work throws', async () => {
    const error = new TypeError('a bug');
    const failing = database.transaction(async ({ client, manager }) => {
      await client.query(`insert into note values ('a', 'x')`);
      await manager.getRepository(noteEntity).save({ id: 'b', text: 'x' });
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(await notes()).toEqual([]);
  });

  it('runs what waits for the commit after it, and never after a rollback', async () => {
    const told: string[] = [];
    await database.transaction(async (tx) => {
      tx.afterCommit(() => {
        throw new Error('dropped');
      });
      tx.afterCommit(() => told.push('committed'));
      await tx.client.query('select 1');
      expect(told).toEqual([]);
    });
    const failing = database.transaction((tx) => {
      tx.afterCommit(() => told.push('rolled back'));
      return Promise.reject(new Error('no'));
    });
    await expect(failing).rejects.toThrow('no');
    expect(told).toEqual(['committed']);
  });

  it('reads what others committed while it is open: READ COMMITTED', async () => {
    await database.transaction(async ({ client }) => {
      await client.query('select * from note');
      await own.query(`insert into note values ('other', 'x')`);
      expect((await client.query('select * from note')).rowCount).toBe(1);
    });
  });

  it('lets go of its locks when its owner stops answering, and says so in a passing error', async () => {
    await own.query(`insert into note values ('locked', 'x')`);
    let failure: unknown;
    const hung = database
      .transaction(async ({ client }) => {
        await client.query(`select * from note where id = 'locked' for update`);
        // The owner does nothing until another could take the lock.
        await eventually(() => own.query(`select * from note where id = 'locked' for update nowait`));
        await client.query('select 1');
      })
      .catch((error: unknown) => {
        failure = error;
      });
    await hung;
    expect(isTransient(failure)).toBe(true);
  });

  it('gives no broken connection to the next one', async () => {
    for (let n = 0; n < 6; n += 1) {
      const killed = database.transaction(({ client }) =>
        client.query('select pg_terminate_backend(pg_backend_pid())'),
      );
      await expect(killed).rejects.toThrow();
    }
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('takes deadlocks as passing', async () => {
    await own.query(`insert into note values ('x', ''), ('y', '')`);
    const cross = (first: string, second: string) =>
      database.transaction(async ({ client }) => {
        await client.query('update note set text = $1 where id = $2', [first, first]);
        await new Promise<void>((resolve) => setImmediate(resolve));
        await client.query('select pg_sleep(0.05)');
        await client.query('update note set text = $1 where id = $2', [first, second]);
      });
    const outcomes = await Promise.allSettled([cross('x', 'y'), cross('y', 'x')]);
    const failed = outcomes.filter((one) => one.status === 'rejected');
    expect(failed).toHaveLength(1);
    expect(failed.map(({ reason }: PromiseRejectedResult) => isTransient(reason))).toEqual([true]);
  });
});

describe('statements that are sent together', () => {
  const insert = (id: string): string => `insert into note values ('${id}', '')`;

  it('run in the order in which they were given, on one connection', async () => {
    const seen = await database.transaction(async ({ client }) => {
      const count = client.query<{ n: string }>('select count(*) as n from note');
      const after = client.query<{ n: string }>('select count(*) as n from note');
      await together([client.query(insert('a')), client.query(insert('b')), count]);
      return [(await count).rows[0]?.n, (await after).rows[0]?.n];
    });
    expect(seen).toEqual(['0', '0']);
    expect(await notes()).toEqual(['a', 'b']);
  });

  it('fail as one, by the first error of them, when all have ended', async () => {
    const ended: string[] = [];
    const tracked = (name: string, statement: Promise<unknown>): Promise<unknown> =>
      statement.finally(() => ended.push(name));
    await expect(
      database.transaction(async ({ client }) => {
        await together([
          tracked('a', client.query(insert('a'))),
          tracked('twice', client.query(insert('a'))),
          tracked('nowhere', client.query('select from nowhere')),
        ]);
      }),
    ).rejects.toMatchObject({ code: '23505' });
    expect(ended).toEqual(['a', 'twice', 'nowhere']);
    expect(await notes()).toEqual([]);
  });

  it('are not committed when one that nobody waited for has failed', async () => {
    const committed = database.transaction(async ({ client }) => {
      client.query('select from nowhere').catch(() => undefined);
      await client.query('select 1').catch(() => undefined);
    });
    await expect(committed).rejects.toMatchObject({ code: 'commit-refused' });
  });

  it('leave a connection that the next one can use', async () => {
    const failing = Array.from({ length: 10 }, () =>
      database
        .transaction(({ client }) => together([client.query('select 1/0'), client.query(insert('x'))]))
        .catch(() => undefined),
    );
    await Promise.all(failing);
    await database.transaction(({ client }) => together([client.query(insert('y'))]));
    expect(await notes()).toEqual(['y']);
  });
});

describe('connections', () => {
  it('carry the settings that the transport relies on', async () => {
    const settings = await database.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in
        ('idle_in_transaction_session_timeout', 'statement_timeout', 'tcp_user_timeout', 'application_name') order by name`,
    );
    expect(Object.fromEntries(settings.map(({ name, setting }) => [name, setting]))).toEqual({
      application_name: 'persistence-test',
      idle_in_transaction_session_timeout: '300',
      statement_timeout: '30000',
      tcp_user_timeout: '600',
    });
  });

  it('are refused with a passing error where nobody listens', async () => {
    const nowhere = Database.open({ url: 'postgres://nobody@127.0.0.1:9/none', applicationName: 'x' });
    await expect(nowhere).rejects.toMatchObject({ code: 'database-unreachable', retriable: true });
  });
});
