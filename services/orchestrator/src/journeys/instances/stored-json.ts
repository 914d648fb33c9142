// Stored JSON (an instance's state, an entry of its journal) in statements that look into it.

/** Postgres looks into no JSON that has a U+0000 anywhere, and what a customer said may have one: it finds a blank there. */
export function storedJson(column: string): string {
  return `replace(${column}, '\\u0000', '\\u0020')::json`;
}
