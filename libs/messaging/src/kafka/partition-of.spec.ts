// The partitioner must answer as every stock client does: vectors from Apache Kafka's own tests, and its rules.
import fc from 'fast-check';
import { murmur2, partitionOf } from './partition-of.js';

describe('murmur2', () => {
  it.each([
    ['21', -973932308],
    ['foobar', -790332482],
    ['a-little-bit-long-string', -985981536],
    ['a-little-bit-longer-string', -1486304829],
    ['lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8', -58897971],
    ['abc', 479470107],
  ])('hashes %s as Apache Kafka does', (key, signed) => {
    expect(murmur2(Buffer.from(key))).toBe(signed & 0x7fffffff);
  });
});

describe('partitionOf', () => {
  it('is stable and within the count', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), fc.integer({ min: 1, max: 200 }), (key, count) => {
        const partition = partitionOf(key, count);
        expect(partition).toBe(partitionOf(Uint8Array.from(key), count));
        expect(partition >= 0 && partition < count).toBe(true);
      }),
    );
  });

  it('puts records without a key on partition 0', () => {
    expect(partitionOf(null, 8)).toBe(0);
  });
});
