// What changed between two JSON documents, as a JSON Merge Patch (RFC 7396). The documents hold no null: it means "gone".

export type Json = string | number | boolean | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json | undefined;
}
export type MergePatch = { readonly [name: string]: Json | null | MergePatch };

/** The patch from one document to another; undefined when nothing changed. Arrays are replaced whole. */
export function mergePatchOf(before: JsonObject, after: JsonObject): MergePatch | undefined {
  const changes: [string, Json | null | MergePatch][] = [];
  for (const name of Object.keys(before)) {
    if (before[name] !== undefined && valueOf(after, name) === undefined) changes.push([name, null]);
  }
  for (const [name, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const old = valueOf(before, name);
    if (isObject(value) && isObject(old)) {
      const inner = mergePatchOf(old, value);
      if (inner !== undefined) changes.push([name, inner]);
    } else if (!isEqual(old, value)) changes.push([name, value]);
  }
  return changes.length === 0 ? undefined : Object.fromEntries(changes);
}

/** The document after a patch. */
export function applyMergePatch(document: JsonObject, patch: MergePatch): JsonObject {
  const merged = new Map(Object.entries(document));
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) merged.delete(name);
    else if (isPatch(change)) {
      const old = merged.get(name);
      merged.set(name, applyMergePatch(isObject(old) ? old : {}, change));
    } else merged.set(name, change);
  }
  return Object.fromEntries(merged);
}

/** Its own, not what every object has. */
function valueOf(object: JsonObject, name: string): Json | undefined {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}

function isPatch(change: Json | MergePatch): change is MergePatch {
  return typeof change === 'object' && !Array.isArray(change);
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && !Array.isArray(value);
}

function isEqual(one: Json | undefined, other: Json): boolean {
  return one === other || (typeof one === 'object' && JSON.stringify(one) === JSON.stringify(other));
}
