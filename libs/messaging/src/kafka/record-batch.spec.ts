// Batches as kafkajs itself writes them, read as kafkajs itself reads them.
import { createRequire } from 'node:module';
import type { KafkaLog, KafkaRecord } from './kafka-client.js';
import { nextOffset } from './kafkajs-log.js';
import { toRecord } from './kafkajs-records.js';
import { readLog } from './read-log.js';
import { behindBatches, isReadable, readBatches } from './record-batch.js';
import { Glancing } from './glance.js';
import { HeaderReader } from './record-headers.js';

const require = createRequire(import.meta.url);
const writeBatch = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch(batch: object): Promise<{ readonly buffer: Buffer }>;
};
const writeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => object;
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const readByKafkajs = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: object,
) => Promise<{ readonly records: Parameters<typeof toRecord>[1][] }>;
const place = { topic: 't', partition: 0 };

type Headers = Readonly<Record<string, string | Buffer | readonly (string | Buffer)[]>>;

interface Written {
  readonly key?: Buffer | null;
  readonly value?: Buffer | null;
  readonly headers?: Headers;
  readonly since?: number;
}

async function batch(records: readonly Written[], options: object = {}): Promise<Buffer> {
  const { buffer } = await writeBatch.RecordBatch({
    firstTimestamp: 1_700_000_000_000,
    maxTimestamp: 1_700_000_009_000,
    lastOffsetDelta: records.length - 1,
    ...options,
    records: records.map(({ key = null, value = null, headers = {}, since = 0 }, at) =>
      writeRecord({ offsetDelta: at, timestampDelta: since, key, value, headers }),
    ),
  });
  return Buffer.from(buffer);
}

/** Of the place in the log where a broker would have put it. */
function at(offset: bigint, bytes: Buffer): Buffer {
  const moved = Buffer.from(bytes);
  moved.writeBigInt64BE(offset);
  return moved;
}

/** A record without its ways of reading. */
function plain({ topic, partition, offset, timestamp, key, value, headers }: KafkaRecord): KafkaRecord {
  return { topic, partition, offset, timestamp, key, value, headers };
}

const text = (from: string): Buffer => Buffer.from(from);
const usual = { ce_id: 'a-1', ce_type: 'continuo.cdp.TrackReceived.v1', ce_hops: '0' };

test.each<[string, readonly Written[]]>([
  ['nothing but bytes', [{ key: text('k'), value: text('v') }]],
  ['no key and no value', [{ headers: usual }, {}]],
  [
    'one after the other',
    Array.from({ length: 300 }, (_, n) => ({ headers: { ...usual, n: `${n}` }, since: n })),
  ],
  [
    'names that change places',
    [{ headers: usual }, { headers: { ce_type: 'x', ce_id: 'y' } }, { headers: usual }],
  ],
  ['texts beyond ASCII', [{ headers: { größe: '😀', name: 'ß €' } }, { headers: { name: 'grüezi' } }]],
  [
    'bytes that are no text',
    [{ headers: { raw: Buffer.from([0xff, 0x61, 0xc3]), cut: Buffer.from([0xe2, 0x82]) } }],
  ],
  [
    'types of one length in turn, long ones, and such as are no text',
    [
      'a.A',
      'a.B',
      'a.A',
      '',
      'ä.A',
      'ä.B',
      'ä.A',
      'x'.repeat(64),
      'y'.repeat(64),
      'x'.repeat(65),
      'y'.repeat(65),
    ]
      .map((ce_type): Written => ({ headers: { ce_type } }))
      .concat([
        { headers: { ce_type: Buffer.from([0xff, 0x61, 0xc3]) } },
        { headers: { ce_type: ['a.A', 'a.B'] } },
      ]),
  ],
  ['a repeated header', [{ headers: { twice: ['first', 'last'], once: 'b' } }]],
  ['empty and long ones', [{ headers: { empty: '', ['n'.repeat(300)]: 'v'.repeat(70_000) } }]],
  ['names of the language', [{ headers: { constructor: 'y', hasOwnProperty: 'z' } }]],
])('%s', async (_name, written) => {
  const bytes = at(2n ** 40n + 7n, await batch(written));
  const theirs = (await readByKafkajs(new Decoder(bytes))).records.map((each) => toRecord(place, each));
  const twice = [readBatches(bytes), readBatches(bytes)];
  expect(isReadable(bytes)).toBe(true);
  for (const ours of twice) expect(ours.map((each) => plain(toRecord(place, each as never)))).toEqual(theirs);
  for (const each of twice[0] ?? []) each.forget();
  expect(twice[0]?.map(plain)).toEqual(theirs);
});

test('only the headers that somebody asked for, whatever the record before had', async () => {
  const reader = new HeaderReader(new Set(['ce_id', 'ce_type', 'größe']));
  const bytes = await batch([
    { headers: usual },
    { headers: { ...usual, ce_id: 'b-2' } },
    { headers: { ce_hops: '1', other: 'ß', ce_type: 'x' } },
    { headers: { größe: '😀', ce_hops: '1', ce_id: ['a', 'c-3'] } },
    { headers: usual },
  ]);
  const { ce_id, ce_type } = usual;
  expect(readBatches(bytes).map((each) => toRecord(place, each as never, reader).headers)).toEqual([
    { ce_id, ce_type },
    { ce_id: 'b-2', ce_type },
    { ce_type: 'x' },
    { größe: '😀', ce_id: 'c-3' },
    { ce_id, ce_type },
  ]);
});

test('a glance tells what reading tells, of bytes and of records that kafkajs has read', async () => {
  const value = (id: number): Buffer => Buffer.from([0, 0, 0, 1, id, 9]);
  const sent = { publisher: 'cdp/1', 'publisher-sequence': '1234567890123', ce_type: 'continuo.cdp.A.v1' };
  const bytes = await batch([
    { key: text('p-1'), value: value(2), headers: { ce_time: 'now', ...sent, commandid: 'c' } },
    { key: text('schlüssel'), value: value(3), headers: { ...sent, 'publisher-sequence': '7' } },
    { value: text('short'), headers: { publisher: 'größe', ce_type: ['a', 'b'], 'publisher-sequence': 'x' } },
    { value: text('1no wire format'), headers: { ...sent, 'publisher-sequence': '123456789012345678' } },
    { headers: { ce_hopp: '1', commandix: '2', 'publisher-sequencf': '3', 'publisher-sequence': '' } },
    {},
  ]);
  const theirs = (await readByKafkajs(new Decoder(bytes))).records.map((each) => toRecord(place, each));
  const glancing = new Glancing();
  const told = (records: readonly KafkaRecord[]): unknown[] =>
    records.map((record) => ({ ...glancing.at(record) }));
  const ours = told(readBatches(bytes).map((each) => toRecord(place, each as never)));
  expect(ours).toEqual(told(theirs));
  const first = { key: 'p-1', type: 'continuo.cdp.A.v1', hasCommand: true, publisher: 'cdp/1' };
  expect(ours[0]).toMatchObject({ ...first, sequence: 1_234_567_890_123, schemaId: 258 });
  expect(ours[1]).toMatchObject({ key: 'schlüssel', hasCommand: false, sequence: 7, schemaId: 259 });
  expect(ours[2]).toMatchObject({ key: '', type: 'b', publisher: 'größe', sequence: NaN, schemaId: -1 });
  expect(ours[3]).toMatchObject({ sequence: 123_456_789_012_345_680, schemaId: -1 });
  expect(ours[4]).toMatchObject({ type: '', hasCommand: false, publisher: undefined });
  const cut = await batch([{ key: text('a'), headers: sent }]);
  cut[cut.indexOf('publisher') - 1] = 0x7e;
  expect(() => glancing.at(toRecord(place, readBatches(cut)[0] as never))).toThrow('not as long as it is');
});

test('times far apart, and the time of appending where the log says that', async () => {
  const years = 40 * 365 * 86_400_000;
  const bytes = await batch([{ since: years }, { since: 0 }]);
  expect(readBatches(bytes).map(({ timestamp }) => timestamp)).toEqual([
    1_700_000_000_000 + years,
    1_700_000_000_000,
  ]);
  bytes[22] = 0x08;
  expect(readBatches(bytes).map(({ timestamp }) => timestamp)).toEqual([
    1_700_000_009_000, 1_700_000_009_000,
  ]);
});

test('a batch that the fetch has cut off is left for the next one', async () => {
  const [first, second] = [await batch([{ key: text('a') }]), at(1n, await batch([{ key: text('b') }]))];
  const both = Buffer.concat([first, second]);
  expect(readBatches(both).map(({ offset }) => offset)).toEqual([0n, 1n]);
  for (const missing of [1, 5, second.length - 30])
    expect(readBatches(both.subarray(0, both.length - missing))).toHaveLength(1);
  expect(readBatches(Buffer.alloc(0))).toEqual([]);
});

describe('compaction', () => {
  const HEADER = 61;
  /** What the cleaner leaves of a batch whose records are all gone: its place in the log, and who wrote it. */
  const emptied = (bytes: Buffer): Buffer => {
    const left = Buffer.from(bytes.subarray(0, HEADER));
    left.writeInt32BE(HEADER - 12, 8);
    left.writeInt32BE(0, 57);
    return left;
  };
  const three = async (): Promise<Buffer> =>
    batch([{ key: text('a') }, { key: text('b') }, { key: text('c') }]);
  const behind = (from: bigint, bytes: Buffer): bigint =>
    nextOffset(from, {
      partition: 0,
      highWatermark: '99',
      abortedTransactions: [],
      messages: readBatches(bytes) as never,
      behind: behindBatches(bytes),
    });

  test('of all records of a batch leaves a place that is passed', async () => {
    const bytes = at(7n, emptied(await three()));
    expect([isReadable(bytes), readBatches(bytes)]).toEqual([true, []]);
    expect(behind(7n, bytes)).toBe(10n);
    expect(behind(9n, bytes)).toBe(10n);
  });

  test('of the last records of a batch leaves no gap to wait at', async () => {
    const one = await batch([{ key: text('a') }], { lastOffsetDelta: 2 });
    expect(behind(4n, at(4n, one))).toBe(7n);
    expect(behind(4n, Buffer.concat([at(4n, one), at(7n, emptied(await three()))]))).toBe(10n);
  });

  test('leaves what was cut off to the next fetch, and where nothing came everything', async () => {
    const cut = at(3n, await three()).subarray(0, 70);
    expect(behind(0n, Buffer.concat([at(0n, await three()), cut]))).toBe(3n);
    expect(behind(3n, cut)).toBe(3n);
    expect(behind(3n, Buffer.alloc(0))).toBe(3n);
  });

  test('does not keep a reader of a stretch for ever, whose end no record reaches', async () => {
    const kept = [at(0n, await three()), at(3n, emptied(await three()))];
    const log = {
      fetch: async ({ from }: { readonly from: bigint }) => {
        const bytes = from < 3n ? (kept[0] as Buffer) : from < 6n ? (kept[1] as Buffer) : Buffer.alloc(0);
        const records = readBatches(bytes).map((each) => toRecord(place, each as never));
        return { ...place, records, nextOffset: behind(from, bytes), endOffset: 6n };
      },
    } satisfies Pick<KafkaLog, 'fetch'>;
    const read: string[] = [];
    for await (const records of readLog(log, {
      ...place,
      from: 0n,
      end: 6n,
      signal: AbortSignal.timeout(5_000),
    }))
      read.push(...records.map(({ key }) => String(key)));
    expect(read).toEqual(['a', 'b', 'c']);
  });
});

test('what is compressed, or of an older kind, is left to kafkajs', async () => {
  const bytes = await batch([{ key: text('a') }]);
  expect(isReadable(await batch([{ key: text('a') }], { compression: 1 }))).toBe(false);
  const older = Buffer.from(bytes);
  older[16] = 1;
  expect(isReadable(older)).toBe(false);
});

test('marks of transactions are told apart', async () => {
  const bytes = await batch([{ key: text('a') }], { transactional: true });
  expect(readBatches(bytes)[0]).toMatchObject({
    isControlRecord: false,
    batchContext: { producerId: '-1', inTransaction: true },
  });
  bytes[22] = 0x30;
  expect(readBatches(bytes)[0]).toMatchObject({ isControlRecord: true });
});

test('a record that says it is longer than its batch is an error, not a way into other bytes', async () => {
  const bytes = await batch([{ key: text('a') }]);
  bytes[61] = 0x7e;
  expect(() => readBatches(bytes)).toThrow('beyond its batch');
});

test('a part that says it is longer than its record is an error when it is read', async () => {
  const bytes = await batch([{ key: text('a'), value: text('b') }]);
  const at = bytes.indexOf(text('a')) - 1;
  bytes[at] = 0x7e;
  expect(() => readBatches(bytes)[0]?.value).toThrow('not as long as it is');
});
