// Where a scan of several partitions goes on: one offset for each, as texts that fit into a cursor.

/** By partition: the newest-first scan goes on below it, the oldest-first scan from it on. */
export type ScanPlace = ReadonlyMap<number, bigint>;

export function placeTexts(place: ScanPlace): readonly string[] {
  return [...place].map(([partition, offset]) => `${partition}:${offset}`);
}

/** Undefined for what is no place: not that form, a partition twice. */
export function placeOf(texts: readonly string[]): ScanPlace | undefined {
  const place = new Map<number, bigint>();
  for (const text of texts) {
    const match = /^(\d{1,6}):(\d{1,19})$/.exec(text);
    if (match === null) return undefined;
    const partition = Number(match[1]);
    if (place.has(partition)) return undefined;
    place.set(partition, BigInt(match[2] ?? '0'));
  }
  return place;
}
