// Looking at logs without a group, on a real broker: ends of many topics, records from an offset, and what is not there.
import { eventually, testServer, uniquePrefix } from '@continuo/testing';
import { Kafka, logLevel, type Producer } from 'kafkajs';
import type { KafkaClient } from './kafka-client.js';
import { kafkaClient } from './kafkajs-client.js';
import { readLog, type LogStretch } from './read-log.js';

const brokers = testServer('kafkaBrokers').split(',');
const prefix = uniquePrefix('log');
let kafka: KafkaClient;

beforeAll(async () => {
  kafka = kafkaClient({ brokers, clientId: 'log-test', topicPrefix: prefix });
  await kafka.admin().create([
    { topic: 'one', partitions: 2 },
    { topic: 'two', partitions: 1 },
  ]);
  const producer = await kafka.producer();
  const message = (partition: number, text: string) => ({
    partition,
    key: Buffer.from(text),
    value: Buffer.from(text.repeat(100)),
    headers: { name: text },
  });
  await producer.send('one', [message(0, 'a'), message(0, 'b'), message(1, 'c')]);
  await producer.send('one', [message(0, 'd')]);
}, 30_000);

afterAll(async () => {
  await kafka.admin().delete(['one', 'two']);
  await kafka.close();
});

const keys = async (from: bigint, maxBytes?: number) => {
  const batch = await kafka.log().fetch({ topic: 'one', partition: 0, from, ...(maxBytes && { maxBytes }) });
  return { ...batch, records: batch.records.map(({ key, offset }) => `${key?.toString()}@${offset}`) };
};

/** Somebody else's, who writes in transactions. */
async function foreignProducer(name: string): Promise<Producer> {
  const foreign = new Kafka({ brokers, clientId: 'foreign', logLevel: logLevel.NOTHING });
  const transactionalId = `${prefix}${name}`;
  const producer = foreign.producer({ transactionalId, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return producer;
}

describe('the log', () => {
  it('tells the ends and starts of several topics at once', async () => {
    const ends = await kafka.log().ends(['one', 'two']);
    expect([...(ends.get('one') ?? [])].sort()).toEqual([
      [0, 3n],
      [1, 1n],
    ]);
    expect([...(ends.get('two') ?? [])]).toEqual([[0, 0n]]);
    expect((await kafka.log().starts(['one'])).get('one')?.get(0)).toBe(0n);
  });

  it('asked for several stretches at once by a new client, keeps no connection when it is closed', async () => {
    const sockets = (): number =>
      process.getActiveResourcesInfo().filter((resource) => resource === 'TCPSocketWrap').length;
    const before = sockets();
    const own = kafkaClient({ brokers, clientId: 'log-test-again', topicPrefix: prefix });
    const all = await Promise.all(
      [0, 1, 0, 1].map((partition) => own.log().fetch({ topic: 'one', partition, from: 0n })),
    );
    expect(all.map(({ records }) => records.length)).toEqual([3, 1, 3, 1]);
    expect(sockets()).toBeGreaterThan(before);
    await own.close();
    await eventually(() => sockets() <= before, { what: 'sockets to be closed' });
  });

  it('gives records from an offset on, also from the middle of what was sent at once', async () => {
    expect(await keys(0n)).toMatchObject({ records: ['a@0', 'b@1', 'd@2'], nextOffset: 3n, endOffset: 3n });
    expect(await keys(1n)).toMatchObject({ records: ['b@1', 'd@2'] });
    const { records } = await kafka.log().fetch({ topic: 'one', partition: 1, from: 0n });
    expect(records[0]).toMatchObject({ topic: 'one', partition: 1, headers: { name: 'c' } });
  });

  it('gives one batch of the log however little is asked for, and nothing at the end', async () => {
    expect(await keys(1n, 1)).toMatchObject({ records: ['b@1'], nextOffset: 2n });
    expect(await keys(3n)).toMatchObject({ records: [], nextOffset: 3n });
  });

  it('does not pass over what a transaction that is still open has written', async () => {
    const producer = await foreignProducer('tx');
    const transaction = await producer.transaction();
    await transaction.send({ topic: `${prefix}two`, messages: [{ key: 'late', value: 'late' }] });
    const look = () => kafka.log().fetch({ topic: 'two', partition: 0, from: 0n });
    expect(await look()).toMatchObject({ records: [], nextOffset: 0n, endOffset: 1n });
    await transaction.commit();
    await producer.disconnect();
    const seen = await eventually(async () => ((await look()).records.length > 0 ? look() : undefined));
    // The mark of the commit is the second one.
    expect([seen.records.length, seen.nextOffset]).toEqual([1, 2n]);
  });

  it('refuses what is not there by name, and works on', async () => {
    await expect(keys(99n)).rejects.toMatchObject({ code: 'offset-gone' });
    await expect(kafka.log().fetch({ topic: 'one', partition: 7, from: 0n })).rejects.toMatchObject({
      code: 'topic-unknown',
    });
    await expect(kafka.log().ends(['none'])).rejects.toMatchObject({ code: 'topic-unknown' });
    expect((await keys(2n)).records).toEqual(['d@2']);
  });

  it('tells what a group has committed on several topics', async () => {
    const committed = await kafka.admin().committedOn('nobody', ['one', 'two']);
    expect([...committed].map(([topic, offsets]) => [topic, offsets.size])).toEqual([
      ['one', 0],
      ['two', 0],
    ]);
  });
});

describe('a stretch of the log', () => {
  const stretch = (some: Partial<LogStretch>): LogStretch => ({
    topic: 'one',
    partition: 0,
    from: 0n,
    end: 3n,
    signal: new AbortController().signal,
    ...some,
  });
  const read = async (some: Partial<LogStretch>): Promise<string[][]> => {
    const fetched: string[][] = [];
    for await (const records of readLog(kafka.log(), stretch(some)))
      fetched.push(records.map(({ key }) => String(key)));
    return fetched;
  };

  it('is read to its end and not further, fetch by fetch', async () => {
    expect(await read({})).toEqual([['a', 'b', 'd']]);
    expect(await read({ maxBytes: 1 })).toEqual([['a', 'b'], ['d']]);
    expect(await read({ from: 1n, end: 2n })).toEqual([['b']]);
    expect(await read({ from: 3n })).toEqual([]);
  });

  it('waits for a transaction that is open in it, and leaves out one that was given up', async () => {
    const producer = await foreignProducer('tx2');
    const [start] = [...((await kafka.log().ends(['two'])).get('two') ?? [])].map(([, end]) => end);
    const write = async (key: string) => {
      const transaction = await producer.transaction();
      await transaction.send({ topic: `${prefix}two`, messages: [{ key, value: key }] });
      return transaction;
    };
    await (await write('given up')).abort();
    const open = await write('kept');
    const seen = read({ topic: 'two', from: start ?? 0n, end: (start ?? 0n) + 3n });
    const first = await Promise.race([
      seen,
      kafka
        .log()
        .ends(['two'])
        .then(() => 'waits'),
    ]);
    expect(first).toBe('waits');
    await open.commit();
    await producer.disconnect();
    expect(await seen).toEqual([['kept']]);
  });

  it('says that it is not kept any more, and ends when nobody wants it', async () => {
    await expect(read({ from: 90n, end: 99n })).rejects.toMatchObject({ code: 'history-gone' });
    await expect(read({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'reading-ended' });
  });
});
