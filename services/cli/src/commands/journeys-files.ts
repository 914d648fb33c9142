// Definitions as files: taken out of a system, compared with it, and brought into it. What is the same is left alone.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readDefinitions, type DefinitionFile, type LeftOutFile } from '../system/definition-files.js';
import {
  applyDefinition,
  hasMoved,
  mistakesOf,
  remoteDefinitions,
  type RemoteDefinition,
} from '../system/definitions.js';
import { plainText } from '../system/text-file.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { diffLines } from '../terminal/line-diff.js';
import { showDiff } from '../terminal/shown-diff.js';
import type { Terminal } from '../terminal/terminal.js';
import type { CommandContext } from './command.js';

/** What a file is to the system that it is held against. */
interface Compared {
  readonly file: DefinitionFile;
  readonly remote: RemoteDefinition | undefined;
  readonly is: 'same' | 'changed' | 'new' | 'retired';
}

/** Writes each journey's newest version to a file of its name. Retired ones are left out, and named. */
export async function exportJourneys({ terminal, system }: CommandContext, folder: string): Promise<void> {
  const all = [...(await remoteDefinitions(system)).values()];
  const remote = all.filter(({ isRetired }) => !isRetired);
  const retired = all.filter(({ isRetired }) => isRetired).map(({ journey }) => journey);
  await mkdir(folder, { recursive: true });
  for (const { journey, text } of remote) await writeFile(path.join(folder, `${journey}.yaml`), text);
  const written = remote.map(({ journey, version }) => ({ journey, version }));
  terminal.result({ folder, written, retired }, () => {
    for (const { journey, version } of written) terminal.line(`${journey}.yaml  version ${version}`);
    for (const journey of retired) terminal.line(`${journey} is retired; left out`);
    terminal.line(`${written.length} journeys in ${folder}`);
  });
}

/** Ends with 1 when the folder says something else than the system, or has a file that is not what it was meant to be. */
export async function diffJourneys({ terminal, system }: CommandContext, folder: string): Promise<void> {
  const { compared, onlyThere, leftOut } = await compare(system, folder);
  tellLeftOut(terminal, leftOut);
  const differences = compared.filter(({ is }) => is !== 'same');
  const told = compared.map(({ file, remote, is }) => ({
    journey: file.journey,
    file: file.file,
    is,
    version: remote?.version ?? null,
    lines: is === 'changed' ? diffLines(textOf(remote), file.text).filter((line) => line.is !== 'same') : [],
  }));
  terminal.result({ differences: differences.length, journeys: told, onlyThere, leftOut }, () => {
    for (const each of differences) showDifference(terminal, each);
    for (const journey of onlyThere)
      terminal.line(`${journey}: only in the system; nothing is done about it`);
    terminal.line(`${differences.length} of ${compared.length} differ`);
  });
  refuseMeant(leftOut);
  if (differences.length > 0) throw new CommandFailure(EXIT.wrong, 'The folder and the system differ.');
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
}

/**
 * Publishes what is different, each behind the version that was compared. Twice changes nothing; while a file is not what
 * it was meant to be, nothing is applied at all.
 */
export async function applyJourneys(
  { terminal, system }: CommandContext,
  folder: string,
  { dryRun = false }: ApplyOptions,
): Promise<void> {
  const { compared, leftOut } = await compare(system, folder);
  tellLeftOut(terminal, leftOut);
  refuseMeant(leftOut);
  const differences = compared.filter(({ is }) => is !== 'same');
  await refuseMistakes({ terminal, system }, differences);
  const done: { journey: string; outcome: string }[] = [];
  let refused: CommandFailure | undefined;
  for (const { file, remote, is } of dryRun ? [] : differences) {
    const { journey, text } = file;
    try {
      const applied = await applyDefinition(system, { journey, text, seen: remote?.hash });
      const outcome =
        applied.as === 'draft'
          ? 'drafted; somebody else has to publish it'
          : `${is}: version ${applied.version}`;
      done.push({ journey, outcome });
    } catch (error) {
      if (!hasMoved(error)) throw error;
      refused = error;
      done.push({ journey, outcome: `refused: ${error.message}` });
    }
  }
  const planned = differences.map(({ file, is }) => ({
    journey: file.journey,
    outcome: `would be ${is === 'new' ? 'published' : 'published again'}`,
  }));
  const told = dryRun ? planned : done;
  const same = compared.length - differences.length;
  terminal.result({ dryRun, unchanged: same, journeys: told, leftOut }, () => {
    for (const { journey, outcome } of told) terminal.line(`${journey}  ${outcome}`);
    terminal.line(`${same} unchanged, ${told.length} ${dryRun ? 'to do' : 'done'}`);
  });
  if (refused !== undefined)
    throw new CommandFailure(EXIT.refused, 'Not everything was applied.', refused.hint ?? refused.message);
}

async function compare(system: CommandContext['system'], folder: string) {
  const [{ definitions, leftOut }, remote] = await Promise.all([
    readDefinitions(folder),
    remoteDefinitions(system),
  ]);
  const compared = definitions.map((file): Compared => {
    const there = remote.get(file.journey);
    if (there === undefined) return { file, remote: there, is: 'new' };
    if (textOf(there) !== file.text) return { file, remote: there, is: 'changed' };
    return { file, remote: there, is: there.isRetired ? 'retired' : 'same' };
  });
  const names = new Set(definitions.map(({ journey }) => journey));
  const onlyThere = [...remote.values()]
    .filter(({ journey, isRetired }) => !names.has(journey) && !isRetired)
    .map(({ journey }) => journey);
  return { compared, onlyThere, leftOut };
}

/** As a file of it is read. */
function textOf(remote: RemoteDefinition | undefined): string {
  return plainText(remote?.text ?? '');
}

function tellLeftOut(terminal: Terminal, leftOut: readonly LeftOutFile[]): void {
  for (const { file, why, isMeant } of leftOut)
    terminal.note(terminal.tone(isMeant ? 'bad' : 'waiting', `${file} is not a definition: ${why}`));
}

/** Whoever wrote such a file believes it to be in force. */
function refuseMeant(leftOut: readonly LeftOutFile[]): void {
  const meant = leftOut.filter(({ isMeant }) => isMeant).map(({ file }) => file);
  if (meant.length === 0) return;
  throw new CommandFailure(
    EXIT.wrong,
    `Not what they were meant to be: ${meant.join(', ')}.`,
    'Nothing of a folder is applied while it has such a file.',
  );
}

/** Nothing is applied while anything is wrong: a half of a release is worse than none. */
async function refuseMistakes(
  { terminal, system }: Pick<CommandContext, 'terminal' | 'system'>,
  differences: readonly Compared[],
): Promise<void> {
  let count = 0;
  for (const { file } of differences) {
    for (const { line, column, rule, message } of await mistakesOf(system, file.text)) {
      terminal.note(`${file.file}:${line}:${column} ${rule}: ${message}`);
      count += 1;
    }
  }
  if (count > 0) throw new CommandFailure(EXIT.wrong, `${count} mistakes; nothing was applied.`);
}

function showDifference(terminal: Terminal, { file, remote, is }: Compared): void {
  terminal.heading(
    `${file.journey} (${file.file}): ${is}${remote === undefined ? '' : `, against version ${remote.version}`}`,
  );
  if (is !== 'changed') return;
  showDiff(terminal, textOf(remote), file.text);
}
