// How long steps take, kept as a histogram: a few numbers per step and day, whatever the number of instances.

/** Each bucket ends five percent later than the one before. */
const GROWTH = Math.log(1.05);
/** The time is not known. */
export const NO_TIME = -1;

/** The bucket of a stay (ms). */
export function bucketOf(stay: number): number {
  return stay < 1 ? 0 : Math.floor(Math.log(stay) / GROWTH) + 1;
}

/** Where a bucket ends (ms). */
export function endOf(bucket: number): number {
  return Math.exp(bucket * GROWTH);
}

/** How many stays each bucket has. */
export type Histogram = ReadonlyMap<number, number>;

export function countOf(histogram: Histogram): number {
  let count = 0;
  for (const [bucket, stays] of histogram) if (bucket !== NO_TIME) count += stays;
  return count;
}

/** The end of the bucket in which the stay of this rank (from 1) lies. */
export function stayAt(histogram: Histogram, rank: number): number {
  let seen = 0;
  const buckets = [...histogram].filter(([bucket]) => bucket !== NO_TIME).sort(([a], [b]) => a - b);
  for (const [bucket, stays] of buckets) {
    seen += stays;
    if (seen >= rank) return endOf(bucket);
  }
  return endOf(buckets.at(-1)?.[0] ?? 0);
}
