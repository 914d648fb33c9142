// Random draws that a seed repeats: what a failing run did can be done again.

export interface Draws {
  /** In [0, 1). */
  next(): number;
  /** A whole number from 0 to `end` - 1. */
  below(end: number): number;
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
}

/** A stream of draws that depends on the seed alone (mulberry32). */
export function seeded(seed: number): Draws {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (end: number): number => Math.floor(next() * end);
  return {
    next,
    below,
    between: (least, most) => least + below(most - least + 1),
    pick: (list) => {
      const one = list[below(list.length)];
      if (one === undefined) throw new RangeError('nothing to pick from');
      return one;
    },
  };
}
