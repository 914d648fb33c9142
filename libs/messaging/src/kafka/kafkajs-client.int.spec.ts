// The port to Kafka on a real broker: what is promised to the relay and to the consumers, against what kafkajs does.
import { eventually, testServer, uniqueName, uniquePrefix } from '@continuo/testing';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type {
  ConsumerListener,
  KafkaBatch,
  KafkaClient,
  KafkaConsumer,
  KafkaRecord,
  TopicPartition,
} from './kafka-client.js';
import { kafkaClient } from './kafkajs-client.js';

const broker = testServer('kafkaBrokers');
const prefix = uniquePrefix('client');
const brokers = broker.split(',');
let kafka: KafkaClient;
let topic: string;
const consumers: KafkaConsumer[] = [];

beforeAll(() => {
  kafka = kafkaClient({ brokers, clientId: 'client-test', topicPrefix: prefix });
});

beforeEach(async () => {
  topic = uniqueName('topic');
  await kafka
    .admin()
    .create([{ topic, partitions: 3, config: { 'message.timestamp.type': 'LogAppendTime' } }]);
  // A broker may know a new topic a moment before it leads its partitions.
  await eventually(() => kafka.admin().logRanges(topic), { what: 'leaders of the new topic' });
});

afterEach(async () => {
  await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
  await kafka.admin().delete([topic]);
});

afterAll(() => kafka.close());

async function send(partition: number, ...values: string[]): Promise<void> {
  const producer = await kafka.producer();
  await producer.send(
    topic,
    values.map((value) => ({
      partition,
      key: Buffer.from('key'),
      value: Buffer.from(value),
      headers: { name: value },
    })),
  );
  await producer.close();
}

interface Member extends ConsumerListener {
  readonly consumer: KafkaConsumer;
  readonly records: KafkaRecord[];
  readonly owned: Set<number>;
  readonly lost: [number, bigint, bigint][];
  readonly crashes: string[];
  values(): string[];
}

async function join(
  group: string,
  change: (member: Member) => Partial<ConsumerListener> = () => ({}),
): Promise<Member> {
  const consumer = kafka.consumer({ group, topics: [topic], sessionTimeoutMs: 6_000, maxWaitMs: 20 });
  consumers.push(consumer);
  const member: Member = {
    consumer,
    records: [],
    owned: new Set(),
    lost: [],
    crashes: [],
    values: () => member.records.map(({ value }) => String(value)),
    assigned: (partitions) =>
      partitions.forEach((one) => {
        member.owned.add(one.partition);
        consumer.resume(one, 0n);
      }),
    revoked: (partitions) => partitions.forEach(({ partition }) => member.owned.delete(partition)),
    batch: ({ records }: KafkaBatch) => member.records.push(...records),
    positionLost: ({ partition }: TopicPartition, wanted, found) =>
      member.lost.push([partition, wanted, found]),
    crashed: (error) => member.crashes.push(error.message),
  };
  await consumer.start({ ...member, ...change(member) });
  return member;
}

describe('topics', () => {
  it('have an id that changes when they are deleted and created again', async () => {
    const admin = kafka.admin();
    const first = await admin.topicId(topic);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(await admin.topicId(topic)).toBe(first);
    await admin.delete([topic]);
    await eventually(async () => {
      await admin.create([{ topic, partitions: 1 }]);
      expect(await admin.topicId(topic)).not.toBe(first);
      return true;
    });
  });

  it('are created once, and seen without the prefix', async () => {
    expect(await kafka.admin().create([{ topic, partitions: 3 }])).toEqual([]);
    expect(await kafka.admin().topics()).toEqual([topic]);
    const elsewhere = kafkaClient({ brokers, clientId: 'other', topicPrefix: uniquePrefix('other') });
    expect(await elsewhere.admin().topics()).toEqual([]);
    await elsewhere.close();
    const [described] = await kafka.admin().describe([topic]);
    expect(described).toMatchObject({ topic, partitions: 3 });
    expect(described?.config['message.timestamp.type']).toBe('LogAppendTime');
  });

  it('that nobody created are named as unknown', async () => {
    await expect(kafka.admin().topicId('none')).rejects.toMatchObject({ code: 'topic-unknown' });
    await expect(kafka.admin().logRanges('none')).rejects.toMatchObject({ code: 'topic-unknown' });
    const producer = await kafka.producer();
    const message = { partition: 0, key: null, value: null, headers: {} };
    await expect(producer.send('none', [message])).rejects.toMatchObject({
      code: 'topic-unknown',
      retriable: true,
    });
    await producer.close();
  });
});

describe('producer', () => {
  it('writes where it is told, with key, tombstone and headers as given', async () => {
    const producer = await kafka.producer();
    await producer.send(topic, [
      {
        partition: 2,
        key: Buffer.from('k'),
        value: Buffer.from([0, 1, 255]),
        headers: { ce_id: 'ü', empty: '' },
      },
      { partition: 2, key: null, value: null, headers: {} },
    ]);
    await producer.close();
    const member = await join('reader');
    await eventually(() => member.records.length === 2);
    expect(member.records).toMatchObject([
      {
        topic,
        partition: 2,
        offset: 0n,
        key: Buffer.from('k'),
        value: Buffer.from([0, 1, 255]),
        headers: { ce_id: 'ü', empty: '' },
      },
      { topic, partition: 2, offset: 1n, key: null, value: null, headers: {} },
    ]);
    expect(Math.abs((member.records[0]?.timestamp ?? 0) - Date.now())).toBeLessThan(60_000);
    expect((await kafka.admin().logRanges(topic)).get(2)).toEqual({ start: 0n, end: 2n });
  });

  it('is spent after a send that failed, and says so', async () => {
    const producer = await kafka.producer();
    const tooLarge = { partition: 0, key: null, value: Buffer.alloc(3_000_000), headers: {} };
    await expect(producer.send(topic, [tooLarge])).rejects.toMatchObject({
      code: 'record-too-large',
      retriable: false,
    });
    const small = { partition: 0, key: null, value: Buffer.from('x'), headers: {} };
    await expect(producer.send(topic, [small])).rejects.toMatchObject({ code: 'producer-spent' });
    await producer.close();
  });
});

describe('consumer', () => {
  it.each([
    ['a TypeError', new TypeError('x')],
    ['a RangeError', new RangeError('x')],
    ['a SyntaxError', new SyntaxError('x')],
    ['an Error', new Error('x')],
    ['a string', 'x'],
    ['undefined', undefined],
  ])('goes on with the next record when its listener throws %s', async (_what, thrown) => {
    const member = await join('throwing', (self) => ({
      batch: (batch) => {
        self.batch(batch);
        throw thrown;
      },
    }));
    await send(0, 'one');
    await eventually(() => member.records.length === 1);
    await send(0, 'two');
    await eventually(() => member.records.length === 2);
    expect(member.values()).toEqual(['one', 'two']);
    expect(member.crashes).toHaveLength(2);
    expect(member.consumer.isRunning()).toBe(true);
  });

  it('delivers nothing of a paused partition, and all of the others', async () => {
    const member = await join('pausing');
    await eventually(() => member.owned.size === 3);
    member.consumer.pause({ topic, partition: 0 });
    await send(0, 'waits');
    await send(1, 'comes');
    await eventually(() => member.records.length === 1);
    const fetchedAt = member.consumer.lastFetchAt();
    await eventually(() => member.consumer.lastFetchAt() > fetchedAt + 100);
    expect(member.values()).toEqual(['comes']);
    member.consumer.resume({ topic, partition: 0 });
    await eventually(() => member.records.length === 2);
    expect(member.values()).toEqual(['comes', 'waits']);
  });

  it('delivers again from where it is told', async () => {
    const member = await join('seeking');
    await send(0, 'a', 'b', 'c');
    await eventually(() => member.records.length === 3);
    member.consumer.pause({ topic, partition: 0 });
    member.consumer.resume({ topic, partition: 0 }, 1n);
    await eventually(() => member.records.length === 5);
    expect(member.values()).toEqual(['a', 'b', 'c', 'b', 'c']);
  });

  it('names a position that the log does not have, and delivers nothing instead', async () => {
    await send(0, 'a', 'b');
    const member = await join('lost', (self) => ({
      assigned: (partitions) =>
        partitions.forEach((one) => self.consumer.resume(one, one.partition === 0 ? 100n : 0n)),
    }));
    await eventually(() => member.lost.length > 0);
    expect(member.lost).toEqual([[0, 100n, 0n]]);
    await send(1, 'other');
    await eventually(() => member.records.length === 1);
    expect(member.values()).toEqual(['other']);
  });

  it('hands partitions over when another member joins, and heartbeats meanwhile', async () => {
    const first = await join('shared');
    await eventually(() => first.owned.size === 3);
    const second = await join('shared');
    await eventually(() => second.owned.size > 0 && first.owned.size + second.owned.size === 3, {
      within: 20_000,
    });
    expect([...first.owned, ...second.owned].sort()).toEqual([0, 1, 2]);
    const since = Date.now();
    await eventually(
      () => first.consumer.lastHeartbeatAt() > since && second.consumer.lastHeartbeatAt() > since,
    );
    await second.consumer.stop();
    await eventually(() => first.owned.size === 3, { within: 20_000 });
    expect(second.owned.size).toBe(0);
    expect(second.consumer.isRunning()).toBe(false);
  }, 40_000);

  it('commits offsets that others can read', async () => {
    const member = await join('committing');
    await eventually(() => member.owned.size === 3);
    expect(await kafka.admin().committed('committing', topic)).toEqual(new Map());
    await member.consumer.commit([{ topic, partition: 1, offset: 7n }]);
    expect(await kafka.admin().committed('committing', topic)).toEqual(new Map([[1, 7n]]));
  });
});

it('connects without a warning of Node', async () => {
  const program = fileURLToPath(new URL('../../test/connect-once.mjs', import.meta.url));
  const own = uniquePrefix('warnings');
  const { stderr } = await promisify(execFile)(
    process.execPath,
    [program, JSON.stringify({ broker, prefix: own })],
    {
      timeout: 20_000,
    },
  );
  expect(stderr).toBe('');
}, 30_000);
