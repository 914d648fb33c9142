// One spelling per value, so that journals and hashes can be compared byte by byte.

/**
 * JSON with object keys in code-unit order and no insignificant white space (the ordering of RFC 8785;
 * numbers as ECMAScript prints them). `undefined` members are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value));
}

/** The same value with its keys in order; what is in order already is not copied, and mostly it is. */
function ordered(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return ordered(value.toJSON());
  if (Array.isArray(value)) return orderedList(value);
  const entries = Object.entries(value as Readonly<Record<string, unknown>>);
  let isOrdered = true;
  let before = '';
  for (const entry of entries) {
    const [key, inner] = entry;
    const own = ordered(inner);
    if (own !== inner || key < before) isOrdered = false;
    entry[1] = own;
    before = key;
  }
  if (isOrdered) return value;
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function orderedList(list: readonly unknown[]): readonly unknown[] {
  const own = list.map(ordered);
  return own.every((each, at) => each === list[at]) ? list : own;
}
