// The way of an event on real servers: at least once, in commit order per key, whatever fails on the way.
import { eventually, testDatabase, testServer, uniquePrefix, type TestDatabase } from '@continuo/testing';
import {
  applied,
  faultyKafka,
  readLog,
  transportRig,
  upTo,
  versionOf,
  type Rig,
} from '../../test/transport-rig.js';
import type { RelaySeam } from './tenure.js';
import { WakeUp } from './wake-up.js';

let own: TestDatabase;
let rig: Rig;

beforeEach(async () => {
  own = await testDatabase('relay');
  rig = await transportRig({
    url: own.url,
    broker: testServer('kafkaBrokers'),
    prefix: uniquePrefix('relay'),
    topics: ['rig.a', 'rig.b'],
    idleInTransactionTimeoutMs: 700,
  });
  await own.query('create table aggregate (key text primary key, version int not null)');
  await own.query('create table request (id text primary key)');
}, 30_000);

afterEach(async () => {
  await rig.close();
  await own.drop();
}, 30_000);

async function publish(topic: string, key: string, from: number, to: number): Promise<void> {
  for (let version = from; version <= to; version += 1) {
    await rig.outbox.transact(() =>
      Promise.resolve({ result: undefined, outgoing: [versionOf(topic, key, version)] }),
    );
  }
}

async function drained(): Promise<void> {
  await eventually(async () => (await rig.pending()) === 0, { within: 20_000, what: 'an empty outbox' });
}

describe('order', () => {
  it('publishes contended keys in commit order, though their transactions write something else first', async () => {
    rig.relay().start();
    const keys = Array.from({ length: 20 }, (_, n) => `key-${n}`);
    await own.query('insert into aggregate select unnest($1::text[]), 0', [keys]);
    const perWriter = 100;
    const writer = async (number: number): Promise<void> => {
      for (let n = 0; n < perWriter; n += 1) {
        const key = keys[(n * 7 + number * 3) % keys.length] ?? '';
        await rig.outbox.transact(async ({ client }) => {
          // The transaction has its number from here on: ordering by that number would be wrong.
          await client.query('insert into request values ($1)', [`${number}/${n}`]);
          const updated = await client.query<{ version: number }>(
            'update aggregate set version = version + 1 where key = $1 returning version',
            [key],
          );
          return { result: undefined, outgoing: [versionOf('rig.a', key, updated.rows[0]?.version ?? 0)] };
        });
      }
    };
    await Promise.all(upTo(8).map(writer));
    await drained();
    const { versions } = applied(await readLog(rig.kafka, 'rig.a'));
    const ends = await own.query<{ key: string; version: number }>('select key, version from aggregate');
    expect(ends.reduce((sum, { version }) => sum + version, 0)).toBe(8 * perWriter);
    for (const { key, version } of ends) expect(versions.get(key)).toEqual(upTo(version));
  }, 60_000);
});

describe('open transactions', () => {
  const insert = `insert into messaging.outbox (topic, partition, key, value, headers, size)
    select 'rig.a', 0, 'early'::bytea, '1'::bytea, '{}', 10 where pg_current_xact_id() is not null`;

  it('sends a row that becomes visible after a higher id was sent', async () => {
    const relay = rig.relay();
    relay.start();
    const first = await own.connect();
    await first.query('begin');
    await first.query(insert);
    await publish('rig.a', 'late', 1, 1);
    await drained();
    expect([...applied(await readLog(rig.kafka, 'rig.a')).versions.keys()]).toEqual(['late']);
    await publish('rig.a', 'late', 2, 5);
    await drained();
    await first.query('commit');
    await eventually(async () => applied(await readLog(rig.kafka, 'rig.a')).versions.has('early'), {
      every: 100,
    });
    await drained();
    expect(applied(await readLog(rig.kafka, 'rig.a')).versions.get('late')).toEqual(upTo(5));
  }, 30_000);

  it('delays nobody else, neither in this database nor in another one of the server', async () => {
    rig.relay().start();
    const other = await testDatabase('relay_other');
    const sessions = [await own.connect(), await other.connect()];
    for (const session of sessions) {
      await session.query('create table if not exists anything (id int)');
      await session.query('begin');
      await session.query('insert into anything values (1)');
    }
    await publish('rig.a', 'key', 1, 20);
    await eventually(async () => (await rig.pending()) === 0, { within: 2_000 });
    expect(applied(await readLog(rig.kafka, 'rig.a')).versions.get('key')).toEqual(upTo(20));
    await other.drop();
  }, 30_000);

  it('does not walk over what was deleted, while an old snapshot and an open transaction keep all of it', async () => {
    const snapshot = await own.connect();
    await snapshot.query('begin isolation level repeatable read');
    await snapshot.query('select count(*) from messaging.outbox');
    const writer = await own.connect();
    await writer.query('begin');
    await writer.query(`insert into request values ('open')`);
    await own.query(`insert into messaging.outbox_topic values ('rig.a')`);
    await own.query(`insert into messaging.outbox (topic, partition, key, value, headers, size)
      select 'rig.a', n % 4, n::text::bytea, '1'::bytea, '{}', 10 from generate_series(1, 20000) n`);
    const relay = rig.relay();
    relay.start();
    await drained();
    const empty = async (): Promise<number> => {
      const began = performance.now();
      expect(await relay.owned?.anythingNew()).toBe(false);
      return performance.now() - began;
    };
    const touched = async (above: number): Promise<number> => {
      const [row] = await own.query<{
        'QUERY PLAN': [{ Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }];
      }>(
        `explain (analyze, buffers, format json) select 1 from messaging.outbox where topic = 'rig.a' and id > ${above} limit 1`,
      );
      const plan = row?.['QUERY PLAN'][0].Plan;
      return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
    };
    const times: number[] = [];
    for (let n = 0; n < 50; n += 1) times.push(await empty());
    expect(await touched(0)).toBeGreaterThan(200);
    expect(await touched(relay.owned?.looksFrom('rig.a') ?? 0)).toBeLessThan(20);
    expect(times.sort((a, b) => a - b)[10]).toBeLessThan(5);
  }, 40_000);
});

describe('failure', () => {
  const seams: readonly RelaySeam[] = [
    'acquired',
    'before-delete',
    'before-read',
    'before-store-batch',
    'after-store-batch',
    'before-commit',
    'after-commit',
    'before-send',
    'after-send',
  ];

  it.each(seams)(
    'an error at %s loses nothing and reorders nothing',
    async (where) => {
      let throws = 2;
      const relay = rig.relay({
        seam: (seam) => {
          if (seam === where && throws > 0) {
            throws -= 1;
            throw new Error(`a fault at ${seam}`);
          }
        },
      });
      relay.start();
      await publish('rig.a', 'key', 1, 10);
      await eventually(() => throws === (where === 'acquired' ? 1 : 0));
      await publish('rig.a', 'key', 11, 15);
      await drained();
      expect(applied(await readLog(rig.kafka, 'rig.a')).versions.get('key')).toEqual(upTo(15));
    },
    30_000,
  );

  it('repeats a batch whose send failed exactly so, by another producer', async () => {
    const users: number[] = [];
    let failures = 2;
    const faulty = faultyKafka(rig.kafka, async (_topic, send, producer) => {
      users.push(producer);
      await send();
      if (failures > 0) {
        failures -= 1;
        throw new Error('the answer was lost');
      }
    });
    await publish('rig.a', 'key', 1, 5);
    rig.relay({ kafka: faulty.kafka }).start();
    await drained();
    const records = await readLog(rig.kafka, 'rig.a');
    const { versions, duplicates } = applied(records);
    expect(versions.get('key')).toEqual(upTo(5));
    expect(duplicates).toBe(10);
    expect(users).toEqual([1, 2, 3]);
    const stamps = records.map(({ headers }) => `${headers['publisher']} ${headers['publisher-sequence']}`);
    expect(stamps.slice(5, 10)).toEqual(stamps.slice(0, 5));
    expect(stamps.slice(10)).toEqual(stamps.slice(0, 5));
  }, 30_000);

  it('goes on with other topics while one is not acknowledged, and takes no new rows of that one', async () => {
    let broken = true;
    const faulty = faultyKafka(rig.kafka, async (topic, send) => {
      if (topic === 'rig.a' && broken) throw new Error('no leader');
      await send();
    });
    rig.relay({ kafka: faulty.kafka }).start();
    await publish('rig.a', 'key', 1, 3);
    await eventually(async () => (await own.query('select 1 from messaging.relay_batch')).length === 1);
    const [before] = await own.query<{ ids: string[] }>('select ids from messaging.relay_batch');
    await publish('rig.a', 'key', 4, 6);
    await publish('rig.b', 'key', 1, 10);
    await eventually(
      async () => applied(await readLog(rig.kafka, 'rig.b')).versions.get('key')?.length === 10,
    );
    const [still] = await own.query<{ ids: string[] }>('select ids from messaging.relay_batch');
    expect(still?.ids).toEqual(before?.ids);
    broken = false;
    await drained();
    expect(applied(await readLog(rig.kafka, 'rig.a')).versions.get('key')).toEqual(upTo(6));
  }, 30_000);

  it('does not read rows again whose batch is acknowledged in the middle of a turn', async () => {
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    let acknowledged: () => void = () => undefined;
    const sent = new Promise<void>((resolve) => {
      acknowledged = resolve;
    });
    const faulty = faultyKafka(rig.kafka, async (topic, send) => {
      if (topic === 'rig.a') await held;
      await send();
      if (topic === 'rig.a') setImmediate(acknowledged);
    });
    let armed = false;
    const relay = rig.relay({
      kafka: faulty.kafka,
      seam: async (seam) => {
        if (seam !== 'before-read' || !armed) return;
        letGo();
        await sent;
      },
    });
    relay.start();
    await publish('rig.a', 'key', 1, 3);
    await eventually(async () => (await own.query('select 1 from messaging.relay_batch')).length === 1);
    armed = true;
    await publish('rig.b', 'key', 1, 1);
    await drained();
    const { versions, duplicates } = applied(await readLog(rig.kafka, 'rig.a'));
    expect({ versions, duplicates }).toEqual({ versions: new Map([['key', upTo(3)]]), duplicates: 0 });
  }, 30_000);

  it('goes on after its connections to the database were ended', async () => {
    rig.relay().start();
    await publish('rig.a', 'key', 1, 5);
    await drained();
    await own.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await eventually(async () => {
      await publish('rig.a', 'key', 6, 6);
      return true;
    });
    await drained();
    expect(
      applied(await readLog(rig.kafka, 'rig.a'))
        .versions.get('key')
        ?.at(-1),
    ).toBe(6);
  }, 30_000);
});

describe('ownership', () => {
  it('hands over at once when the owner stops', async () => {
    const first = rig.relay({ leaseMs: 60_000 });
    first.start();
    await eventually(() => first.isOwner);
    const second = rig.relay({ leaseMs: 300 });
    second.start();
    await publish('rig.a', 'key', 1, 5);
    await drained();
    await publish('rig.a', 'key', 6, 8);
    await first.stop();
    await eventually(() => second.isOwner, { within: 2_000 });
    await publish('rig.a', 'key', 9, 10);
    await drained();
    const records = await readLog(rig.kafka, 'rig.a');
    expect(applied(records)).toEqual({ versions: new Map([['key', upTo(10)]]), duplicates: 0 });
    expect(new Set(records.map(({ headers }) => headers['publisher'])).size).toBe(2);
  }, 30_000);

  it('takes over from an owner that hangs in the middle of a turn; the former one changes nothing when it wakes', async () => {
    let wake: () => void = () => undefined;
    let hung = false;
    const hanging = rig.relay({
      seam: (seam) => {
        if (seam !== 'before-commit' || hung) return;
        hung = true;
        return new Promise<void>((resolve) => {
          wake = resolve;
        });
      },
    });
    hanging.start();
    await publish('rig.a', 'key', 1, 5);
    await eventually(() => hung);
    const next = rig.relay();
    next.start();
    await eventually(() => next.isOwner, { within: 10_000 });
    await publish('rig.a', 'key', 6, 10);
    await drained();
    wake();
    await eventually(() => !hanging.isOwner);
    await publish('rig.a', 'key', 11, 12);
    await drained();
    const { versions } = applied(await readLog(rig.kafka, 'rig.a'));
    expect(versions.get('key')).toEqual(upTo(12));
  }, 30_000);

  it('hears of rows that another replica committed, long before it polls', async () => {
    const owner = rig.relay({ wakeUp: new WakeUp(), leaseMs: 60_000, shortestPollMs: 30_000 });
    owner.start();
    await eventually(() => owner.isOwner);
    rig.relay({ leaseMs: 60_000 }).start();
    await publish('rig.a', 'key', 1, 1);
    await eventually(async () => (await readLog(rig.kafka, 'rig.a')).length === 1, { within: 5_000 });
    await drained();
  }, 30_000);

  it('sends a batch that was in flight at a crash as it was stored, before anything new of its topic', async () => {
    await publish('rig.a', 'key', 1, 3);
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const crashed = faultyKafka(rig.kafka, async (_topic, send) => {
      await send();
      await ended;
    });
    rig.relay({ kafka: crashed.kafka }).start();
    await eventually(async () => (await own.query('select 1 from messaging.relay_batch')).length === 1);
    await eventually(async () => (await readLog(rig.kafka, 'rig.a')).length === 3);
    await own.query(`update messaging.relay set lease_until = '-infinity', epoch = epoch + 1`);
    rig.relay().start();
    await publish('rig.a', 'key', 4, 6);
    await drained();
    const records = await readLog(rig.kafka, 'rig.a');
    const stamps = records.map(({ headers }) => `${headers['publisher']} ${headers['publisher-sequence']}`);
    expect(stamps.slice(3, 6)).toEqual(stamps.slice(0, 3));
    expect(applied(records)).toEqual({ versions: new Map([['key', upTo(6)]]), duplicates: 3 });
    end();
  }, 30_000);
});
