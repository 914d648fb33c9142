// Batches of ours are, byte for byte, what kafkajs itself makes of the same records.
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { batchOf, FURTHEST, rebatched, type Checksum, type WrittenRecord } from './record-batch-writer.js';
import { readBatches, type BatchedRecord } from './record-batch.js';

const require = createRequire(import.meta.url);
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch(batch: object): Promise<{ readonly buffer: Buffer }>;
};
const recordOf = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => object;
const checksum = require('kafkajs/src/protocol/recordBatch/crc32C') as Checksum;

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
const TIME = 1_764_300_000_123;

async function theirs(records: readonly WrittenRecord[]): Promise<Buffer> {
  const { buffer } = await RecordBatch({
    firstTimestamp: TIME,
    maxTimestamp: TIME,
    lastOffsetDelta: records.length - 1,
    records: records.map((record, at) => recordOf({ ...record, offsetDelta: at, timestampDelta: 0 })),
  });
  return buffer;
}

async function expectSame(records: readonly WrittenRecord[]): Promise<void> {
  const [ours, other] = [batchOf(records, TIME, checksum), await theirs(records)];
  assert.ok(ours.equals(other), `${ours.toString('hex')} is not ${other.toString('hex')}`);
  assert.deepEqual(
    readBatches(ours).map(({ key, value, headers }) => ({ key, value, headers })),
    records.map(({ key, value, headers }) => ({ key, value, headers })),
  );
}

const none = { key: null, value: null, headers: {} };

test.each<[string, readonly WrittenRecord[]]>([
  ['nothing at all', [none]],
  ['more records than a byte counts', Array.from({ length: 9_000 }, () => none)],
  [
    'long parts',
    [{ key: Buffer.alloc(70_000), value: Buffer.alloc(3_000_000), headers: { a: 'x'.repeat(200_000) } }],
  ],
  ['empty parts', [{ key: Buffer.alloc(0), value: Buffer.alloc(0), headers: { empty: '' } }]],
  ['texts beyond ASCII', [{ ...none, headers: { größe: '😀 ß', name: 'grüezi' } }]],
  [
    'more names than are kept',
    Array.from({ length: 600 }, (_, n) => ({ ...none, headers: { [`n${n}`]: 'v' } })),
  ],
])('%s', (_name, records) => expectSame(records));

test('anything', async () => {
  process.stdout.write(`batches: seed ${seed}\n`);
  const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map((each) => Buffer.from(each)));
  // A header of the one name that objects don't keep is read as absent.
  const name = fc.string({ minLength: 1, unit: 'grapheme' }).filter((each) => each !== '__proto__');
  const headers = fc.dictionary(name, fc.string({ unit: 'grapheme', maxLength: 200 }), {
    noNullPrototype: true,
  });
  const record = fc.record({ key: bytes, value: bytes, headers });
  await fc.assert(fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 200 }), expectSame), {
    seed,
    numRuns: 100,
  });
});

describe('records of the log in a batch of their own', () => {
  /** One record with a place in the log and a time of its own. */
  function recordAt(record: WrittenRecord, offset: bigint, time: number): BatchedRecord {
    const bytes = batchOf([record], time, checksum);
    bytes.writeBigInt64BE(offset, 0);
    return readBatches(bytes)[0]!;
  }

  const seen = (records: readonly BatchedRecord[]) =>
    records.map(({ offset, timestamp, key, value, headers }) => ({ offset, timestamp, key, value, headers }));

  test('are as they were, where they were', () => {
    process.stdout.write(`records in batches: seed ${seed}\n`);
    const part = fc.option(fc.uint8Array({ maxLength: 200 }).map((each) => Buffer.from(each)));
    const record = fc.record({
      content: fc.record({
        key: part,
        value: part,
        headers: fc.constantFrom<Record<string, string>>({}, { ce_type: 'größe', a: '' }),
      }),
      // Clocks of producers go back as well.
      time: fc.integer({ min: TIME - FURTHEST / 2, max: TIME + FURTHEST / 2 }),
      gap: fc.integer({ min: 1, max: 100_000 }),
    });
    fc.assert(
      fc.property(
        fc.array(record, { minLength: 1, maxLength: 300 }),
        fc.bigInt(0n, 2n ** 62n),
        (all, from) => {
          let offset = from;
          const records = all.map(({ content, time, gap }) =>
            recordAt(content, (offset += BigInt(gap)), time),
          );
          assert.deepEqual(seen(readBatches(rebatched(records))), seen(records));
        },
      ),
      { seed, numRuns: 100 },
    );
  });

  test('are refused where they are in another order, or too far apart for its numbers', () => {
    const [first, late] = [recordAt(none, 1n, TIME), recordAt(none, 2n, TIME + FURTHEST + 1)];
    expect(() => rebatched([first, late])).toThrow(RangeError);
    expect(() => rebatched([recordAt(none, 3n, TIME), recordAt(none, 2n, TIME)])).toThrow(RangeError);
    expect(() => rebatched([first, first])).toThrow(RangeError);
    expect(() => rebatched([first, recordAt(none, BigInt(FURTHEST) + 2n, TIME)])).toThrow(RangeError);
  });
});
