// Lists of which it is known that something is in them.

/** At least one. */
export type Some<T> = readonly [T, ...T[]];

export function isSome<T>(items: readonly T[]): items is Some<T> {
  return items.length > 0;
}
