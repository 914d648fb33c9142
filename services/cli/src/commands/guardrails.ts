// Guardrails as a file: shown, compared with what is in force, and published behind the version that was seen.
import {
  checkPolicy,
  heldMessages,
  publishPolicy,
  remotePolicy,
  type HeldByRule,
  type RemotePolicy,
} from '../system/guardrails.js';
import { plainText, textOfFile } from '../system/text-file.js';
import { CommandFailure, EXIT } from '../terminal/failure.js';
import { diffLines } from '../terminal/line-diff.js';
import { showDiff } from '../terminal/shown-diff.js';
import type { Terminal } from '../terminal/terminal.js';
import type { CommandContext } from './command.js';

export interface ShowOptions {
  readonly policyVersion?: string;
}

/** The policy as it was published: into a file, it is what `apply` takes. */
export async function showGuardrails(
  { terminal, system }: CommandContext,
  { policyVersion }: ShowOptions,
): Promise<void> {
  const wanted = policyVersion === undefined ? undefined : Number(policyVersion);
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted > 0))
    throw new CommandFailure(EXIT.usage, `${policyVersion} is no version; versions count from 1.`);
  const found = await remotePolicy(system, wanted);
  const { version, policy, changedBy, changedAt } = found;
  if (policy === null) throw new CommandFailure(EXIT.notFound, 'There is no policy: nothing is looked at.');
  terminal.note(`version ${version}, published by ${changedBy ?? '?'} at ${changedAt ?? '?'}`);
  terminal.result(found, () => terminal.line(policy.trimEnd()));
}

/** Ends with 1 when the file says something else than what is in force. */
export async function diffGuardrails({ terminal, system }: CommandContext, file: string): Promise<void> {
  const [text, there] = await Promise.all([textOf(file), remotePolicy(system)]);
  const isSame = isPolicy(there, text);
  const held = isSame ? [] : await heldMessages(system);
  const lines = diffLines(plainText(there.policy ?? ''), text).filter(({ is }) => is !== 'same');
  terminal.result({ file, version: there.version, isSame, lines, held }, () => {
    if (isSame) terminal.line(`${file} is version ${there.version}`);
    else showChange(terminal, { file, text, there, held });
  });
  if (!isSame) throw new CommandFailure(EXIT.wrong, 'The file and the policy in force differ.');
}

export interface ApplyOptions {
  readonly dryRun?: boolean;
}

/** Publishes the file when it is different, unless somebody published meanwhile. Twice changes nothing. */
export async function applyGuardrails(
  { terminal, system }: CommandContext,
  file: string,
  { dryRun = false }: ApplyOptions,
): Promise<void> {
  const [text, there] = await Promise.all([textOf(file), remotePolicy(system)]);
  if (isPolicy(there, text)) {
    const unchanged = { dryRun, version: there.version, isNew: false };
    return terminal.result(unchanged, () => terminal.line(`version ${there.version} is this already`));
  }
  await checkPolicy(system, text, (mistake) => terminal.note(`${file}:${mistake}`));
  const held = await heldMessages(system);
  const applied = dryRun
    ? { version: there.version + 1, isNew: false }
    : await publishPolicy(system, text, there.version);
  const { version, isNew } = applied;
  terminal.result({ dryRun, version, isNew, held }, () => {
    showChange(terminal, { file, text, there, held });
    terminal.line(dryRun ? `would be published as version ${version}` : `published as version ${version}`);
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await textOfFile(file);
  } catch {
    throw new CommandFailure(EXIT.usage, `${file} is no file that can be read.`);
  }
}

function isPolicy({ policy }: RemotePolicy, text: string): boolean {
  return policy !== null && plainText(policy) === text;
}

interface Change {
  readonly file: string;
  readonly text: string;
  readonly there: RemotePolicy;
  readonly held: readonly HeldByRule[];
}

/** Line by line, and who waits now: partitions take a policy up with their next batch, and look at what is held by it. */
function showChange(terminal: Terminal, { file, text, there, held }: Change): void {
  terminal.heading(
    there.policy === null ? `${file}: the first policy` : `${file}, against version ${there.version}`,
  );
  showDiff(terminal, plainText(there.policy ?? ''), text);
  for (const { rule, count, since } of held)
    terminal.line(
      `${count} messages wait by ${rule}, the first since ${since}; they are looked at again by it`,
    );
}
