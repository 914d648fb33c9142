// Events are thin and can evolve: no personal data, defaults everywhere they are needed, exact types for time and money.
import { compileCodec } from '../codec.js';
import type { AvroComplex, AvroField, AvroRecord, AvroSchema } from '../definitions.js';
import type { SchemaFile } from '../generate/sources.js';
import type { Problem } from './problem.js';

/** Names that hold personal data or free text in any honest schema; such things are read from their owner, by id. */
const personalNames =
  /^(?:(?:first|last|full|given|family|maiden|user|display|nick)Name|e?mail(?:Address)?|phone(?:Number)?|mobile(?:Number)?|msisdn|address(?:Line\d*)?|street|postcode|zip(?:Code)?|city|birth(?:Date|day)|dateOfBirth|ssn|iban|passport(?:Number)?|ip(?:Address)?|latitude|longitude|text|body|subject|message|transcript|comments?|notes?|remarks?|description|free(?:Text)?|traits|title)$/i;

const allowedLogicalTypes: Readonly<Record<string, string>> = {
  'timestamp-millis': 'long',
  decimal: 'bytes',
  uuid: 'string',
};
const timeName = /(?:At|Time|Until|After|Before|Since|Date)$/;
const moneyName = /(?:amount|price|total|balance|revenue)$/i;

/** Every field of a schema, nested ones too. */
export function checkThinEvent({ file, schema }: SchemaFile): Problem[] {
  const found: Problem[] = [];
  const report: Report = (field, rule, message) => found.push({ file, field, rule, message });
  checkRecord(schema, '', report);
  if (found.length > 0) return found;
  try {
    compileCodec(schema);
  } catch (thrown) {
    report(undefined, 'avro', thrown instanceof Error ? thrown.message : String(thrown));
  }
  return found;
}

type Report = (field: string | undefined, rule: string, message: string) => void;

function checkRecord(record: AvroRecord, path: string, report: Report): void {
  if (!record.doc) report(path || undefined, 'doc', `record ${record.name} must say what it means (doc)`);
  for (const field of record.fields) {
    const at = path === '' ? field.name : `${path}.${field.name}`;
    checkField(field, at, report);
    checkType(field.type, at, report);
  }
}

function checkField(field: AvroField, at: string, report: Report): void {
  if (field.pii !== false)
    report(at, 'pii-declared', 'must say "pii": false; personal data stays with its owner');
  if (personalNames.test(field.name))
    report(at, 'pii-name', 'is a name for personal data or free text; carry an id');
  if (!/^[a-z][A-Za-z0-9]*$/.test(field.name)) report(at, 'field-name', 'must be in camelCase');
  if (isUnion(field.type)) checkOptional(field, field.type, at, report);
  const [type] = withoutNull(field.type);
  if (timeName.test(field.name) && logicalTypeOf(type) !== 'timestamp-millis') {
    report(at, 'time-type', 'is a time by its name and must be a long with logicalType timestamp-millis');
  }
  if (moneyName.test(field.name) && (nameOf(type) === 'double' || nameOf(type) === 'float')) {
    report(at, 'exact-number', 'is an exact number by its name and must be bytes with logicalType decimal');
  }
}

function checkOptional(field: AvroField, union: readonly AvroSchema[], at: string, report: Report): void {
  if (!union.includes('null'))
    return report(at, 'optional', 'is a union without null; use a record per case instead');
  if (union[0] !== 'null') report(at, 'null-first', 'must have null as the first of its union');
  if (field.default !== null || !('default' in field))
    report(at, 'null-default', 'must have "default": null');
}

function checkType(type: AvroSchema, at: string, report: Report): void {
  if (typeof type === 'string') return;
  if (isUnion(type)) {
    for (const branch of type) checkType(branch, at, report);
    return;
  }
  checkLogicalType(type, at, report);
  if (type.type === 'record') checkRecord(type, at, report);
  if (type.type === 'array') checkType(type.items, `${at}[]`, report);
  if (type.type === 'map') checkType(type.values, `${at}{}`, report);
  if (type.type === 'enum' && type.default === undefined) {
    report(at, 'enum-default', `enum ${type.name} must have a default symbol, for symbols that come later`);
  }
}

function checkLogicalType(type: AvroComplex, at: string, report: Report): void {
  if (!('logicalType' in type) || type.logicalType === undefined) return;
  const base = allowedLogicalTypes[type.logicalType];
  if (base === undefined) {
    const allowed = Object.keys(allowedLogicalTypes).join(', ');
    report(at, 'logical-type', `has the logical type ${type.logicalType}; the contract knows ${allowed}`);
  } else if (type.type !== base) {
    report(at, 'logical-type', `is ${type.logicalType} on ${type.type}; it belongs on ${base}`);
  } else if (type.type === 'bytes' && (type.precision === undefined || type.scale === undefined)) {
    report(at, 'logical-type', 'is a decimal without precision and scale');
  }
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

function withoutNull(schema: AvroSchema): readonly AvroSchema[] {
  return isUnion(schema) ? schema.filter((branch) => branch !== 'null') : [schema];
}

function logicalTypeOf(schema: AvroSchema | undefined): string | undefined {
  return typeof schema === 'object' && 'logicalType' in schema ? schema.logicalType : undefined;
}

function nameOf(schema: AvroSchema | undefined): string | undefined {
  if (typeof schema === 'string') return schema;
  return schema !== undefined && !isUnion(schema) ? schema.type : undefined;
}
