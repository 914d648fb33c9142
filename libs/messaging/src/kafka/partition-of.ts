// Which partition a key belongs to: the same answer as every stock client's default, but over the contract's count.

const seed = 0x9747b28c;
const multiplier = 0x5bd1e995;

/** murmur2 as Apache Kafka's clients compute it, as an unsigned number without the sign bit. */
export function murmur2(data: Uint8Array): number {
  const length = data.length;
  let hash = seed ^ length;
  const whole = length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let word =
      byte(data, at) | (byte(data, at + 1) << 8) | (byte(data, at + 2) << 16) | (byte(data, at + 3) << 24);
    word = Math.imul(word, multiplier);
    word = Math.imul(word ^ (word >>> 24), multiplier);
    hash = Math.imul(hash, multiplier) ^ word;
  }
  hash = withTail(hash, data, whole);
  hash = Math.imul(hash ^ (hash >>> 13), multiplier);
  return (hash ^ (hash >>> 15)) & 0x7fffffff;
}

/**
 * The partition of a key in a topic with this many partitions. The count comes from the contract, never from the
 * broker: a topic that was grown by hand keeps its keys in order. Records without a key go to partition 0.
 */
export function partitionOf(key: Uint8Array | null, partitions: number): number {
  return key === null || partitions === 1 ? 0 : murmur2(key) % partitions;
}

function withTail(hash: number, data: Uint8Array, whole: number): number {
  const left = data.length - whole;
  if (left === 0) return hash;
  let mixed = hash;
  if (left === 3) mixed ^= byte(data, whole + 2) << 16;
  if (left >= 2) mixed ^= byte(data, whole + 1) << 8;
  return Math.imul(mixed ^ byte(data, whole), multiplier);
}

function byte(data: Uint8Array, at: number): number {
  return data[at] ?? 0;
}
