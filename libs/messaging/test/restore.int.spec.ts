// After a restore: a database older than Kafka, a Kafka older than the database, and a relay whose past was taken back.
// What an operator does is read from deploy/UPGRADE.md, so that the page can't promise what isn't so.
import { readFileSync } from 'node:fs';
import { Database } from '@continuo/persistence';
import { eventually, testDatabase, testServers, uniquePrefix, type TestDatabase } from '@continuo/testing';
import pg from 'pg';
import { Outbox, PartitionConsumer, Relay, WakeUp, type RelaySeam } from '../src/index.js';
import { consumerOptions, ConsumerRig, effectHandler, type Effect, type RigRecord } from './consumer-rig.js';
import { applied, readLog, transportRig, upTo, versionOf } from './transport-rig.js';

const page = readFileSync(new URL('../../../deploy/UPGRADE.md', import.meta.url), 'utf8');
const topics = ['rig.older-database', 'rig.older-kafka', 'rig.new-topic'];
let own: TestDatabase;
let rig: ConsumerRig;

beforeAll(async () => {
  own = await testDatabase('restore');
  const { kafkaBrokers, schemaRegistryUrl } = testServers();
  const servers = {
    databaseUrl: own.url,
    kafkaBrokers,
    schemaRegistryUrl,
    topicPrefix: uniquePrefix('restore'),
  };
  rig = await ConsumerRig.open(servers, { topics, partitions: 1 });
}, 60_000);

afterAll(async () => {
  await rig?.close();
  await own?.drop();
}, 60_000);

const numbered = (topic: string, from: number, to: number): RigRecord[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    topic,
    entity: `e${(from + at) % 5}`,
    number: from + at,
    act: 'fine',
  }));

async function numbersIn(database: Database, topic: string): Promise<number[]> {
  const effects = await database.query<Effect & Record<string, unknown>>(
    'select number from effect where topic = $1 order by id',
    [topic],
  );
  return effects.map(({ number }) => number);
}

function consumerOn(database: Database, topic: string): PartitionConsumer {
  const { servers, contract } = rig;
  const options = { group: topic, topics: [topic], stoppedLookMs: 100 };
  return new PartitionConsumer(
    consumerOptions({ servers, topics: [topic], contract, database }, rig.kafka, effectHandler(), options),
  );
}

/** A copy as a backup makes it: everything that is committed now. Ends the connections, as a backup's restore would. */
async function backup(database: string): Promise<string> {
  const copy = `${database}_backup`;
  const client = new pg.Client({ connectionString: testServers().databaseUrl });
  await client.connect();
  try {
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where datname = $1', [
      database,
    ]);
    await client.query(`create database ${copy} template ${database}`);
  } finally {
    await client.end();
  }
  return copy;
}

async function dropped(database: string): Promise<void> {
  const client = new pg.Client({ connectionString: testServers().databaseUrl });
  await client.connect();
  await client.query(`drop database if exists ${database} with (force)`).finally(() => client.end());
}

function open(database: string): Promise<Database> {
  const url = new URL(testServers().databaseUrl);
  url.pathname = `/${database}`;
  return Database.open({ url: url.href, applicationName: 'restored', poolSize: 8 });
}

/** The statement of the page, with its variables in place. */
function statement(variables: Readonly<Record<string, string>>): string {
  const [, sql = ''] = /```sql\n(update messaging\.partition_position[^]*?)```/.exec(page) ?? [];
  return sql.replaceAll(/(?<!:):('?)([a-z_]+)\1/g, (_whole, quote: string, name: string) => {
    const value = variables[name];
    if (value === undefined) throw new Error(`the page's statement has a variable ${name}`);
    return quote === '' ? value : `'${value}'`;
  });
}

describe('a database that is older than Kafka', () => {
  it('reads on from its own position, whatever the broker has committed, and comes to the same state', async () => {
    const [topic = ''] = topics;
    await rig.send(numbered(topic, 1, 40));
    const before = consumerOn(rig.database, topic);
    await before.start();
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 40);
    await before.stop();
    const copy = await backup(own.name);

    // Life goes on after the backup, and the broker's committed offset with it.
    await rig.send(numbered(topic, 41, 90));
    const after = consumerOn(rig.database, topic);
    await after.start();
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 90, { within: 20_000 });
    await after.stop();
    expect((await rig.kafka.admin().committed(topic, topic)).get(0)).toBe(90n);

    const restored = await open(copy);
    try {
      expect(await numbersIn(restored, topic)).toEqual(upTo(40));
      const consumer = consumerOn(restored, topic);
      await consumer.start();
      await rig.send(numbered(topic, 91, 100));
      await eventually(async () => (await numbersIn(restored, topic)).length >= 100, { within: 20_000 });
      await consumer.stop();
      expect(await numbersIn(restored, topic)).toEqual(upTo(100));
    } finally {
      await restored.close();
      await dropped(copy);
    }
  }, 90_000);
});

describe('a Kafka that is older than the database', () => {
  it('stops the partition by a name that says what to do; set to the end as the page says, it goes on', async () => {
    const topic = 'rig.older-kafka';
    await rig.send(numbered(topic, 1, 20));
    const first = consumerOn(rig.database, topic);
    await first.start();
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 20);
    await first.stop();
    // What the broker lost is what only the database knows: its position lies ten records beyond the log.
    await own.query('update messaging.partition_position set next_offset = 30 where topic = $1', [topic]);

    const consumer = consumerOn(rig.database, topic);
    await consumer.start();
    const [partition] = await stopped(consumer, 'position-beyond-log-end');
    expect(partition?.reason).toMatch(
      /the broker is older than this database.*position is 30, the log reaches from 0 to 20.*UPGRADE\.md, "After a restore"/,
    );
    await rig.send(numbered(topic, 31, 35));
    await operate(topic, 20);
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 25, { within: 20_000 });
    expect(await numbersIn(rig.database, topic)).toEqual([...upTo(20), 31, 32, 33, 34, 35]);
    await consumer.stop();
  }, 60_000);

  it('tells a topic that was made anew; read from its start, what was applied before is dropped by its stamp', async () => {
    const topic = 'rig.new-topic';
    const kept = numbered(topic, 1, 20).map((record) => rig.messageOf(record));
    const put = async (messages: typeof kept): Promise<void> => {
      const producer = await rig.kafka.producer();
      await producer.send(topic, messages).finally(() => producer.close());
    };
    await put(kept);
    const consumer = consumerOn(rig.database, topic);
    await consumer.start();
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 20);
    await consumer.stop();
    await rig.kafka.admin().delete([topic]);
    await eventually(async () => !(await rig.kafka.admin().topics()).includes(topic), { what: 'deletion' });
    const config = { 'message.timestamp.type': 'LogAppendTime' };
    await rig.kafka.admin().create([{ topic, partitions: 1, config }]);
    // A mirror brings back the last ten, and five that are new.
    const fresh = numbered(topic, 21, 25).map((record) => rig.messageOf(record));
    await eventually(async () => (await put([...kept.slice(10), ...fresh]), true), { what: 'a leader' });

    const again = consumerOn(rig.database, topic);
    await again.start();
    const [partition] = await stopped(again, 'topic-recreated');
    expect(partition?.reason).toMatch(/the topic was made anew.*UPGRADE\.md/);
    await operate(topic, 0);
    await eventually(async () => (await numbersIn(rig.database, topic)).length === 25, { within: 20_000 });
    expect(await numbersIn(rig.database, topic)).toEqual(upTo(25));
    await again.stop();
  }, 90_000);

  async function stopped(consumer: PartitionConsumer, code: string) {
    await eventually(
      () => expect(consumer.status().partitions).toMatchObject([{ state: 'stopped', code }]) ?? true,
      { within: 20_000 },
    );
    return consumer.status().partitions;
  }

  async function operate(topic: string, nextOffset: number): Promise<void> {
    const topicId = await rig.kafka.admin().topicId(topic);
    const variables = {
      group: topic,
      topic,
      partition: '0',
      next_offset: String(nextOffset),
      topic_id: topicId,
    };
    await own.query(statement(variables));
  }
});

describe('a relay whose past was taken back', () => {
  it('repeats what was in flight with its old stamps, and has none of its new events taken for a repeated one', async () => {
    const topic = 'rig.cut';
    const database = await testDatabase('cut');
    const { kafkaBrokers: broker } = testServers();
    const prefix = uniquePrefix('cut');
    const transport = await transportRig({ url: database.url, broker, prefix, topics: [topic] });
    let copy = '';
    const seam = async (at: RelaySeam): Promise<void> => {
      if (at === 'after-commit' && copy === '') copy = await backup(database.name);
    };
    const write = (outbox: Outbox, versions: readonly number[]): Promise<unknown> =>
      outbox.transact(() =>
        Promise.resolve({
          result: undefined,
          outgoing: versions.map((version) => versionOf(topic, 'one', version)),
        }),
      );
    try {
      await write(transport.outbox, upTo(5));
      const relay = transport.relay({ seam });
      relay.start();
      await eventually(() => copy !== '');
      await eventually(async () => (await transport.pending()) === 0, { within: 20_000 });
      await write(transport.outbox, [6, 7, 8]);
      await eventually(async () => (await transport.pending()) === 0, { within: 20_000 });
      await relay.stop();

      const restored = await open(copy);
      const wakeUp = new WakeUp();
      const outbox = new Outbox({
        database: restored,
        encoder: { prepare: () => Promise.resolve(), encode: () => ({}) as never },
        partitions: () => 4,
        service: 'rig',
        wake: () => wakeUp.ring(),
      });
      const second = new Relay({
        database: restored,
        kafka: transport.kafka,
        service: 'rig',
        wakeUp,
        leaseMs: 600,
        longestPollMs: 20,
      });
      second.start();
      await write(outbox, [6, 7]);
      await eventually(async () => (await restored.query('select 1 from messaging.outbox')).length === 0, {
        within: 20_000,
      });
      await second.stop();
      await restored.close();

      const { versions, duplicates } = applied(await readLog(transport.kafka, topic));
      expect(duplicates).toBe(5);
      // Around the cut at least once: what the lost part of the past had said stays said, then the new one speaks.
      expect(versions.get('one')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 6, 7]);
    } finally {
      await transport.close();
      if (copy !== '') await dropped(copy);
      await database.drop();
    }
  }, 90_000);
});
