// What an expression can compute with: JSON's values plus CEL's 64-bit integers, and failures as values.

/** A CEL value. `number` is CEL's double, `bigint` its int; maps are plain objects with string keys. */
export type Value =
  null | boolean | number | bigint | string | readonly Value[] | { readonly [key: string]: Value };

/** What vars, commands and journals hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

export type FailureCode =
  | 'no-such-key'
  | 'no-such-overload'
  | 'division-by-zero'
  | 'overflow'
  | 'out-of-range'
  | 'not-json'
  | 'wrong-type'
  | 'too-costly';

/** Why an expression has no value. Returned, not thrown: a missing field is ordinary, and a stack trace costs more than the rest. */
export class Failure {
  constructor(
    readonly code: FailureCode,
    readonly detail: string,
  ) {}
}

/** True for maps (and for decoded Avro records, which are objects with own fields). */
export function isMap(value: Value): value is { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** CEL's equality: numbers compare by value across int and double, different types are unequal. */
export function equals(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return typeof a !== typeof b && !(a < b) && !(a > b) && !Number.isNaN(a);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isList(a) || isList(b)) {
    return (
      isList(a) &&
      isList(b) &&
      a.length === b.length &&
      a.every((item, index) => equals(item, b[index] ?? null))
    );
  }
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equals(a[key]!, b[key]!))
  );
}

/** True for both of CEL's number types that occur here. */
export function isNumeric(value: Value): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

/** Array.isArray does not narrow readonly arrays out of a union; this does. */
export function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

/** The value as JSON keeps it: ints become numbers. Fails for what JSON cannot say. */
export function toJson(value: Value): Json | Failure {
  switch (typeof value) {
    case 'bigint': {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : new Failure('not-json', 'an integer beyond 2^53');
    }
    case 'number':
      return Number.isFinite(value) ? value + 0 : new Failure('not-json', 'a number that is not finite');
    case 'object':
      return value === null ? null : structureToJson(value);
    default:
      return value;
  }
}

function structureToJson(value: readonly Value[] | { readonly [key: string]: Value }): Json | Failure {
  if (isList(value)) {
    const list: Json[] = [];
    for (const item of value) {
      const json = toJson(item);
      if (json instanceof Failure) return json;
      list.push(json);
    }
    return list;
  }
  const map: Record<string, Json> = {};
  for (const key of Object.keys(value)) {
    const json = toJson(value[key]!);
    if (json instanceof Failure) return json;
    map[key] = json;
  }
  return map;
}
