// The events of the pipeline that is put to the test: an item changes, and the bucket it falls into counts it.
import { defineContract, type Contract, type EventSchema } from '@continuo/contracts';

export const FIRST_HOP = 'verify.items';
export const SECOND_HOP = 'verify.buckets';
export const PARTITIONS = 4;
export const ITEMS = Array.from({ length: 12 }, (_, n) => `item-${n}`);
export const BUCKETS = ['bucket-0', 'bucket-1', 'bucket-2'];

export const ITEM_CHANGED = 'continuo.verify.ItemChanged.v1';
export const BUCKET_CHANGED = 'continuo.verify.BucketChanged.v1';

export interface ItemChanged {
  readonly item: string;
  readonly version: number;
  readonly operation: string;
}

export interface BucketChanged {
  readonly bucket: string;
  readonly version: number;
  /** What was counted: `item/version`. */
  readonly counted: string;
}

const schemas: EventSchema[] = [
  {
    type: 'record',
    namespace: 'continuo.verify',
    name: 'ItemChanged',
    doc: 'An item got its next version.',
    fields: [
      { name: 'item', type: 'string', pii: false },
      { name: 'version', type: 'int', pii: false },
      { name: 'operation', type: 'string', pii: false },
    ],
  },
  {
    type: 'record',
    namespace: 'continuo.verify',
    name: 'BucketChanged',
    doc: 'A bucket counted one more change of an item.',
    fields: [
      { name: 'bucket', type: 'string', pii: false },
      { name: 'version', type: 'int', pii: false },
      { name: 'counted', type: 'string', pii: false },
    ],
  },
];

/** Both hops; each event's key is what its order is promised for. */
export function pipelineContract(): Contract {
  const topic = { owner: 'verify', about: 'none', partitions: PARTITIONS, retentionMs: 3_600_000 } as const;
  const rest = { cleanup: 'delete', forwards: [], producers: ['verify'] } as const;
  return defineContract({
    schemas,
    topics: [
      {
        ...topic,
        ...rest,
        name: FIRST_HOP,
        doc: 'Changes of items.',
        key: { is: 'the item', from: ['value.item'] },
        types: ['continuo.verify.ItemChanged'],
        consumers: ['first'],
      },
      {
        ...topic,
        ...rest,
        name: SECOND_HOP,
        doc: 'What buckets counted.',
        key: { is: 'the bucket', from: ['value.bucket'] },
        types: ['continuo.verify.BucketChanged'],
        consumers: ['second'],
      },
    ],
  });
}

/** An item's versions are spread over the buckets, so that the writers of all partitions contend for each of them. */
export function bucketOf({ item, version }: Pick<ItemChanged, 'item' | 'version'>): string {
  const number = Number(item.split('-')[1]) + version;
  return BUCKETS[number % BUCKETS.length] ?? 'bucket-0';
}
