// Whether a value may stand where a schema wants a type: by its type at publication, by itself when it is sent.
import { describe, isNumber, membersOf, type RecordType, type Type } from './type.js';
import type { Json } from './value.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const DECIMAL = /^-?\d{1,40}(\.\d{1,20})?$/;
const FIRST_INSTANT = -62_135_596_800_000;
const LAST_INSTANT = 253_402_300_799_999;
const INT_BOUND = 2 ** 31;

/** Why values of this type never fit; null when some do. */
export function misfit(value: Type, target: Type): string | null {
  if (value.is === 'unknown' || value.is === 'never' || target.is === 'unknown') return null;
  const wants = membersOf(target);
  let first: string | null = null;
  for (const given of membersOf(value)) {
    for (const want of wants) {
      const why = pairMisfit(given, want);
      if (why === null) return null;
      if (first === null || why.length > first.length) first = why;
    }
  }
  return wants.length === 1 ? first : `wants ${describe(target)}, is given ${describe(value)}`;
}

function pairMisfit(given: Type, want: Type): string | null {
  const no = `wants ${describe(want)}, is given ${describe(given)}`;
  if (given.is === 'unknown' || want.is === 'unknown') return null;
  if (isNumber(given)) return isNumber(want) ? null : no;
  switch (given.is) {
    case 'string':
      return want.is === 'string' && couldBe(given.symbols, want) ? null : no;
    case 'list':
      return want.is === 'list' ? misfit(given.of, want.of) : no;
    case 'map':
      if (want.is === 'record') return null;
      return want.is === 'map' ? misfit(given.of, want.of) : no;
    case 'record':
      return recordMisfit(given, want) ?? null;
    default:
      return given.is === want.is ? null : no;
  }
}

function couldBe(symbols: readonly string[] | undefined, want: Type & { readonly is: 'string' }): boolean {
  if (symbols === undefined) return true;
  return symbols.some((symbol) => textFits(symbol, want));
}

function textFits(text: string, want: Type & { readonly is: 'string' }): boolean {
  if (want.symbols !== undefined && !want.symbols.includes(text)) return false;
  if (want.format === 'uuid') return UUID.test(text);
  return want.format !== 'decimal' || DECIMAL.test(text);
}

function recordMisfit(given: RecordType, want: Type): string | null {
  if (want.is === 'map') return firstOf(given.fields, (field) => misfit(field, want.of));
  if (want.is !== 'record') return `wants ${describe(want)}, is given ${describe(given)}`;
  if (given.open) return null;
  const missing = [...(want.required ?? [])].find((name) => !given.fields.has(name));
  if (missing !== undefined) return `lacks ${missing}`;
  const extra = [...given.fields.keys()].find((name) => !want.fields.has(name));
  if (extra !== undefined && !want.open) return `has no field ${extra}`;
  return firstOf(given.fields, (field, name) => {
    const target = want.fields.get(name);
    return target === undefined ? null : misfit(field, target);
  });
}

function firstOf(
  fields: ReadonlyMap<string, Type>,
  why: (field: Type, name: string) => string | null,
): string | null {
  for (const [name, field] of fields) {
    const found = why(field, name);
    if (found !== null) return `${name} ${found}`;
  }
  return null;
}

/** Whether a value may be written as this type. What is not known is left to who writes it. */
export function fits(value: Json | undefined, type: Type): boolean {
  switch (type.is) {
    case 'unknown':
      return true;
    case 'never':
      return false;
    case 'null':
      return value === null || value === undefined;
    case 'bool':
      return typeof value === 'boolean';
    case 'int':
    case 'double':
      return typeof value === 'number' && numberFits(value, type.is === 'double' ? type.format : 'long');
    case 'string':
      return typeof value === 'string' && value.isWellFormed() && textFits(value, type);
    case 'union':
      return type.of.some((member) => fits(value, member));
    case 'list':
      return Array.isArray(value) && value.every((item: Json) => fits(item, type.of));
    default:
      return (
        typeof value === 'object' &&
        value !== null &&
        !Array.isArray(value) &&
        mapFits(value as JsonMap, type)
      );
  }
}

type JsonMap = { readonly [key: string]: Json };

function numberFits(value: number, format: 'int' | 'long' | 'instant' | undefined): boolean {
  if (format === 'int') return Number.isInteger(value) && value >= -INT_BOUND && value < INT_BOUND;
  if (format === 'long') return Number.isSafeInteger(value);
  if (format === 'instant') return Number.isInteger(value) && value >= FIRST_INSTANT && value <= LAST_INSTANT;
  return Number.isFinite(value);
}

function mapFits(value: JsonMap, type: Type & { readonly is: 'map' | 'record' }): boolean {
  if (type.is === 'map') return Object.values(value).every((item) => fits(item, type.of));
  return [...type.fields].every(
    ([name, field]) => (value[name] === undefined && !type.required?.has(name)) || fits(value[name], field),
  );
}
