// TypeScript from the contract's sources: one file of types per service, the table of values by type, and the sources as data.
import { Fault } from '@continuo/kernel';
import type { AvroField, AvroRecord, AvroSchema, EventSchema } from '../definitions.js';
import { eventTypeOf, recordName } from '../type-names.js';
import type { ContractFiles, SchemaFile, TelemetryNames } from './sources.js';

const header = '// Generated from schemas/ by `npm run generate`: change the sources, not this file.\n';

/** File name (under `src/generated`) to content. */
export function typescriptFiles(files: ContractFiles): ReadonlyMap<string, string> {
  const services = [...new Set(files.schemas.map(({ schema }) => serviceOf(schema)))];
  const output = new Map<string, string>();
  for (const service of services) {
    const own = files.schemas.filter(({ schema }) => serviceOf(schema) === service);
    output.set(`${service}.ts`, serviceTypes(service, own));
  }
  output.set('event-values.ts', eventValues(files.schemas));
  output.set('sources.ts', sourcesModule(files));
  output.set('telemetry.ts', telemetryModule(files.telemetry));
  output.set('index.ts', indexModule(services));
  return output;
}

/** `continuo.contact_centre.commands` belongs to `contact-centre`. */
function serviceOf(schema: EventSchema): string {
  return (schema.namespace.split('.')[1] ?? '').replaceAll('_', '-');
}

function serviceTypes(service: string, schemas: readonly SchemaFile[]): string {
  const declared = new Map<string, string>();
  for (const { file, schema } of schemas) declare(schema, file, declared);
  return `${header}// Events and commands of ${service}.\n\n${[...declared.values()].join('\n')}`;
}

/** A name may be declared twice within a service only when both mean the same. */
function declare(schema: AvroSchema, file: string, declared: Map<string, string>): void {
  if (typeof schema === 'string') return;
  if (isUnion(schema)) {
    for (const branch of schema) declare(branch, file, declared);
    return;
  }
  if (schema.type === 'array') declare(schema.items, file, declared);
  if (schema.type === 'map') declare(schema.values, file, declared);
  if (schema.type === 'record') for (const field of schema.fields) declare(field.type, file, declared);
  if (schema.type !== 'record' && schema.type !== 'enum') return;
  const text =
    schema.type === 'record'
      ? recordText(schema)
      : `export type ${schema.name} = ${quoted(schema.symbols)};\n`;
  const before = declared.get(schema.name);
  if (before !== undefined && before !== text) {
    throw new Fault(`schemas/${file}: ${schema.name} means something else in another schema of the service`, {
      code: 'contract-invalid',
      retriable: false,
      field: file,
    });
  }
  declared.set(schema.name, text);
}

function recordText(record: AvroRecord): string {
  const fields = record.fields.map(
    (field) => `${comment(field.doc, '  ')}  readonly ${memberText(field)};\n`,
  );
  return `${comment(record.doc, '')}export interface ${record.name} {\n${fields.join('')}}\n`;
}

/** A field with a default may be left out by who writes; who reads always finds it. */
function memberText(field: AvroField): string {
  const optional = 'default' in field ? '?' : '';
  return `${field.name}${optional}: ${typeText(field.type)}`;
}

function isUnion(schema: AvroSchema): schema is readonly AvroSchema[] {
  return Array.isArray(schema);
}

function typeText(schema: AvroSchema): string {
  if (typeof schema === 'string') return primitiveText(schema);
  if (isUnion(schema)) return schema.map(typeText).join(' | ');
  switch (schema.type) {
    case 'record':
    case 'enum':
      return schema.name;
    case 'array':
      return `ReadonlyArray<${typeText(schema.items)}>`;
    case 'map':
      return `Readonly<Record<string, ${typeText(schema.values)}>>`;
    case 'fixed':
      return 'Buffer';
    default:
      return schema.logicalType === 'decimal' ? 'string' : primitiveText(schema.type);
  }
}

function primitiveText(name: string): string {
  if (name === 'null' || name === 'boolean' || name === 'string') return name;
  if (name === 'bytes') return 'Buffer';
  if (['int', 'long', 'float', 'double'].includes(name)) return 'number';
  return name.slice(name.lastIndexOf('.') + 1);
}

function comment(doc: string | undefined, indent: string): string {
  return doc === undefined ? '' : `${indent}/** ${doc.replaceAll('*/', '* /')} */\n`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name}'`).join(' | ');
}

function eventValues(schemas: readonly SchemaFile[]): string {
  const services = [...new Set(schemas.map(({ schema }) => serviceOf(schema)))];
  const imports = services.map(
    (service) => `import type * as ${identifier(service)} from './${service}.js';\n`,
  );
  const members = schemas.map(
    ({ schema }) =>
      `  '${eventTypeOf(recordName(schema))}': ${identifier(serviceOf(schema))}.${schema.name};\n`,
  );
  return `${header}${imports.join('')}
/** Each CloudEvents type with the value its records carry. */
export interface EventValues {\n${members.join('')}}

/** Every CloudEvents type of the contract. */
export type EventType = keyof EventValues;
`;
}

function sourcesModule(files: ContractFiles): string {
  const data = {
    schemas: files.schemas.map(({ schema }) => schema),
    topics: files.topics,
    services: files.services,
  };
  return `${header}import type { ContractSources } from '../definitions.js';

/** The schemas and topics, as services carry them with them. */
export const sources: ContractSources = ${JSON.stringify(data, null, 2)};
`;
}

function telemetryModule(telemetry: TelemetryNames): string {
  const names = (entries: object): string =>
    Object.keys(entries)
      .map((name) => `  ${identifier(name)}: '${name}',\n`)
      .join('');
  return `${header}
/** Attribute names of spans and metrics. */
export const attribute = {\n${names(telemetry.attributes)}} as const;
export type AttributeName = (typeof attribute)[keyof typeof attribute];

/** Metrics by name, with what an instrument needs. */
export const metric = {\n${Object.entries(telemetry.metrics)
    .map(
      ([name, entry]) =>
        `  ${identifier(name.replace(/^continuo\./, ''))}: ${JSON.stringify({ name, ...entry })},\n`,
    )
    .join('')}} as const;
export type MetricDefinition = (typeof metric)[keyof typeof metric];

/** Span names, without what follows them. */
export const span = {\n${names(telemetry.spans)}} as const;
`;
}

function indexModule(services: readonly string[]): string {
  const types = services.map(
    (service) => `export type * as ${identifier(service)} from './${service}.js';\n`,
  );
  return `${header}${types.join('')}export type { EventValues, EventType } from './event-values.js';
export { sources } from './sources.js';
export { attribute, metric, span, type AttributeName, type MetricDefinition } from './telemetry.js';
`;
}

/** `contact-centre` and `messaging.batch.message_count` as identifiers. */
function identifier(name: string): string {
  return name.replace(/[-._]([a-z])/g, (_match, letter: string) => letter.toUpperCase());
}
