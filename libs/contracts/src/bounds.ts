// Bytes are measured before they are decoded: a hostile count would otherwise make the decoder loop for hours or fill memory.
import type { AvroComplex, AvroRecord, AvroSchema } from './definitions.js';

/** Throws a RangeError unless the bytes from there on are exactly one value of the schema; builds nothing. */
export type BoundsCheck = (avro: Buffer, from: number) => void;

/** Where the value that begins at `at` ends. */
type Skip = (avro: Buffer, at: number) => number;

/** The check of a schema; undefined where no count can run away, because nothing in it repeats. */
export function boundsCheckOf(schema: AvroRecord): BoundsCheck | undefined {
  if (!repeats(schema)) return undefined;
  const skip = skipOf(schema, new Map(), schema.namespace);
  return (avro, from) => {
    const end = skip(avro, from);
    if (end > avro.length) throw new RangeError('truncated buffer');
    if (end < avro.length) throw new RangeError('trailing data');
  };
}

function repeats(schema: AvroSchema): boolean {
  if (typeof schema === 'string') return !(schema in fixedSkips) && !(schema in lengthPrefixed);
  if (isUnion(schema)) return schema.some(repeats);
  if (schema.type === 'record') return schema.fields.some(({ type }) => repeats(type));
  return schema.type === 'array' || schema.type === 'map';
}

const varint: Skip = (avro, at) => {
  let pos = at;
  while ((avro[pos] ?? 0) & 0x80) pos += 1;
  return pos + 1;
};

const bytes: Skip = (avro, at) => {
  const length = longAt(avro, at);
  if (length < 0 || length > avro.length) throw new RangeError('truncated buffer');
  return varint(avro, at) + length;
};

const fixedSkips: Readonly<Record<string, Skip>> = {
  null: (_avro, at) => at,
  boolean: (_avro, at) => at + 1,
  int: varint,
  long: varint,
  float: (_avro, at) => at + 4,
  double: (_avro, at) => at + 8,
};
const lengthPrefixed: Readonly<Record<string, Skip>> = { bytes, string: bytes };

/** `named` lets a schema contain itself: a name is looked up when it is met in the bytes, not when it is compiled. */
function skipOf(schema: AvroSchema, named: Map<string, Skip>, namespace: string | undefined): Skip {
  if (typeof schema === 'string') return namedSkip(schema, named, namespace);
  if (isUnion(schema)) return unionSkip(schema.map((branch) => skipOf(branch, named, namespace)));
  switch (schema.type) {
    case 'record':
      return recordSkip(schema, named, namespace);
    case 'array':
      return blocksSkip(skipOf(schema.items, named, namespace));
    case 'map':
      return blocksSkip(pairSkip(skipOf(schema.values, named, namespace)));
    case 'enum':
      return remember(schema, varint, named, namespace);
    case 'fixed':
      return remember(schema, (_avro, at) => at + schema.size, named, namespace);
    default:
      return skipOf(schema.type, named, namespace);
  }
}

function namedSkip(name: string, named: ReadonlyMap<string, Skip>, namespace: string | undefined): Skip {
  const primitive = fixedSkips[name] ?? lengthPrefixed[name];
  if (primitive) return primitive;
  return (avro, at) => {
    const skip = named.get(name) ?? named.get(`${namespace}.${name}`);
    if (!skip) throw new RangeError(`no type ${name}`);
    return skip(avro, at);
  };
}

function recordSkip(schema: AvroRecord, named: Map<string, Skip>, namespace: string | undefined): Skip {
  const own = schema.namespace ?? namespace;
  const skips = schema.fields.map(({ type }) => skipOf(type, named, own));
  const skip: Skip = (avro, at) => {
    let pos = at;
    for (const field of skips) pos = field(avro, pos);
    return pos;
  };
  return remember(schema, skip, named, namespace);
}

function unionSkip(branches: readonly Skip[]): Skip {
  return (avro, at) => {
    const branch = branches[longAt(avro, at)];
    if (!branch) throw new RangeError('invalid union index');
    return branch(avro, varint(avro, at));
  };
}

function pairSkip(value: Skip): Skip {
  return (avro, at) => value(avro, bytes(avro, at));
}

/**
 * Arrays and maps come in blocks; a negative count is followed by the block's size. No item is smaller than a byte. The size
 * must be right: by it a decoder passes over a field that it has no use for, and a negative one would lead it back for ever.
 */
function blocksSkip(item: Skip): Skip {
  return (avro, at) => {
    let pos = at;
    for (;;) {
      const count = longAt(avro, pos);
      pos = varint(avro, pos);
      if (count === 0) return pos;
      let size: number | undefined;
      if (count < 0) {
        size = longAt(avro, pos);
        pos = varint(avro, pos);
      }
      if (!(Math.abs(count) <= avro.length - pos)) throw new RangeError('truncated buffer');
      const first = pos;
      for (let left = Math.abs(count); left > 0; left -= 1) pos = item(avro, pos);
      if (size !== undefined && size !== pos - first) throw new RangeError('a block of another size');
    }
  };
}

/** A zigzag number; beyond 2^53 only its size matters, and that stays too large. */
function longAt(avro: Buffer, at: number): number {
  let value = 0;
  let factor = 1;
  for (let pos = at; ; pos += 1) {
    const byte = avro[pos] ?? 0;
    value += (byte & 0x7f) * factor;
    if (!(byte & 0x80)) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    factor *= 128;
  }
}

function remember(
  schema: Extract<AvroComplex, { name: string }>,
  skip: Skip,
  named: Map<string, Skip>,
  namespace: string | undefined,
): Skip {
  named.set(`${schema.namespace ?? namespace}.${schema.name}`, skip);
  return skip;
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}
