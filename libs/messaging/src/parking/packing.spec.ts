// Which held records are put away many at once: all of a key but its first, in order, within bounds; and what stays a row.
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { batchOf, FURTHEST, type Checksum } from '../kafka/record-batch-writer.js';
import { readBatches } from '../kafka/record-batch.js';
import { packed } from './packing.js';
import type { ParkedRow } from './parked-store.js';

const checksum = createRequire(import.meta.url)('kafkajs/src/protocol/recordBatch/crc32C') as Checksum;
const TIME = 1_764_300_000_000;
const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);

interface Given {
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes?: number;
  readonly time?: number;
}

function row(offset: number, given: Given = {}, change: Partial<ParkedRow> = {}): ParkedRow {
  const { key = 'flood', headers = {}, bytes = 10, time = TIME } = given;
  const written = { key: key === null ? null : Buffer.from(key), value: Buffer.alloc(bytes), headers };
  const batch = batchOf([written], time, checksum);
  batch.writeBigInt64BE(BigInt(offset), 0);
  const record = readBatches(batch)[0]!;
  const why = { code: 'key-deferred', reason: 'too many' };
  return { record, state: 'held', holdsKey: true, attempts: 0, ...why, ...change };
}

const many = (count: number, make: (n: number) => ParkedRow = row): ParkedRow[] =>
  Array.from({ length: count }, (_, n) => make(n));
const offsets = (rows: readonly ParkedRow[]): number[] => rows.map(({ record }) => Number(record.offset));
const insides = (rows: readonly ParkedRow[]): number[][] =>
  packed(rows).batches.map(({ bytes }) => readBatches(bytes).map(({ offset }) => Number(offset)));
const from = (first: number, end: number): number[] =>
  Array.from({ length: end - first }, (_, n) => first + n);

test('few of a key stay rows', () => {
  const rows = many(63);
  expect(packed(rows)).toEqual({ rows, batches: [] });
});

test('of many the first stays a row, and the rest goes away in order, two hundred at a time', () => {
  const { rows, batches } = packed(many(500));
  expect(offsets(rows)).toEqual([0]);
  expect(insides(many(500))).toEqual([from(1, 201), from(201, 401), from(401, 500)]);
  expect(batches.map(({ bytes, ...rest }) => ({ ...rest, size: bytes.length > 0 }))[1]).toEqual({
    ...{ key: Buffer.from('flood'), code: 'key-deferred', reason: 'too many' },
    ...{ firstOffset: 201n, count: 200, size: true },
  });
});

test('each key has batches of its own, and what lies between them is no matter', () => {
  const rows = many(200, (n) => row(n, { key: n % 2 === 0 ? 'even' : 'odd' }));
  expect(offsets(packed(rows).rows)).toEqual([0, 1]);
  expect(insides(rows)).toEqual([from(1, 100).map((n) => 2 * n), from(1, 100).map((n) => 2 * n + 1)]);
});

test('what a handler leaves comes behind what it was not given, and goes away in the order of the log', () => {
  const [held, left] = [from(200, 500).map((n) => row(n)), many(200)];
  expect(offsets(packed([...held, ...left]).rows)).toEqual([0]);
  expect(insides([...held, ...left])).toEqual([from(1, 201), from(201, 401), from(401, 500)]);
});

test('why they wait is not mixed up', () => {
  const rows = [...many(100), ...from(100, 200).map((n) => row(n, {}, { code: 'key-held' }))];
  const other = from(200, 300).map((n) => row(n, {}, { code: 'key-held', reason: 'of another' }));
  const { batches } = packed([...rows, ...other]);
  expect(batches.map(({ code, reason, firstOffset, count }) => [code, reason, firstOffset, count])).toEqual([
    ['key-deferred', 'too many', 1n, 99],
    ['key-held', 'too many', 100n, 100],
    ['key-held', 'of another', 200n, 100],
  ]);
});

test('no row of a key lies within a batch of it', () => {
  const sick = row(150, {}, { state: 'parked' });
  const rows = [sick, ...many(300).filter((_row, n) => n !== 150)];
  expect(offsets(packed(rows).rows)).toEqual([150, 0]);
  expect(insides(rows)).toEqual([from(1, 150), from(151, 300)]);
  // Parked before all others, it is the row by which the key is known.
  expect(insides([row(0, {}, { state: 'parked' }), ...from(1, 70).map((n) => row(n))])).toEqual([
    from(1, 70),
  ]);
});

test.each<[string, (n: number) => ParkedRow]>([
  ['is parked', (n) => row(n, {}, { state: 'parked' })],
  ['was started before', (n) => row(n, {}, { attempts: 1 })],
  ['holds no key', (n) => row(n, {}, { holdsKey: false })],
  ['has no key', (n) => row(n, { key: null })],
  ['names somebody by an identifier', (n) => row(n, { headers: { customer: 'user=jane' } })],
  [
    'came without bytes of its own',
    (n) => {
      const { topic, partition, offset, timestamp, key, value, headers } = row(n).record;
      return { ...row(n), record: { topic, partition, offset, timestamp, key, value, headers } };
    },
  ],
])('what %s stays a row', (_why, make) => {
  const rows = many(100, make);
  expect(packed(rows)).toEqual({ rows, batches: [] });
});

test('a batch is no larger than half a mebibyte, unless a single record is', () => {
  expect(insides(many(100, (n) => row(n, { bytes: 200_000 }))).map(({ length }) => length)).toEqual([
    ...Array.from({ length: 49 }, () => 2),
    1,
  ]);
  expect(insides(many(65, (n) => row(n, { bytes: 600_000 })))).toHaveLength(64);
});

test('a batch ends where the next record is too far away in time, or in the log', () => {
  const early = many(100, (n) => row(n, { time: n < 50 ? TIME : TIME - FURTHEST - 1 }));
  expect(insides(early)).toEqual([from(1, 50), from(50, 100)]);
  const place = (n: number): number => (n < 50 ? n : n + FURTHEST + 1);
  expect(insides(many(100, (n) => row(place(n))))).toEqual([from(1, 50), from(50, 100).map(place)]);
});

test('in order and once, whatever lies between, and the oldest of a key is a row', () => {
  process.stdout.write(`packing: seed ${seed}\n`);
  const kind = fc.constantFrom<[Given, Partial<ParkedRow>]>(
    [{}, {}],
    [{}, {}],
    [{}, {}],
    [{ key: 'other' }, {}],
    [{ headers: { customer: 'user=jane' } }, {}],
    [{}, { code: 'key-held' }],
    [{}, { state: 'parked' }],
  );
  const stretches = fc.array(fc.tuple(kind, fc.integer({ min: 1, max: 150 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(stretches, fc.integer({ min: 0, max: 500 }), (given, turn) => {
      const all = given.flatMap(([of, count]) => Array.from({ length: count }, () => of));
      const inLog = all.map(([content, change], n) => row(n, content, change));
      const rows = [...inLog.slice(turn % inLog.length), ...inLog.slice(0, turn % inLog.length)];
      const { rows: single, batches } = packed(rows);
      for (const key of ['flood', 'other']) {
        const own = offsets(single.filter(({ record }) => String(record.key) === key));
        const away = batches.filter((batch) => String(batch.key) === key);
        const inside = away.map(({ bytes }) => readBatches(bytes).map(({ offset }) => Number(offset)));
        const wanted = offsets(inLog.filter(({ record }) => String(record.key) === key));
        assert.deepEqual(
          [...own, ...inside.flat()].sort((a, b) => a - b),
          wanted,
        );
        assert.equal(Math.min(...own), Math.min(...wanted));
        for (const part of inside) {
          const [first, last] = [part[0]!, part.at(-1)!];
          assert.ok(!own.some((offset) => offset > first && offset < last));
          assert.deepEqual(
            part,
            [...part].sort((a, b) => a - b),
          );
        }
      }
    }),
    { seed, numRuns: 200 },
  );
});
