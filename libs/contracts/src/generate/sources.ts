// Reads the contract's sources from the folder `schemas/`, and says which file is wrong and how.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Fault } from '@continuo/kernel';
import { parse } from 'yaml';
import { z } from 'zod';
import type { EventSchema, KeySource, ServiceDefinition, TopicDefinition } from '../definitions.js';

/** A schema and the file it came from, relative to the folder. */
export interface SchemaFile {
  readonly file: string;
  readonly schema: EventSchema;
}

export interface TelemetryNames {
  readonly attributes: Readonly<
    Record<string, { readonly type: 'string' | 'int' | 'double' | 'boolean'; readonly doc: string }>
  >;
  readonly spans: Readonly<Record<string, { readonly kind: string; readonly doc: string }>>;
  readonly metrics: Readonly<
    Record<
      string,
      {
        readonly instrument: 'counter' | 'gauge' | 'histogram';
        readonly unit: string;
        readonly doc: string;
        readonly attributes: readonly string[];
      }
    >
  >;
}

/** Everything the folder `schemas/` says. */
export interface ContractFiles {
  readonly schemas: readonly SchemaFile[];
  readonly topics: readonly TopicDefinition[];
  readonly services: readonly ServiceDefinition[];
  readonly telemetry: TelemetryNames;
}

/** Reads the folder. Throws a Fault `contract-invalid` that names the file and what is wrong in it. */
export function readContractFiles(folder: string): ContractFiles {
  const { topics, services } = readTopics(path.join(folder, 'topics.yaml'));
  return {
    schemas: readSchemas(folder),
    topics,
    services,
    telemetry: readTelemetry(path.join(folder, 'telemetry.yaml')),
  };
}

function readSchemas(folder: string): SchemaFile[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => file.endsWith('.avsc') && statSync(path.join(folder, file)).isFile());
  return files.sort().map((file) => ({ file, schema: readSchema(path.join(folder, file), file) }));
}

const recordShape = z.looseObject({
  type: z.literal('record'),
  name: z.string(),
  namespace: z.string(),
  doc: z.string().min(1),
  fields: z.array(z.looseObject({ name: z.string() })),
});

function readSchema(location: string, file: string): EventSchema {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(location, 'utf8'));
  } catch (cause) {
    throw invalid(file, `is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`);
  }
  const record = recordShape.safeParse(content);
  if (!record.success) throw invalid(file, z.prettifyError(record.error));
  return content as EventSchema;
}

const keySource = z.custom<KeySource>(
  (value) =>
    value === 'customer' ||
    value === 'profile' ||
    (typeof value === 'string' && /^value\.[a-z]\w*$/.test(value)),
  'must be customer, profile or value.<field>',
);

const topicShape = z.strictObject({
  owner: z.string(),
  doc: z.string().min(1),
  key: z.strictObject({ is: z.string().min(1), from: z.array(keySource).min(1) }),
  about: z.enum(['customer', 'profile', 'either', 'none']),
  partitions: z.int().min(1).max(1024),
  retention: z.string().regex(/^P([1-9]\d*)D$/, 'must be whole days, e.g. P30D'),
  cleanup: z.enum(['delete', 'compact']).default('delete'),
  types: z.array(z.string()),
  forwards: z.array(z.string()).default([]),
  producers: z.array(z.string()).default([]),
  consumers: z.array(z.string()).default([]),
});

const topicsShape = z.strictObject({
  services: z.record(z.string().regex(/^[a-z][a-z-]*$/), z.strictObject({ short: z.string().optional() })),
  topics: z.record(
    z.string().regex(/^[a-z][a-z-]*\.[a-z][a-z-]*$/, 'must be <service>.<aggregate>'),
    topicShape,
  ),
});

function readTopics(location: string): { topics: TopicDefinition[]; services: ServiceDefinition[] } {
  const read = topicsShape.safeParse(readYaml(location));
  if (!read.success) throw invalid('topics.yaml', z.prettifyError(read.error));
  const services = Object.entries(read.data.services).map(([name, { short }]) => ({
    name,
    short: short ?? name,
  }));
  const topics = Object.entries(read.data.topics).map(([name, { retention, ...topic }]) => ({
    name,
    ...topic,
    retentionMs: Number(/\d+/.exec(retention)?.[0]) * 86_400_000,
  }));
  return { topics, services };
}

const telemetryShape = z.strictObject({
  attributes: z.record(
    z.string().regex(/^[a-z][a-z_]*(\.[a-z][a-z_]*)*$/),
    z.strictObject({ type: z.enum(['string', 'int', 'double', 'boolean']), doc: z.string() }),
  ),
  spans: z.record(
    z.string(),
    z.strictObject({
      kind: z.enum(['producer', 'consumer', 'internal', 'client', 'server']),
      doc: z.string(),
    }),
  ),
  metrics: z.record(
    z.string().regex(/^[a-z][a-z_]*(\.[a-z][a-z_]*)*$/),
    z.strictObject({
      instrument: z.enum(['counter', 'gauge', 'histogram']),
      unit: z.string(),
      doc: z.string(),
      attributes: z.array(z.string()),
    }),
  ),
});

function readTelemetry(location: string): TelemetryNames {
  const read = telemetryShape.safeParse(readYaml(location));
  if (!read.success) throw invalid('telemetry.yaml', z.prettifyError(read.error));
  for (const [metric, { attributes }] of Object.entries(read.data.metrics)) {
    const unknown = attributes.find((attribute) => !(attribute in read.data.attributes));
    if (unknown !== undefined)
      throw invalid('telemetry.yaml', `metric ${metric} names the unknown attribute ${unknown}`);
  }
  return read.data;
}

function readYaml(location: string): unknown {
  try {
    return parse(readFileSync(location, 'utf8'), { merge: true });
  } catch (cause) {
    throw invalid(path.basename(location), cause instanceof Error ? cause.message : String(cause));
  }
}

function invalid(file: string, problem: string): Fault {
  return new Fault(`schemas/${file}: ${problem}`, {
    code: 'contract-invalid',
    retriable: false,
    field: file,
  });
}
