// The cut of a batch keeps every partition's order and every limit.
import fc from 'fast-check';
import { cutBatch, type CuttableRow } from './batch-cut.js';

const seed = Number(process.env['VERIFY_SEED'] ?? Date.now() % 2 ** 31);
const runs = { numRuns: Number(process.env['VERIFY_CASES'] ?? 200), seed };

beforeAll(() => {
  process.stdout.write(`batch cut properties: seed ${seed}, ${runs.numRuns} cases\n`);
});

const limits = { partitionBytes: 2_000, batchBytes: 5_000 };

/** Rows in id order, ids with gaps. */
const rowsArbitrary = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 1, max: 5 }),
      partition: fc.nat(3),
      size: fc.integer({ min: 0, max: 2_500 }),
    }),
    { maxLength: 60 },
  )
  .map((drafts) => {
    let id = 0;
    return drafts.map(({ gap, partition, size }) => ({ id: (id += gap), partition, size }));
  });

function bytesOf(rows: readonly CuttableRow[]): number {
  return rows.reduce((sum, { size }) => sum + size, 0);
}

describe('cutBatch', () => {
  it('takes of each partition a prefix, in id order', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const { taken } = cutBatch(rows, limits);
        for (const partition of [0, 1, 2, 3]) {
          const all = rows.filter((row) => row.partition === partition);
          const ours = taken.filter((row) => row.partition === partition);
          expect(ours).toEqual(all.slice(0, ours.length));
        }
        expect(taken).toEqual([...taken].sort((a, b) => a.id - b.id));
      }),
      runs,
    );
  });

  it('stays within both limits unless a row is too large alone', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const { taken } = cutBatch(rows, limits);
        if (taken.length > 1) expect(bytesOf(taken)).toBeLessThanOrEqual(limits.batchBytes);
        for (const partition of [0, 1, 2, 3]) {
          const ours = taken.filter((row) => row.partition === partition);
          if (ours.length > 1) expect(bytesOf(ours)).toBeLessThanOrEqual(limits.partitionBytes);
        }
      }),
      runs,
    );
  });

  it('names the first row it leaves, and takes every row in the end', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        let left: readonly CuttableRow[] = rows;
        const order: CuttableRow[] = [];
        for (let turns = 0; left.length > 0; turns += 1) {
          const { taken, firstLeft } = cutBatch(left, limits);
          expect(taken.length).toBeGreaterThan(0);
          expect(turns).toBeLessThan(rows.length);
          order.push(...taken);
          left = left.filter((row) => !taken.includes(row));
          expect(firstLeft).toBe(left[0]?.id);
        }
        expect(new Set(order).size).toBe(rows.length);
      }),
      runs,
    );
  });

  it('goes on with other partitions when one is full', () => {
    const rows = [
      { id: 1, partition: 0, size: 1_500 },
      { id: 2, partition: 0, size: 1_500 },
      { id: 3, partition: 1, size: 10 },
      { id: 4, partition: 0, size: 1 },
    ];
    const { taken, firstLeft } = cutBatch(rows, limits);
    expect(taken.map(({ id }) => id)).toEqual([1, 3]);
    expect(firstLeft).toBe(2);
  });
});
