// Whether one version of a schema reads what another wrote, and if not, which field stands in the way.
import type { AvroComplex, AvroField, AvroRecord, AvroSchema } from '../definitions.js';
import { recordName } from '../type-names.js';

export interface Incompatibility {
  /** Path of the field; empty for the record itself. */
  readonly field: string;
  readonly reason: string;
}

const promotions: Readonly<Record<string, readonly string[]>> = {
  int: ['long', 'float', 'double'],
  long: ['float', 'double'],
  float: ['double'],
  string: ['bytes'],
  bytes: ['string'],
};

/**
 * Everything that keeps `reader` from reading what `writer` wrote, by Avro's rules of resolution, and one of our own: a
 * logical type stays what it is, because the value would change its meaning though its bytes can be read.
 */
export function incompatibilities(reader: AvroRecord, writer: AvroRecord): Incompatibility[] {
  return new Comparison(reader, writer).run();
}

class Comparison {
  readonly #reader: AvroRecord;
  readonly #writer: AvroRecord;
  readonly #readerNames = new Map<string, AvroComplex>();
  readonly #writerNames = new Map<string, AvroComplex>();
  /** Pairs of records under way, so that recursive schemas end. */
  readonly #open = new Set<string>();

  constructor(reader: AvroRecord, writer: AvroRecord) {
    this.#reader = reader;
    this.#writer = writer;
    collectNames(reader, reader.namespace, this.#readerNames);
    collectNames(writer, writer.namespace, this.#writerNames);
  }

  run(): Incompatibility[] {
    return this.#records(this.#reader, this.#writer, '');
  }

  #compare(reader: AvroSchema, writer: AvroSchema, at: string): Incompatibility[] {
    const to = resolved(reader, this.#readerNames, this.#reader.namespace);
    const from = resolved(writer, this.#writerNames, this.#writer.namespace);
    if (isUnion(from)) return from.flatMap((branch) => this.#compare(to, branch, at));
    if (isUnion(to)) return this.#intoUnion(to, from, at);
    if (to.type === 'record' && from.type === 'record') return this.#records(to, from, at);
    if (to.type === 'enum' && from.type === 'enum') return enums(to, from, at);
    if (to.type === 'array' && from.type === 'array') return this.#compare(to.items, from.items, `${at}[]`);
    if (to.type === 'map' && from.type === 'map') return this.#compare(to.values, from.values, `${at}{}`);
    if (to.type === 'fixed' && from.type === 'fixed') return fixed(to, from, at);
    return primitives(to, from, at);
  }

  #intoUnion(to: readonly AvroSchema[], from: AvroComplex, at: string): Incompatibility[] {
    const attempts = to.map((branch) => this.#compare(branch, from, at));
    if (attempts.some((found) => found.length === 0)) return [];
    const sameKind = to.findIndex((branch) => kindOf(resolved(branch, this.#readerNames)) === kindOf(from));
    if (sameKind !== -1) return attempts[sameKind] ?? [];
    return [
      { field: at, reason: `${kindOf(from)} is none of ${to.map((branch) => kindOf(branch)).join(', ')}` },
    ];
  }

  #records(to: AvroRecord, from: AvroRecord, at: string): Incompatibility[] {
    if (!sameName(to, from)) return [{ field: at, reason: `record ${from.name} became ${to.name}` }];
    const pair = `${to.name}:${from.name}`;
    if (this.#open.has(pair)) return [];
    this.#open.add(pair);
    const found = to.fields.flatMap((field) =>
      this.#field(field, from, at === '' ? field.name : `${at}.${field.name}`),
    );
    this.#open.delete(pair);
    return found;
  }

  #field(field: AvroField, from: AvroRecord, at: string): Incompatibility[] {
    const names = [field.name, ...(field.aliases ?? [])];
    const written = from.fields.find(({ name }) => names.includes(name));
    if (written) return this.#compare(field.type, written.type, at);
    return 'default' in field
      ? []
      : [{ field: at, reason: 'has no default, and the other version does not have it' }];
  }
}

type EnumSchema = Extract<AvroComplex, { type: 'enum' }>;
type FixedSchema = Extract<AvroComplex, { type: 'fixed' }>;

function enums(to: EnumSchema, from: EnumSchema, at: string): Incompatibility[] {
  if (!sameName(to, from)) return [{ field: at, reason: `enum ${from.name} became ${to.name}` }];
  const lost = from.symbols.filter((symbol) => !to.symbols.includes(symbol));
  if (lost.length === 0 || to.default !== undefined) return [];
  return [{ field: at, reason: `enum ${to.name} lacks ${lost.join(', ')} and has no default` }];
}

function fixed(to: FixedSchema, from: FixedSchema, at: string): Incompatibility[] {
  if (sameName(to, from) && to.size === from.size) return [];
  return [{ field: at, reason: `fixed ${from.name} of ${from.size} bytes became ${to.name} of ${to.size}` }];
}

function primitives(to: AvroComplex, from: AvroComplex, at: string): Incompatibility[] {
  if (to.type === from.type || promotions[from.type]?.includes(to.type)) {
    if (logicalText(to) === logicalText(from)) return [];
    return [{ field: at, reason: `the logical type ${logicalText(from)} became ${logicalText(to)}` }];
  }
  return [{ field: at, reason: `${kindOf(from)} cannot be read as ${kindOf(to)}` }];
}

function logicalText(schema: AvroComplex): string {
  if (!('logicalType' in schema) || schema.logicalType === undefined) return 'none';
  return 'precision' in schema
    ? `${schema.logicalType}(${schema.precision},${schema.scale ?? 0})`
    : schema.logicalType;
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

function kindOf(schema: AvroSchema): string {
  if (typeof schema === 'string') return schema;
  return isUnion(schema) ? 'union' : schema.type;
}

/** Avro compares the names without their namespaces; the record's own is checked where the file lies. */
function sameName(to: { name: string; aliases?: readonly string[] }, from: { name: string }): boolean {
  return (
    to.name === from.name || (to.aliases?.some((alias) => alias.split('.').at(-1) === from.name) ?? false)
  );
}

function resolved(
  schema: AvroSchema,
  names: ReadonlyMap<string, AvroComplex>,
  namespace?: string,
): AvroComplex | readonly AvroSchema[] {
  if (typeof schema !== 'string') return schema;
  return names.get(schema) ?? names.get(`${namespace}.${schema}`) ?? ({ type: schema } as AvroComplex);
}

function collectNames(
  schema: AvroSchema,
  namespace: string | undefined,
  names: Map<string, AvroComplex>,
): void {
  if (typeof schema === 'string') return;
  if (isUnion(schema)) {
    for (const branch of schema) collectNames(branch, namespace, names);
    return;
  }
  if ('name' in schema)
    names.set(recordName({ ...schema, namespace: schema.namespace ?? namespace } as AvroRecord), schema);
  if (schema.type === 'record')
    for (const field of schema.fields) collectNames(field.type, schema.namespace ?? namespace, names);
  if (schema.type === 'array') collectNames(schema.items, namespace, names);
  if (schema.type === 'map') collectNames(schema.values, namespace, names);
}
