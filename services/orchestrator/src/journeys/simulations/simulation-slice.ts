// Parts of a partition's customers: one with too many for the memory is read again for those that were left for later.

/** Customers whose hash ends with these bits. */
export interface Slice {
  readonly bits: number;
  readonly value: number;
}

export const WHOLE: Slice = { bits: 0, value: 0 };
const MAX_BITS = 20;

/** FNV-1a, 32 bits: spreads ids evenly, and costs little. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

export function inSlice({ bits, value }: Slice, profileId: string): boolean {
  return bits === 0 || (hashOf(profileId) & ((1 << bits) - 1)) === value;
}

/** The same customers in two parts. */
export function halves({ bits, value }: Slice): readonly [Slice, Slice] {
  if (bits >= MAX_BITS) throw new Error('too many customers of one hash');
  return [
    { bits: bits + 1, value },
    { bits: bits + 1, value: value | (1 << bits) },
  ];
}

/** Whether a customer belongs to a sample; the same ones every time. */
export function inSample(share: number, profileId: string): boolean {
  return share >= 1 || hashOf(`sample/${profileId}`) / 2 ** 32 < share;
}
