// All checks of the contract's sources in one call: for the tests, and for `continuo schemas check`.
import path from 'node:path';
import { readContractFiles, type ContractFiles } from '../generate/sources.js';
import { checkLock } from './lock.js';
import { readLock } from './lock-files.js';
import { checkNaming } from './naming.js';
import type { Problem } from './problem.js';
import { checkThinEvent } from './thin-event.js';
import { checkTopics } from './topics.js';

export interface ContractCheck {
  readonly schemas: number;
  readonly topics: number;
  /** Stored versions that were read both ways. */
  readonly versions: number;
  readonly problems: readonly Problem[];
}

/** Checks the folder `schemas/`. Throws a Fault `contract-invalid` when a file can't be read at all. */
export function checkContractFolder(folder: string): ContractCheck {
  const files = readContractFiles(folder);
  const lock = readLock(path.join(folder, 'lock'));
  return {
    schemas: files.schemas.length,
    topics: files.topics.length,
    versions: [...lock.schemas.values()].reduce((sum, { versions }) => sum + versions.length, 0),
    problems: [...checkContractFiles(files), ...checkLock(files, lock)],
  };
}

/** The checks that need no history. */
export function checkContractFiles(files: ContractFiles): Problem[] {
  return [...files.schemas.flatMap(checkThinEvent), ...checkNaming(files), ...checkTopics(files)];
}
