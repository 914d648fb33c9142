// What is written must be what readers read: checked by kafkajs' own decoder and by published checksums.
import fc from 'fast-check';
import { createRequire } from 'node:module';
import { crc32c } from './crc32c.js';
import type { KafkaMessage } from './kafka-client.js';
import { recordBatch } from './record-batch.js';

interface DecodedBatch {
  readonly records: readonly {
    readonly offset: string;
    readonly key: Buffer | null;
    readonly value: Buffer | null;
    readonly headers: Readonly<Record<string, Buffer>>;
  }[];
}

const require = createRequire(import.meta.url);
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => {
  readInt64(): unknown;
  readInt32(): number;
};
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder') as (
  decoder: unknown,
) => Promise<DecodedBatch>;

const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map((some) => Buffer.from(some)));
const message: fc.Arbitrary<KafkaMessage> = fc.record({
  partition: fc.constant(0),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(
    fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }).filter((name) => !(name in {})),
    fc.string({ maxLength: 90, unit: 'grapheme' }),
    { maxKeys: 6 },
  ),
});

describe('recordBatch', () => {
  it.each([false, true])('is read back as it was written (gzip: %s)', async (gzipped) => {
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 12 }), async (messages) => {
        const batch = await recordBatch(messages, 1_700_000_000_000, gzipped);
        expect(batch.readUInt32BE(17)).toBe(crc32c(batch.subarray(21)));
        const { records } = await decodeBatch(new Decoder(batch));
        expect(records.map(({ offset }) => Number(offset))).toEqual(messages.map((_, at) => at));
        records.forEach((record, at) => {
          const wanted = messages[at];
          expect(record.key).toEqual(wanted?.key ?? null);
          expect(record.value).toEqual(wanted?.value ?? null);
          const headers = Object.fromEntries(
            Object.entries(record.headers).map(([name, value]) => [name, String(value)]),
          );
          expect(headers).toEqual({ ...wanted?.headers });
        });
      }),
      { numRuns: 150 },
    );
  });
});

describe('crc32c', () => {
  it.each([
    ['123456789', 0xe3069283],
    ['', 0],
    ['a', 0xc1d04330],
    ['The quick brown fox jumps over the lazy dog', 0x22620404],
  ])('of %p is as published', (text, sum) => expect(crc32c(Buffer.from(text))).toBe(sum));

  it('of thirty-two zero bytes is as published', () => expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa));
});
