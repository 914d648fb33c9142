// Definitions in a folder: every YAML file that is one, whatever the folder looks like.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandFailure, EXIT } from '../terminal/failure.js';

export interface DefinitionFile {
  readonly journey: string;
  /** As it is shown: below the folder. */
  readonly file: string;
  readonly text: string;
}

/** By the journey's name. Two files of one journey are a mistake of the caller. */
export async function readDefinitions(folder: string): Promise<readonly DefinitionFile[]> {
  const found = new Map<string, DefinitionFile>();
  for (const file of await yamlFiles(folder)) {
    const text = (await readFile(path.join(folder, file), 'utf8')).replaceAll('\r\n', '\n');
    const journey = journeyOf(text);
    if (journey === null) continue;
    const other = found.get(journey);
    if (other !== undefined)
      throw new CommandFailure(EXIT.usage, `${other.file} and ${file} both are the journey ${journey}.`);
    found.set(journey, { journey, file, text });
  }
  return [...found.values()].sort((a, b) => (a.journey < b.journey ? -1 : 1));
}

async function yamlFiles(folder: string): Promise<readonly string[]> {
  try {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => /\.ya?ml$/.test(name) && !name.includes('node_modules')).sort();
  } catch {
    throw new CommandFailure(EXIT.usage, `${folder} is no folder that can be read.`);
  }
}

/** A definition has a name and steps at its top; a scenario of one has not. */
function journeyOf(text: string): string | null {
  const name = /^journey:\s*['"]?([a-z][a-z0-9-]*)['"]?\s*(?:#.*)?$/m.exec(text)?.[1];
  return name !== undefined && /^steps:/m.test(text) ? name : null;
}
