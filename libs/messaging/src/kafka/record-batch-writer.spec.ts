// Batches of ours are, byte for byte, what kafkajs itself makes of the same records.
import fc from 'fast-check';
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { batchOf, type Checksum, type WrittenRecord } from './record-batch-writer.js';
import { readBatches } from './record-batch.js';

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
