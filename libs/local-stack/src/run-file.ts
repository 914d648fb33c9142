// `.continuo/run.json`: how tools find a running system. It is there exactly while everything is ready.
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrivately } from './private-files.js';

export interface RunFile {
  /** Where each part answers, by its name. */
  readonly addresses: Readonly<Record<string, string>>;
  /** The pid of each process, kept up to date when one is started again. */
  readonly processes: Readonly<Record<string, number>>;
  readonly writeKey: string;
  readonly issuer: string;
}

export function runFilePath(stateDirectory: string): string {
  return join(stateDirectory, 'run.json');
}

export async function writeRunFile(stateDirectory: string, run: RunFile): Promise<void> {
  await writePrivately(runFilePath(stateDirectory), `${JSON.stringify(run, null, 2)}\n`);
}

/** Undefined when no system runs here. */
export async function readRunFile(stateDirectory: string): Promise<RunFile | undefined> {
  try {
    return JSON.parse(await readFile(runFilePath(stateDirectory), 'utf8')) as RunFile;
  } catch {
    return undefined;
  }
}

export async function removeRunFile(stateDirectory: string): Promise<void> {
  await rm(runFilePath(stateDirectory), { force: true });
}
