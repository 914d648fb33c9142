// Avro schemas as types of expressions.
import type { AvroField, AvroRecord, AvroSchema } from '@continuo/contracts';
import {
  BOOL,
  DOUBLE,
  NULL,
  STRING,
  unionOf,
  UNKNOWN,
  type RecordType,
  type Type,
} from '../domain/expressions/type.js';

type Named = Map<string, Type>;

/** A record's value; messages call it `name`. */
export function recordTypeOf(schema: AvroRecord, name: string, named: Named = new Map()): RecordType {
  const fields = new Map<string, Type>();
  // A record within itself is looked at once.
  named.set(schema.name, UNKNOWN);
  for (const field of schema.fields) fields.set(field.name, typeOfSchema(field.type, named));
  const required = new Set(schema.fields.filter(isRequired).map((field) => field.name));
  const type: RecordType = { is: 'record', name, fields, required };
  named.set(schema.name, type);
  return type;
}

/** Without a default it must be given. */
export function isRequired(field: AvroField): boolean {
  return !Object.hasOwn(field, 'default');
}

/** The type of what a schema's values look like in an expression. */
export function typeOfSchema(schema: AvroSchema, named: Named = new Map()): Type {
  if (typeof schema === 'string')
    return primitive(schema) ?? named.get(schema.split('.').at(-1) ?? '') ?? UNKNOWN;
  if (isUnion(schema)) return unionOf(schema.map((each) => typeOfSchema(each, named)));
  switch (schema.type) {
    case 'record':
      return recordTypeOf(schema, schema.name, named);
    case 'array':
      return { is: 'list', of: typeOfSchema(schema.items, named) };
    case 'map':
      return { is: 'map', of: typeOfSchema(schema.values, named) };
    case 'enum': {
      const type: Type = { is: 'string', symbols: schema.symbols, enumeration: schema.name };
      named.set(schema.name, type);
      return type;
    }
    case 'fixed':
      return schema.logicalType === 'decimal' ? { is: 'string', format: 'decimal' } : UNKNOWN;
    default:
      return logical(schema.logicalType) ?? primitive(schema.type) ?? UNKNOWN;
  }
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

function logical(name: string | undefined): Type | undefined {
  switch (name) {
    case 'timestamp-millis':
      return { is: 'double', format: 'instant' };
    case 'uuid':
      return { is: 'string', format: 'uuid' };
    case 'decimal':
      return { is: 'string', format: 'decimal' };
    default:
      return undefined;
  }
}

function primitive(name: string): Type | undefined {
  switch (name) {
    case 'null':
      return NULL;
    case 'boolean':
      return BOOL;
    case 'int':
    case 'long':
      return { is: 'double', format: name };
    case 'float':
    case 'double':
      return DOUBLE;
    case 'string':
      return STRING;
    default:
      return undefined;
  }
}
