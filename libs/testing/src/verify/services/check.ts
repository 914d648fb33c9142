// One row of the table at the end: what was wanted, what was found, and what is wrong with it.

export interface Check {
  readonly what: string;
  readonly wanted: number;
  readonly found: number;
  /** Effects that are there more than once. */
  readonly doubled: number;
  /** In words; empty when it is as it should be. */
  readonly faults: readonly string[];
}

const SHOWN = 5;

/** A check of a rule that has no count of its own. */
export function ruleCheck(what: string, looked: number, faults: readonly string[]): Check {
  return { what, wanted: looked, found: looked - faults.length, doubled: 0, faults };
}

/**
 * Effects by marker against what was asked: what was acknowledged is there once, what was not may be, and nothing is
 * there twice or unasked.
 */
export function onceEach(
  what: string,
  asked: ReadonlyMap<string, boolean>,
  found: ReadonlyMap<string, number>,
): Check {
  const faults: string[] = [];
  let doubled = 0;
  for (const [marker, acknowledged] of asked)
    if (acknowledged && !found.has(marker)) faults.push(`${marker} was acknowledged and is not there`);
  for (const [marker, times] of found) {
    if (!asked.has(marker)) faults.push(`${marker} was never asked for`);
    if (times === 1) continue;
    doubled += 1;
    faults.push(`${marker} is there ${times} times`);
  }
  const wanted = [...asked.values()].filter(Boolean).length;
  return { what, wanted, found: found.size, doubled, faults };
}

export function countBy<T>(
  list: Iterable<T>,
  markerOf: (one: T) => string | undefined,
): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const one of list) {
    const marker = markerOf(one);
    if (marker !== undefined) counts.set(marker, (counts.get(marker) ?? 0) + 1);
  }
  return counts;
}

export function groupBy<T>(
  list: Iterable<T>,
  keyOf: (one: T) => string | undefined,
): ReadonlyMap<string, readonly T[]> {
  const groups = new Map<string, T[]>();
  for (const one of list) {
    const key = keyOf(one);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [one]);
    else group.push(one);
  }
  return groups;
}

/** The table for people. */
export function tableOf(checks: readonly Check[]): string[] {
  const width = Math.max(...checks.map(({ what }) => what.length));
  return checks.flatMap(({ what, wanted, found, doubled, faults }) => {
    const verdict = faults.length === 0 ? 'ok' : `${faults.length} FAULTS`;
    const row = `${what.padEnd(width)}  ${String(wanted).padStart(7)} ${String(found).padStart(7)} ${String(doubled).padStart(7)}  ${verdict}`;
    const more = faults.length > SHOWN ? [`    and ${faults.length - SHOWN} more`] : [];
    return [row, ...faults.slice(0, SHOWN).map((fault) => `    ${fault}`), ...more];
  });
}

export function tableHead(checks: readonly Check[]): string {
  const width = Math.max(...checks.map(({ what }) => what.length));
  return `${''.padEnd(width)}  ${'wanted'.padStart(7)} ${'found'.padStart(7)} ${'doubled'.padStart(7)}`;
}
