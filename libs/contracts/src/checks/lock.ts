// The stored versions: what was ever published stays readable, and what is published now can be read by what came before.
import { canonicalJson } from '@continuo/kernel';
import type { EventSchema, KeySource, TopicDefinition } from '../definitions.js';
import type { ContractFiles } from '../generate/sources.js';
import { recordName } from '../type-names.js';
import { incompatibilities } from './compatibility.js';
import type { Problem } from './problem.js';

/** Every version of a record that was stored, oldest first. */
export interface SchemaLock {
  readonly versions: readonly EventSchema[];
}

/** What must not change of a topic. */
export interface TopicLock {
  readonly partitions: number;
  readonly key: readonly KeySource[];
}

/** The content of `schemas/lock/`. */
export interface Lock {
  /** By Avro full name. */
  readonly schemas: ReadonlyMap<string, SchemaLock>;
  readonly topics: Readonly<Record<string, TopicLock>>;
}

export interface LockUpdate {
  readonly lock: Lock;
  /** Names of records and topics whose entry is new or longer. */
  readonly updated: readonly string[];
  /** What may not be stored, with the field and the reason. */
  readonly refused: readonly Problem[];
}

/** Stores what is new and compatible with every stored version, both ways; refuses the rest. */
export function updateLock(files: ContractFiles, lock: Lock): LockUpdate {
  const schemas = new Map(lock.schemas);
  const updated: string[] = [];
  const refused: Problem[] = [...removedSchemas(files, lock)];
  for (const { file, schema } of files.schemas) {
    const name = recordName(schema);
    const versions = schemas.get(name)?.versions ?? [];
    if (isNewest(schema, versions)) continue;
    const broken = versions.flatMap((stored, at) => bothWays(file, schema, stored, at + 1));
    refused.push(...broken);
    if (broken.length > 0) continue;
    schemas.set(name, { versions: [...versions.filter((stored) => !same(stored, schema)), schema] });
    updated.push(name);
  }
  const topics = topicsOf(files.topics);
  const moved = changedTopics(files.topics, lock);
  refused.push(...moved);
  updated.push(...Object.keys(topics).filter((name) => !(name in lock.topics)));
  updated.push(...Object.keys(lock.topics).filter((name) => !(name in topics)));
  return { lock: { schemas, topics: moved.length > 0 ? lock.topics : topics }, updated, refused };
}

/** Whether the sources are stored as they are, and all stored versions of each record read each other. */
export function checkLock(files: ContractFiles, lock: Lock): Problem[] {
  const update = updateLock(files, lock);
  const fileOf = new Map(files.schemas.map(({ file, schema }) => [recordName(schema), file]));
  const unstored = update.updated.map((name) => ({
    file: fileOf.get(name) ?? 'topics.yaml',
    rule: 'not-locked',
    message: `${name} is not stored as it is now: npm run schemas:lock`,
  }));
  return [...update.refused, ...unstored, ...storedPairs(lock)];
}

function storedPairs(lock: Lock): Problem[] {
  return [...lock.schemas].flatMap(([name, { versions }]) =>
    versions.flatMap((newer, at) =>
      versions
        .slice(0, at)
        .flatMap((older, before) => bothWays(`lock/${name}.json`, newer, older, before + 1)),
    ),
  );
}

function bothWays(file: string, schema: EventSchema, stored: EventSchema, version: number): Problem[] {
  const backward = incompatibilities(schema, stored).map(({ field, reason }) => ({
    file,
    field,
    rule: 'incompatible',
    message: `cannot read what version ${version} wrote: ${field || 'the record'}: ${reason}`,
  }));
  const forward = incompatibilities(stored, schema).map(({ field, reason }) => ({
    file,
    field,
    rule: 'incompatible',
    message: `version ${version} could not read it: ${field || 'the record'}: ${reason}`,
  }));
  return [...backward, ...forward];
}

function removedSchemas(files: ContractFiles, lock: Lock): Problem[] {
  const names = new Set(files.schemas.map(({ schema }) => recordName(schema)));
  return [...lock.schemas.keys()]
    .filter((name) => !names.has(name))
    .map((name) => ({
      file: `lock/${name}.json`,
      rule: 'removed',
      message: `${name} was published and has no schema any more; its records are still there to be read`,
    }));
}

function changedTopics(topics: readonly TopicDefinition[], lock: Lock): Problem[] {
  return topics.flatMap(({ name, partitions, key }) => {
    const stored = lock.topics[name];
    if (!stored) return [];
    const found: Problem[] = [];
    const report = (rule: string, message: string): number =>
      found.push({ file: 'topics.yaml', field: name, rule, message });
    if (stored.partitions !== partitions) {
      report(
        'partitions',
        `topic ${name} has ${stored.partitions} partitions for ever; growth is a new topic`,
      );
    }
    if (canonicalJson(stored.key) !== canonicalJson(key.from)) {
      report(
        'key',
        `topic ${name} is keyed by ${stored.key.join(' or ')} for ever; another key is a new topic`,
      );
    }
    return found;
  });
}

function topicsOf(topics: readonly TopicDefinition[]): Record<string, TopicLock> {
  return Object.fromEntries(topics.map(({ name, partitions, key }) => [name, { partitions, key: key.from }]));
}

function isNewest(schema: EventSchema, versions: readonly EventSchema[]): boolean {
  const newest = versions.at(-1);
  return newest !== undefined && same(newest, schema);
}

function same(one: EventSchema, other: EventSchema): boolean {
  return canonicalJson(one) === canonicalJson(other);
}
