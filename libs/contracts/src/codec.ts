// Avro binary to values and back, for one record type: compiled once, on the hot path ever after.
import { Fault } from '@continuo/kernel';
import avsc from 'avsc';
import { boundsCheckOf, type BoundsCheck } from './bounds.js';
import type { AvroRecord } from './definitions.js';
import { logicalTypes } from './logical-types.js';
import { recordName } from './type-names.js';
import { hasLoneSurrogate, mayHoldLoneSurrogate } from './unicode.js';

/** Encodes and decodes one record type. Values are plain data: times are milliseconds (number), decimals and UUIDs text. */
export interface Codec {
  /** Avro full name. */
  readonly fullName: string;
  /** Avro binary. Throws a Fault `schema-violation` that names field and rule, never the value. */
  encode(value: object): Buffer;
  /** The value of Avro binary written with this very schema, from a place in the bytes to their end. Throws a Fault `undecodable`. */
  decode(avro: Buffer, from?: number): unknown;
  /** A decoder for binary written with another version. Throws a Fault `schema-incompatible`. */
  reading(writer: Codec): (avro: Buffer, from?: number) => unknown;
}

/** Compiles a record's codec. Throws a Fault `schema-invalid` when Avro has no use for the schema. */
export function compileCodec(schema: AvroRecord): Codec {
  return new AvscCodec(recordName(schema), compile(schema), boundsCheckOf(schema));
}

type Resolver = ReturnType<avsc.Type['createResolver']>;

function compile(schema: AvroRecord): avsc.Type {
  try {
    return avsc.Type.forSchema(schema as avsc.Schema, {
      logicalTypes,
      omitRecordMethods: true,
      registry: {},
    });
  } catch (cause) {
    throw new Fault(`${recordName(schema)} is no Avro schema: ${messageOf(cause)}`, {
      code: 'schema-invalid',
      retriable: false,
      cause,
    });
  }
}

class AvscCodec implements Codec {
  readonly fullName: string;
  readonly #type: avsc.Type;
  readonly #checkBounds: BoundsCheck | undefined;

  constructor(fullName: string, type: avsc.Type, checkBounds: BoundsCheck | undefined) {
    this.fullName = fullName;
    this.#type = type;
    this.#checkBounds = checkBounds;
  }

  encode(value: object): Buffer {
    let avro: Buffer;
    try {
      avro = this.#type.toBuffer(value);
    } catch {
      throw this.#violation(value);
    }
    if (mayHoldLoneSurrogate(avro)) this.#refuseLoneSurrogates(value);
    return avro;
  }

  decode(avro: Buffer, from = 0): unknown {
    return this.#decodeBy(this, avro, from, undefined);
  }

  reading(writer: Codec): (avro: Buffer, from?: number) => unknown {
    if (!(writer instanceof AvscCodec)) throw new TypeError('a codec of another make');
    const resolver = sameLayout(this.#type, writer.#type) ? undefined : this.#resolver(writer.#type);
    return (avro, from = 0) => this.#decodeBy(writer, avro, from, resolver);
  }

  #decodeBy(writer: AvscCodec, avro: Buffer, from: number, resolver: Resolver | undefined): unknown {
    try {
      writer.#checkBounds?.(avro, from);
      const { value, offset } = this.#type.decode(avro, from, resolver) as { value: unknown; offset: number };
      if (offset < 0) throw new RangeError('truncated buffer');
      if (offset < avro.length) throw new RangeError('trailing data');
      return value;
    } catch (cause) {
      throw new Fault(`the bytes are no ${this.fullName}: ${reasonOf(cause)}`, {
        code: 'undecodable',
        retriable: false,
      });
    }
  }

  #resolver(writer: avsc.Type): Resolver {
    try {
      return this.#type.createResolver(writer);
    } catch (cause) {
      throw new Fault(`${this.fullName} cannot be read from the version it was written with`, {
        code: 'schema-incompatible',
        retriable: false,
        cause,
      });
    }
  }

  /** avsc says that something is wrong, not where: asked again, with a hook, only when it failed. */
  #violation(value: object): Fault {
    let found: { path: string; type: avsc.Type } | undefined;
    const errorHook = (path: string[], _value: unknown, type: avsc.Type): void => {
      found ??= { path: path.join('.'), type };
    };
    const valid = this.#type.isValid(value, { errorHook });
    const rule = found ? ruleOf(found.type) : 'a value that Avro can write';
    const where = found?.path ? `field ${found.path}` : 'the value';
    return violation(this.fullName, `${where} must be ${rule}`, valid ? undefined : found?.path);
  }

  #refuseLoneSurrogates(value: object): void {
    const path = hasLoneSurrogate(value);
    if (path === undefined) return;
    throw violation(
      this.fullName,
      `field ${path} must be well-formed Unicode (it has half a surrogate pair)`,
      path,
    );
  }
}

function violation(fullName: string, problem: string, field: string | undefined): Fault {
  return new Fault(`${fullName}: ${problem}`, { code: 'schema-violation', retriable: false, field });
}

/** Which of the ways bytes can be wrong; avsc's own texts may quote values, so only known ones pass. */
function reasonOf(cause: unknown): string {
  const text = messageOf(cause);
  const known = ['truncated buffer', 'trailing data', 'invalid union index', 'enum index', 'not a '];
  return known.some((start) => text.includes(start)) ? text : 'malformed';
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Same bytes, same value: no resolution needed. Defaults and documentation may differ. */
function sameLayout(reader: avsc.Type, writer: avsc.Type): boolean {
  return JSON.stringify(layoutOf(reader)) === JSON.stringify(layoutOf(writer));
}

/** The schema without what doesn't change bytes or values; logical types stay, as they change values. */
function layoutOf(type: avsc.Type): unknown {
  return withoutNotes(type.schema({ exportAttrs: true }));
}

function withoutNotes(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(withoutNotes);
  if (schema === null || typeof schema !== 'object') return schema;
  const kept = Object.entries(schema).filter(
    ([name]) => !['doc', 'default', 'aliases', 'order'].includes(name),
  );
  return Object.fromEntries(kept.map(([name, inner]) => [name, withoutNotes(inner)]));
}

function ruleOf(type: avsc.Type): string {
  const name = type.typeName;
  if (name.startsWith('logical:')) return name.slice('logical:'.length);
  if (name.startsWith('union:'))
    return (type as avsc.types.UnwrappedUnionType).types.map(ruleOf).join(' or ');
  if (type instanceof avsc.types.EnumType) return `one of ${type.symbols.join(', ')}`;
  return name;
}
