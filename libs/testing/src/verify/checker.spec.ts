// A checker that cannot fail proves nothing: each fault it is there for is put in by hand and must be named.
import { check, type LoggedRecord, type Observation } from './checker.js';
import { bucketOf } from './pipeline-contract.js';

const operations = [
  ['op-1', 'item-0'],
  ['op-2', 'item-0'],
  ['op-3', 'item-1'],
] as const;
const record = (at: number, key: string, version: number, about: string): LoggedRecord => ({
  partition: 0,
  publisher: 'verify/one',
  sequence: at,
  key,
  version,
  about,
});

/** Three changes of two items, counted, without a fault. */
function observation(): Observation & { history: { asked: Set<string>; ends: Map<string, 'acknowledged'> } } {
  const changes = [
    { item: 'item-0', version: 1 },
    { item: 'item-0', version: 2 },
    { item: 'item-1', version: 1 },
  ];
  const buckets = new Map<string, number>();
  const counted = changes.map(({ item, version }, at) => {
    const bucket = bucketOf({ item, version });
    buckets.set(bucket, (buckets.get(bucket) ?? 0) + 1);
    return record(at + 1, bucket, buckets.get(bucket) ?? 0, `${item}/${version}`);
  });
  return {
    history: {
      asked: new Set(operations.map(([id]) => id)),
      ends: new Map(operations.map(([id]) => [id, 'acknowledged'] as const)),
    },
    committed: new Map(operations),
    items: new Map([
      ['item-0', 2],
      ['item-1', 1],
    ]),
    buckets,
    firstLog: changes.map(({ item, version }, at) => record(at + 1, item, version, `op-${at + 1}`)),
    secondLog: counted,
    applied: [
      ...changes.map(({ item, version }) => ({ hop: 1 as const, key: item, version })),
      ...counted.map(({ key, version }) => ({ hop: 2 as const, key, version })),
    ],
    parked: 0,
  };
}

it('finds nothing in a run that kept its promises, repetitions included', () => {
  const seen = observation();
  const repeated = { ...seen, firstLog: [...seen.firstLog, ...seen.firstLog.slice(0, 2)] };
  expect(check(repeated)).toMatchObject({
    faults: [],
    acknowledged: 3,
    repeated: 2,
    published: 8,
    applied: 6,
  });
});

it.each<[string, (seen: ReturnType<typeof observation>) => Partial<Observation>, RegExp]>([
  [
    'a lost record',
    (seen) => ({ firstLog: seen.firstLog.slice(1) }),
    /op-1 was committed and never published/,
  ],
  [
    'records out of order',
    ({ firstLog: [one, two, three] }) => ({
      firstLog: [{ ...two!, sequence: 1 }, { ...one!, sequence: 2 }, three!],
    }),
    /published of item item-0: 2 in the place of 1/,
  ],
  [
    'a record published again under a new stamp',
    (seen) => ({ firstLog: [...seen.firstLog, { ...seen.firstLog[1]!, sequence: 9 }] }),
    /published of item item-0: 2 twice/,
  ],
  [
    'a record of a change that was rolled back',
    (seen) => ({ firstLog: [...seen.firstLog, record(9, 'item-1', 2, 'op-9')] }),
    /op-9 was published and not committed/,
  ],
  [
    'an effect that is there twice',
    (seen) => ({ applied: [...seen.applied, seen.applied[1]!] }),
    /applied of item item-0: 2 twice/,
  ],
  ['a lost effect', (seen) => ({ applied: seen.applied.slice(0, -1) }), /applied of bucket .*: missing/],
  [
    'an event counted twice by the next hop',
    (seen) => ({ buckets: new Map([...seen.buckets, ['bucket-0', 7]]) }),
    /the buckets counted/,
  ],
  [
    'an acknowledged change that is gone',
    (seen) => ({ committed: new Map([...seen.committed].slice(1)) }),
    /op-1 was acknowledged and is not in the database/,
  ],
  ['a parked record', () => ({ parked: 1 }), /1 records were parked/],
  [
    'a run in which little was acknowledged',
    (seen) => ({ history: { ...seen.history, asked: new Set([...seen.history.asked, 'op-4', 'op-5']) } }),
    /only 3 of 5 operations were acknowledged/,
  ],
])('names %s', (_what, broken, fault) => {
  const seen = observation();
  expect(check({ ...seen, ...broken(seen) }).faults).toEqual(
    expect.arrayContaining([expect.stringMatching(fault)]),
  );
});
