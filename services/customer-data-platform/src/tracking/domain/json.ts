// JSON as it comes from outside: its type, and walks that no depth of nesting can overflow.
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** True for `{…}`, not for arrays and null. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether objects and arrays are nested deeper than `limit`. Walks without recursion: the depth is the attacker's. */
export function deeperThan(value: Json, limit: number): boolean {
  const open: { readonly value: Json; readonly depth: number }[] = [{ value, depth: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value !== 'object' || next.value === null) continue;
    if (next.depth > limit) return true;
    for (const inner of Object.values(next.value)) open.push({ value: inner, depth: next.depth + 1 });
  }
  return false;
}

/** A scalar with the path that leads to it: `address.city`, `products.0.sku`. */
export interface Leaf {
  readonly path: string;
  readonly value: null | boolean | number | string;
}

/**
 * The scalars of an object in the order they are written; an empty object or array has none. Only for values that
 * `deeperThan` let pass.
 */
export function leavesOf(object: JsonObject): readonly Leaf[] {
  const leaves: Leaf[] = [];
  const visit = (value: Json, path: string): void => {
    if (typeof value !== 'object' || value === null) {
      leaves.push({ path, value });
      return;
    }
    for (const [name, inner] of Object.entries(value)) visit(inner, path === '' ? name : `${path}.${name}`);
  };
  visit(object, '');
  return leaves;
}

/** Text that any database and UTF-8 can hold: U+0000 and half surrogate pairs become U+FFFD. */
export function storable(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', '\ufffd');
}
