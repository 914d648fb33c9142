// Reads and writes `schemas/lock/`: a file per record with all its versions, and one for the topics.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Lock, SchemaLock } from './lock.js';

const topicsFile = 'topics.json';

/** An absent folder is a lock with nothing in it. */
export function readLock(folder: string): Lock {
  const files = filesIn(folder).filter((file) => file.endsWith('.json'));
  const schemas = files
    .filter((file) => file !== topicsFile)
    .map((file): [string, SchemaLock] => [file.slice(0, -'.json'.length), readJson(folder, file)]);
  return {
    schemas: new Map(schemas),
    topics: files.includes(topicsFile) ? readJson(folder, topicsFile) : {},
  };
}

export function writeLock(folder: string, lock: Lock): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, schema] of lock.schemas) writeJson(folder, `${name}.json`, schema);
  writeJson(folder, topicsFile, lock.topics);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readJson<T>(folder: string, file: string): T {
  return JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as T;
}

function writeJson(folder: string, file: string, content: unknown): void {
  writeFileSync(path.join(folder, file), `${JSON.stringify(content, null, 2)}\n`);
}
