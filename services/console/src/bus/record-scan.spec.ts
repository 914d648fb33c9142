// A scan over logs that lie in memory: every record once, in the order of time, page by page, within its bounds.
import type { KafkaLog, KafkaRecord } from '@continuo/messaging';
import fc from 'fast-check';
import { scan, type ScanOptions, type ScanResult } from './record-scan.js';
import type { Direction } from './scan-lane.js';

/** By partition the records that are kept; offsets may have gaps, as compaction leaves them. */
type Logs = readonly (readonly KafkaRecord[])[];

function logOf(logs: Logs, ends: readonly bigint[], batch = 7): KafkaLog {
  const nothing = () => Promise.reject(new Error('not asked here'));
  return {
    ends: nothing,
    starts: nothing,
    close: () => Promise.resolve(),
    fetch: ({ topic, partition, from }) => {
      const records = (logs[partition] ?? []).filter(({ offset }) => offset >= from).slice(0, batch);
      const last = records.at(-1);
      const endOffset = ends[partition] ?? 0n;
      return Promise.resolve({
        topic,
        partition,
        records,
        // As the log tells it: nothing came, so nothing was read.
        nextOffset: last === undefined ? from : last.offset + 1n,
        endOffset,
      });
    },
  };
}

const record = (partition: number, offset: number, timestamp: number, type = 'T'): KafkaRecord => ({
  topic: 't',
  partition,
  offset: BigInt(offset),
  timestamp,
  key: Buffer.from('k'),
  value: Buffer.alloc(100),
  headers: { ce_type: `continuo.crm.${type}.v1` },
});

const name = ({ partition, offset }: KafkaRecord): string => `${partition}@${offset}`;

interface Asked {
  readonly direction: Direction;
  readonly found?: number;
  readonly looked?: number;
  readonly bytes?: number;
  readonly type?: string;
}

async function page(logs: Logs, asked: Asked, place?: ScanResult['place']): Promise<ScanResult> {
  const ends = logs.map((log) => (log.at(-1)?.offset ?? -1n) + 1n);
  const { direction, found = 1_000, looked = 100_000, bytes = 1e9, type } = asked;
  const options: ScanOptions = {
    log: logOf(logs, ends),
    ranges: logs.map((_, partition) => {
      const on = place?.get(partition);
      const newest = direction === 'newest-first';
      const end = newest ? (on ?? ends[partition] ?? 0n) : (ends[partition] ?? 0n);
      return { topic: 't', partition, start: newest ? 0n : (on ?? 0n), end };
    }),
    direction,
    filter: type === undefined ? {} : { type },
    limits: { found, looked, bytes, milliseconds: 1e9 },
    signal: new AbortController().signal,
    now: () => 0,
  };
  return scan(options);
}

async function pages(logs: Logs, asked: Asked): Promise<KafkaRecord[]> {
  const all: KafkaRecord[] = [];
  let place: ScanResult['place'];
  for (let each = 0; each < 1_000; each += 1) {
    const result = await page(logs, asked, place);
    all.push(...result.records);
    if (result.place === undefined) return all;
    expect(result.looked + result.records.length).toBeGreaterThan(0);
    place = result.place;
  }
  throw new Error('the pages do not end');
}

describe('scan', () => {
  const logs: Logs = [
    [record(0, 0, 10), record(0, 1, 30), record(0, 2, 50)],
    [record(1, 0, 20), record(1, 1, 40, 'U'), record(1, 5, 60)],
    [],
  ];

  it('shows the newest first, over all partitions', async () => {
    const { records, stoppedBy, looked, place } = await page(logs, { direction: 'newest-first' });
    expect(records.map(name)).toEqual(['1@5', '0@2', '1@1', '0@1', '1@0', '0@0']);
    expect([stoppedBy, looked, place]).toEqual(['end', 6, undefined]);
  });

  it('shows the oldest first when it is asked to', async () => {
    const { records } = await page(logs, { direction: 'oldest-first' });
    expect(records.map(name)).toEqual(['0@0', '1@0', '0@1', '1@1', '0@2', '1@5']);
  });

  it('stops at what was asked for, and goes on there', async () => {
    const first = await page(logs, { direction: 'newest-first', found: 4 });
    expect([first.records.map(name), first.stoppedBy]).toEqual([['1@5', '0@2', '1@1', '0@1'], 'found']);
    const second = await page(logs, { direction: 'newest-first', found: 4 }, first.place);
    expect([second.records.map(name), second.stoppedBy]).toEqual([['1@0', '0@0'], 'end']);
  });

  it('says how many it looked at when it found nothing', async () => {
    const result = await page(logs, { direction: 'newest-first', type: 'Nothing', looked: 3 });
    expect([result.records, result.looked, result.stoppedBy]).toEqual([[], 3, 'looked']);
    expect(result.place).toBeDefined();
  });

  it('gets further with each answer even when every record is beyond the bound', async () => {
    const all = await pages(logs, { direction: 'newest-first', bytes: 1, found: 1 });
    expect(all.map(name)).toEqual(['1@5', '0@2', '1@1', '0@1', '1@0', '0@0']);
  });

  it('does not pass over what a transaction keeps to itself: the next reading begins there', async () => {
    const held: Logs = [[record(0, 0, 10), record(0, 1, 20)], [record(1, 0, 15)]];
    const log = logOf(held, [9n, 1n]);
    const ranges = [9n, 1n].map((end, partition) => ({ topic: 't', partition, start: 0n, end }));
    const limits = { found: 3, looked: 100, bytes: 1e9, milliseconds: 1e9 };
    const signal = new AbortController().signal;
    const options = { log, ranges, filter: {}, limits, signal, now: () => 0 };
    const forwards = await scan({ ...options, direction: 'oldest-first' });
    expect([forwards.records.map(name), forwards.stoppedBy]).toEqual([['0@0', '1@0', '0@1'], 'found']);
    expect(forwards.place?.get(0)).toBe(2n);
    const backwards = await scan({ ...options, direction: 'newest-first' });
    expect(backwards.records.map(name)).toEqual(['0@1', '1@0', '0@0']);
  });

  it('holds no more than a little of records that are large, and shows each all the same', async () => {
    const large = Array.from({ length: 12 }, (_, n) => ({
      ...record(0, n, n),
      value: Buffer.alloc(400_000),
    }));
    const first = await page([large], { direction: 'newest-first', found: 5 });
    expect(first.records.map(name)).toEqual([11, 10, 9, 8, 7].map((n) => `0@${n}`));
    const all = await pages([large], { direction: 'newest-first', found: 5 });
    expect(all.map(name)).toEqual(large.map(name).reverse());
  });

  it.each<[string, Partial<ScanOptions['limits']>, number]>([
    ['bytes', { bytes: 2e6 }, 8e6],
    ['time', { milliseconds: 3 }, 6e6],
    ['what is found', {}, 16e6],
  ])(
    'reads little beyond its bound (%s) when records are far larger than thought',
    async (_, bound, most) => {
      const value = Buffer.alloc(800_000);
      const large = Array.from({ length: 400 }, (_, n) => ({ ...record(0, n, n), value }));
      let [fetched, clock] = [0, 0];
      const memory = logOf([large], [400n], 1);
      const log: KafkaLog = {
        ...memory,
        fetch: async (what) => {
          const batch = await memory.fetch(what);
          fetched += batch.records.length * value.length;
          clock += 1;
          return batch;
        },
      };
      const options = {
        log,
        ranges: [{ topic: 't', partition: 0, start: 0n, end: 400n }],
        direction: 'newest-first' as const,
        filter: {},
        limits: { found: 150, looked: 1e5, bytes: 1e9, milliseconds: 1e9, ...bound },
        signal: new AbortController().signal,
        now: () => clock,
      };
      if (Object.keys(bound).length === 0) options.limits.found = 1;
      const { records, place } = await scan(options);
      expect(records.map(name)[0]).toBe('0@399');
      expect(place?.get(0)).toBeLessThan(400n);
      expect(fetched).toBeLessThan(most);
    },
  );

  it('ends when nobody waits any more', async () => {
    const signal = AbortSignal.abort(new Error('gone'));
    const log = logOf(logs, [3n, 6n]);
    const ranges = [{ topic: 't', partition: 0, start: 0n, end: 3n }];
    const limits = { found: 1, looked: 1, bytes: 1, milliseconds: 1 };
    const options = {
      log,
      ranges,
      direction: 'newest-first' as const,
      filter: {},
      limits,
      signal,
      now: () => 0,
    };
    expect(await scan(options)).toMatchObject({ records: [], looked: 0, stoppedBy: 'time' });
  });

  it('shows each record once in both directions, whatever the pages, gaps and bounds', async () => {
    const log = fc.array(fc.tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 20 })), {
      maxLength: 60,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(log, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom<Direction>('newest-first', 'oldest-first'),
        async (drawn, found, looked, direction) => {
          const given = drawn.map((steps, partition) => {
            let [offset, time] = [-1, 0];
            return steps.map(([gap, later]) => record(partition, (offset += gap), (time += later)));
          });
          const shown = await pages(given, { direction, found, looked });
          const times = shown.map(({ timestamp }) => timestamp);
          const sign = direction === 'newest-first' ? -1 : 1;
          expect(shown.map(name).sort()).toEqual(given.flat().map(name).sort());
          expect(times).toEqual([...times].sort((a, b) => sign * (a - b)));
        },
      ),
      { numRuns: 60 },
    );
  });
});
