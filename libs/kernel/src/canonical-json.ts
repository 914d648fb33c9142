// One spelling per value, so that journals and hashes can be compared byte by byte.

/**
 * JSON with object keys in code-unit order and no insignificant white space (the ordering of RFC 8785;
 * numbers as ECMAScript prints them). `undefined` members are left out, as JSON.stringify does.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) => {
    if (inner === null || typeof inner !== 'object' || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
