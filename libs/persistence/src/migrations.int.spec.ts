// Migrations on a real server: in order, once, whoever starts first and however many start at once.
import { jest } from '@jest/globals';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { Database } from './database.js';
import { migrate, type GaveWay, type MigrationSource } from './migrations.js';

class Base1700000000000 implements MigrationInterface {
  readonly name = 'Base1700000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table base (id int)');
    await runner.query('select pg_sleep(0.2)');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table base');
  }
}

class Second1700000000001 implements MigrationInterface {
  readonly name = 'Second1700000000001';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('insert into base values (1)');
  }
  async down(): Promise<void> {}
}

/** An older time stamp than the source before it: the order of sources counts, not that of names. */
class Service1600000000000 implements MigrationInterface {
  readonly name = 'Service1600000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table own as select * from base');
  }
  async down(): Promise<void> {}
}

class Broken1800000000000 implements MigrationInterface {
  readonly name = 'Broken1800000000000';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id int)');
    await runner.query('select * from nowhere');
  }
  async down(): Promise<void> {}
}

class Wider1700000000002 implements MigrationInterface {
  readonly name = 'Wider1700000000002';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table base add column later int');
  }
  async down(): Promise<void> {}
}

class Indexed1700000000003 implements MigrationInterface {
  readonly name = 'Indexed1700000000003';
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index concurrently base_id on base (id)');
  }
  async down(): Promise<void> {}
}

class Again1700000000004 implements MigrationInterface {
  readonly name = 'Again1700000000004';
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop index concurrently if exists base_again');
    await runner.query('create index concurrently base_again on base (id)');
  }
  async down(): Promise<void> {}
}

const seen = (at: string): string =>
  `create table if not exists patience (at text, ms text); insert into patience values ('${at}', current_setting('lock_timeout'))`;

/** In no transaction, with a patience of its own that it gives up at the end. */
class Patient1700000000005 implements MigrationInterface {
  readonly name = 'Patient1700000000005';
  readonly transaction = false;
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(seen('outside'));
    await runner.query(`set lock_timeout = '60s'`);
    await runner.query('reset lock_timeout');
  }
  async down(): Promise<void> {}
}

class Usual1700000000006 implements MigrationInterface {
  readonly name = 'Usual1700000000006';
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(seen('inside'));
  }
  async down(): Promise<void> {}
}

const base: MigrationSource = { name: 'base', migrations: [Base1700000000000, Second1700000000001] };
const service: MigrationSource = { name: 'service', migrations: [Service1600000000000] };

let own: TestDatabase;
let replicas: Database[];

beforeEach(async () => {
  own = await testDatabase('migrations');
  const open = () => Database.open({ url: own.url, applicationName: 'migrations-test', poolSize: 2 });
  replicas = await Promise.all([open(), open(), open()]);
});

afterEach(async () => {
  await Promise.all(replicas.map((replica) => replica.close()));
  await own.drop();
});

it('applies every source in the given order, once, with three replicas starting at the same time', async () => {
  const applied = await Promise.all(replicas.map((replica) => migrate(replica, [base, service])));
  const all = applied.flat().map(({ source, migration }) => `${source}: ${migration}`);
  expect(all).toEqual([
    'base: Base1700000000000',
    'base: Second1700000000001',
    'service: Service1600000000000',
  ]);
  expect(await own.query('select * from own')).toEqual([{ id: 1 }]);
});

it('applies only what is missing the next time', async () => {
  const [replica] = replicas as [Database];
  await migrate(replica, [{ ...base, migrations: [Base1700000000000] }]);
  const applied = await migrate(replica, [base]);
  expect(applied).toEqual([{ source: 'base', migration: 'Second1700000000001' }]);
});

it('gives way to those who wait behind it while somebody holds the table, and gets its turn', async () => {
  const [replica, other] = replicas as [Database, Database];
  await migrate(replica, [base]);
  const holder = await other.dedicated('holder');
  await holder.query('begin');
  await holder.query('select * from base');
  const printed = (['log', 'info', 'warn', 'error'] as const).map((name) => jest.spyOn(console, name));
  const told: GaveWay[] = [];
  const wider = { ...base, migrations: [...base.migrations, Wider1700000000002] };
  const widened = migrate(replica, [wider], { gaveWay: (each) => told.push(each) });
  await eventually(
    async () => {
      const [{ waits } = { waits: 0 }] = await own.query<{ waits: number }>(
        `select count(*)::int as waits from pg_locks where not granted and relation = 'base'::regclass`,
      );
      return waits > 0;
    },
    { what: 'a migration that waits for the table' },
  );
  // Behind the migration in the queue: it would stand until the holder ends.
  await own.query('insert into base values (2)');
  await holder.query('commit');
  await holder.end();
  expect(await widened).toEqual([{ source: 'base', migration: 'Wider1700000000002' }]);
  expect(await own.query('select id, later from base order by id')).toEqual([
    { id: 1, later: null },
    { id: 2, later: null },
  ]);
  expect(told).toContainEqual({
    source: 'base',
    migration: 'Wider1700000000002',
    attempt: 1,
    pauseMs: expect.any(Number),
  });
  for (const spy of printed) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
}, 30_000);

it('waits briefly in every migration, whatever the one before it has set', async () => {
  const [replica] = replicas as [Database];
  const patience = [Patient1700000000005, Usual1700000000006];
  await migrate(replica, [{ name: 'patience', migrations: patience }]);
  expect(await own.query('select at, ms from patience')).toEqual([
    { at: 'outside', ms: '3s' },
    { at: 'inside', ms: '3s' },
  ]);
});

it('builds an index beside writers while other replicas wait for their turn', async () => {
  const indexed = { ...base, migrations: [...base.migrations, Indexed1700000000003] };
  const applied = await Promise.all(replicas.map((replica) => migrate(replica, [indexed])));
  expect(applied.flat()).toHaveLength(3);
  const valid = await own.query(`select indisvalid from pg_index where indexrelid = 'base_id'::regclass`);
  expect(valid).toEqual([{ indisvalid: true }]);
});

it('lets a replica of the version before have its turn, which asks for it in a statement', async () => {
  const [replica, other] = replicas as [Database, Database];
  await migrate(replica, [base]);
  const [holder, before] = [await other.dedicated('holder'), await other.dedicated('before')];
  await holder.query('begin');
  await holder.query('insert into base values (2)');
  const built = migrate(replica, [{ ...base, migrations: [...base.migrations, Again1700000000004] }]);
  await eventually(
    async () =>
      (await own.query(`select from pg_locks where locktype = 'virtualxid' and not granted`)).length > 0,
    { what: 'an index that waits for transactions' },
  );
  const turn = before.query('select pg_advisory_lock($1)', [0x636f6e74]);
  await holder.query('commit');
  // An index waits for the statement, which waits for who builds it: no database sees that.
  await turn;
  await Promise.all([holder.end(), before.end()]);
  expect(await built).toEqual([{ source: 'base', migration: 'Again1700000000004' }]);
}, 30_000);

it('leaves nothing of a migration that fails, names it, and lets the next one try', async () => {
  const [replica, other] = replicas as [Database, Database];
  const broken = migrate(replica, [{ name: 'broken', migrations: [Broken1800000000000] }]);
  await expect(broken).rejects.toMatchObject({ code: 'migration-failed', retriable: false });
  expect(await own.query(`select to_regclass('half') as half`)).toEqual([{ half: null }]);
  expect(await migrate(other, [base])).toHaveLength(2);
});

it('refuses a source whose name is none', async () => {
  const [replica] = replicas as [Database];
  await expect(migrate(replica, [{ name: 'x"; drop', migrations: [] }])).rejects.toMatchObject({
    code: 'migration-source-invalid',
  });
});
