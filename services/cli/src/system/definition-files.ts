// Definitions in a folder: every YAML file that is one, whatever the folder looks like; what is not taken is told.
import type { Dirent } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { isMap, isScalar, parseDocument } from 'yaml';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { textOfFile } from './text-file.js';

export interface DefinitionFile {
  readonly journey: string;
  /** As it is shown: below the folder. */
  readonly file: string;
  readonly text: string;
}

/** A file that is not taken. */
export interface LeftOutFile {
  readonly file: string;
  readonly why: string;
  /** It looks as if it was to be one: then the folder says something else than its author thinks. */
  readonly isMeant: boolean;
}

export interface DefinitionFolder {
  /** By the journey's name. */
  readonly definitions: readonly DefinitionFile[];
  readonly leftOut: readonly LeftOutFile[];
}

/** Other files are looked into only up to this size (bytes). */
const MOST_READ = 1024 * 1024;

/**
 * Reads a folder and those below it, but not hidden ones and `node_modules`. Scenarios beside journeys are not left out:
 * they are tested, not applied. Two files of one journey are a mistake of the caller.
 */
export async function readDefinitions(folder: string): Promise<DefinitionFolder> {
  const found = new Map<string, DefinitionFile>();
  const leftOut: LeftOutFile[] = [];
  for (const file of await filesIn(folder)) {
    const address = path.join(folder, file);
    if (!/\.ya?ml$/i.test(file)) {
      if (await isMisnamed(address))
        leftOut.push({ file, why: 'its name ends neither in .yaml nor in .yml', isMeant: false });
      continue;
    }
    const text = await textOfFile(address);
    const content = contentOf(text);
    if (content === 'scenarios') continue;
    if ('why' in content) {
      leftOut.push({ file, ...content });
      continue;
    }
    const { journey } = content;
    const other = found.get(journey);
    if (other !== undefined)
      throw new CommandFailure(EXIT.usage, `${other.file} and ${file} both are the journey ${journey}.`);
    found.set(journey, { journey, file, text });
  }
  const definitions = [...found.values()].sort((a, b) => (a.journey < b.journey ? -1 : 1));
  return { definitions, leftOut };
}

async function filesIn(folder: string): Promise<readonly string[]> {
  let entries: readonly Dirent[];
  try {
    entries = await readdir(folder, { recursive: true, withFileTypes: true });
  } catch {
    throw new CommandFailure(EXIT.usage, `${folder} is no folder that can be read.`);
  }
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .filter((file) => !file.split(path.sep).some((part) => part === 'node_modules' || part.startsWith('.')))
    .sort();
}

type Content = { readonly journey: string } | Omit<LeftOutFile, 'file'> | 'scenarios';

/** A definition has a name and steps at its top, however they are written; what is wrong with them the system says. */
function contentOf(text: string): Content {
  const name = /^journey:\s*['"]?([a-z][a-z0-9-]*)['"]?\s*(?:#.*)?$/m.exec(text)?.[1];
  if (name !== undefined && /^steps:/m.test(text)) return { journey: name };
  const top = topOf(text);
  if (top === null)
    return { why: 'it can not be read as YAML', isMeant: /^["']?(journey|steps)["']?\s*:/m.test(text) };
  if ('scenarios' in top) return 'scenarios';
  const { journey, steps } = top;
  if (journey === undefined && steps === undefined)
    return { why: 'it has neither a journey nor steps at its top', isMeant: false };
  if (typeof journey !== 'string' || journey === '')
    return { why: 'it has steps, but no name of a journey at its top', isMeant: true };
  if (steps === undefined) return { why: `it is the journey ${journey}, but has no steps`, isMeant: true };
  return { journey };
}

/** Its keys; nothing in what holds no keys, null where it is no YAML, or several documents. */
function topOf(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const document = parseDocument(text, { uniqueKeys: false });
    if (document.errors.length > 0) return null;
    const { contents } = document;
    if (!isMap(contents)) return {};
    const keys = contents.items.map(({ key, value }) => [String(key), isScalar(value) ? value.value : value]);
    return Object.fromEntries(keys) as Record<string, unknown>;
  } catch {
    return null;
  }
}

/** Whether a file of another name looks like one. What can't be read (a link into nowhere, a socket) is none. */
async function isMisnamed(address: string): Promise<boolean> {
  try {
    const about = await stat(address);
    return about.isFile() && about.size <= MOST_READ && looksLikeDefinition(await textOfFile(address));
  } catch {
    return false;
  }
}

function looksLikeDefinition(text: string): boolean {
  return ['journey', 'steps'].every((key) => new RegExp(`^[\\s{,]*["']?${key}["']?\\s*:`, 'm').test(text));
}
