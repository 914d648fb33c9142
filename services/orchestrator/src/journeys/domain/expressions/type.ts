// What an expression's value can be, as far as definitions and schemas tell before anything runs.

/** `unknown` may be anything; `never` has no value (yet). An enum is a string of known symbols, and so is a literal. */
export type Type =
  | { readonly is: 'unknown' | 'never' | 'null' | 'bool' | 'int' }
  /** Every number from events, vars and profiles. */
  | { readonly is: 'double'; readonly format?: 'int' | 'long' | 'instant' }
  | {
      readonly is: 'string';
      readonly symbols?: readonly string[];
      /** The enum that the symbols belong to; a literal has none. */
      readonly enumeration?: string;
      readonly format?: 'uuid' | 'decimal';
    }
  | { readonly is: 'list'; readonly of: Type }
  | { readonly is: 'map'; readonly of: Type }
  | RecordType
  | { readonly is: 'union'; readonly of: readonly Type[] };

export interface RecordType {
  readonly is: 'record';
  /** As messages call it: the event's type, `profile`, `vars`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Type>;
  /** Fields that must be given where one is written. */
  readonly required?: ReadonlySet<string>;
  /** Other fields are possible; nothing is known of them. */
  readonly open?: boolean;
}

export const UNKNOWN: Type = { is: 'unknown' };
export const NEVER: Type = { is: 'never' };
export const NULL: Type = { is: 'null' };
export const BOOL: Type = { is: 'bool' };
export const INT: Type = { is: 'int' };
export const DOUBLE: Type = { is: 'double' };
export const STRING: Type = { is: 'string' };

const MAX_MEMBERS = 8;

/** The alternatives of a type, one by one. */
export function membersOf(type: Type): readonly Type[] {
  return type.is === 'union' ? type.of : [type];
}

/** Either of them. */
export function unionOf(types: readonly Type[]): Type {
  const members: Type[] = [];
  for (const type of types.flatMap(membersOf)) {
    if (type.is === 'unknown') return UNKNOWN;
    if (type.is !== 'never' && !members.some((other) => isSame(other, type))) members.push(type);
  }
  if (members.length > MAX_MEMBERS) return UNKNOWN;
  return members.length > 1 ? { is: 'union', of: members } : (members[0] ?? NEVER);
}

/** Without null: most operators have no use for it, and whether it is there only the run can tell. */
export function presentOf(type: Type): readonly Type[] {
  const members = membersOf(type);
  return members.length === 1 ? members : members.filter(({ is }) => is !== 'null');
}

/** What several assignments of one variable make of it: mixed kinds are unknown, null beside a kind is not. */
export function joined(a: Type, b: Type): Type {
  if (a.is === 'never' || isSame(a, b)) return b;
  if (b.is === 'never') return a;
  const [left, right] = [presentOf(a), presentOf(b)];
  const both = [...left, ...right].filter(({ is }) => is !== 'null');
  const kinds = new Set(both.map(({ is }) => is));
  if (kinds.size > 1 && !isSame(unionOf(left), unionOf(right))) return UNKNOWN;
  return unionOf([...merged(both), ...(canBeNull(a) || canBeNull(b) ? [NULL] : [])]);
}

function merged(types: readonly Type[]): readonly Type[] {
  const [first, ...rest] = types;
  if (first === undefined || rest.every((type) => isSame(first, type))) return types.slice(0, 1);
  if (first.is === 'string') return [STRING];
  if (first.is === 'double') return [DOUBLE];
  if (first.is === 'list' || first.is === 'map') return [{ is: first.is, of: UNKNOWN }];
  return types.length > 0 && first.is === 'record' ? [UNKNOWN] : types;
}

function canBeNull(type: Type): boolean {
  return membersOf(type).some(({ is }) => is === 'null');
}

/** What a value is once it was kept: ints are JSON's numbers, and a literal is any text. */
export function kept(type: Type): Type {
  switch (type.is) {
    case 'int':
      return DOUBLE;
    case 'string':
      return type.enumeration === undefined && type.symbols !== undefined ? STRING : type;
    case 'list':
    case 'map':
      return { is: type.is, of: kept(type.of) };
    case 'union':
      return unionOf(type.of.map(kept));
    case 'record':
      return { ...type, fields: new Map([...type.fields].map(([name, field]) => [name, kept(field)])) };
    default:
      return type;
  }
}

function isSame(a: Type, b: Type): boolean {
  if (a === b) return true;
  if (a.is !== b.is) return false;
  if (a.is === 'string' && b.is === 'string') {
    return (
      a.symbols?.join() === b.symbols?.join() && a.enumeration === b.enumeration && a.format === b.format
    );
  }
  if (a.is === 'double' && b.is === 'double') return a.format === b.format;
  if ((a.is === 'list' && b.is === 'list') || (a.is === 'map' && b.is === 'map')) return isSame(a.of, b.of);
  if (a.is === 'record' && b.is === 'record') return a.fields === b.fields;
  if (a.is === 'union' && b.is === 'union') {
    return a.of.length === b.of.length && a.of.every((type) => b.of.some((other) => isSame(type, other)));
  }
  return a.is !== 'record' && a.is !== 'union' && a.is !== 'list' && a.is !== 'map';
}

export function isNumber(type: Type): boolean {
  return type.is === 'int' || type.is === 'double';
}

/** False only when values of these types are never equal. */
export function mayEqual(a: Type, b: Type): boolean {
  return membersOf(a).some((left) => membersOf(b).some((right) => pairMayEqual(left, right)));
}

function pairMayEqual(a: Type, b: Type): boolean {
  const free = (type: Type): boolean => ['unknown', 'never', 'null'].includes(type.is);
  if (free(a) || free(b)) return true;
  if (isNumber(a) && isNumber(b)) return true;
  if (a.is === 'string' && b.is === 'string') return shareSymbol(a.symbols, b.symbols);
  const shaped = (type: Type): boolean => type.is === 'map' || type.is === 'record';
  return a.is === b.is || (shaped(a) && shaped(b));
}

function shareSymbol(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return a === undefined || b === undefined || a.some((symbol) => b.includes(symbol));
}

/** As messages say it. */
export function describe(type: Type): string {
  switch (type.is) {
    case 'int':
      return 'int';
    case 'double':
      return type.format === 'instant' ? 'number (milliseconds)' : 'number';
    case 'string':
      if (type.symbols === undefined) return type.format === undefined ? 'string' : `string (${type.format})`;
      return type.symbols.length === 1 && type.enumeration === undefined
        ? `'${type.symbols[0] ?? ''}'`
        : `one of ${type.symbols.join(', ')}`;
    case 'list':
      return `list of ${describe(type.of)}`;
    case 'map':
      return `map of ${describe(type.of)}`;
    case 'record':
      return type.name === '' ? 'map' : type.name;
    case 'union':
      return type.of.map(describe).join(' or ');
    default:
      return type.is;
  }
}
