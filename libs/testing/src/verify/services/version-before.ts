// The version before: the code of an earlier commit of the same contract, built beside this one, to be rolled back to.
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const CODE = ['libs/*/src', 'services/*/src'];
/** What both versions must have in common, so that either runs on what the other left. */
const IN_COMMON = ['schemas', 'package-lock.json', 'services/*/src/migrations', 'libs/*/src/migrations'];

export interface Version {
  readonly label: string;
  /** The root of its files. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string>>;
}

export interface VersionBefore extends Version {
  remove(): Promise<void>;
}

/** Undefined, with a line that says why, where it cannot be had. Its files are put below `folder`. */
export async function versionBefore({
  root,
  folder: below,
  say,
  signal,
}: {
  readonly root: string;
  readonly folder: string;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
}): Promise<VersionBefore | undefined> {
  const revision = await revisionBefore(root).catch(() => undefined);
  if (revision === undefined) {
    say('there is no earlier code of the same contract here: rolling back changes settings only');
    return undefined;
  }
  const folder = await mkdtemp(join(below, 'version-before-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    await checkOut(root, revision, folder);
    await build(root, folder, signal);
    say(`built the version before, ${revision.slice(0, 10)}`);
    return { label: revision.slice(0, 10), root: folder, environment: { LOG_LEVEL: 'info' }, remove };
  } catch (error) {
    await remove();
    signal.throwIfAborted();
    const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
    say(`the version before could not be built (${line}): rolling back changes settings only`);
    return undefined;
  }
}

/** The parent of the last commit that changed code: surely other code, and only a little. */
async function revisionBefore(root: string): Promise<string | undefined> {
  const git = async (...args: string[]): Promise<string> =>
    (await run('git', args, { cwd: root, maxBuffer: 64 * 1024 * 1024 })).stdout.trim();
  const specs = CODE.map((path) => `:(glob)${path}/**`);
  const last = await git('rev-list', '-n', '1', 'HEAD', '--', ...specs);
  if (last === '') return undefined;
  const before = await git('rev-parse', '--verify', '--quiet', `${last}^`);
  const changed = await git(
    'diff',
    '--name-only',
    before,
    '--',
    ...IN_COMMON.map((path) => `:(glob)${path}/**`),
  );
  const locked = await git('diff', '--name-only', before, '--', 'package-lock.json');
  return changed === '' && locked === '' ? before : undefined;
}

async function checkOut(root: string, revision: string, folder: string): Promise<void> {
  const archive = join(folder, 'archive.tar');
  await run('git', ['archive', '--output', archive, revision], { cwd: root });
  await run('tar', ['xf', archive], { cwd: folder });
  await rm(archive);
  await linkPackages(root, folder);
}

/** The packages of this checkout, but its own projects as they were. */
async function linkPackages(root: string, folder: string): Promise<void> {
  const [from, to] = [join(root, 'node_modules'), join(folder, 'node_modules')];
  await mkdir(join(to, '@continuo'), { recursive: true });
  for (const name of await readdir(from))
    if (name !== '@continuo') await symlink(join(from, name), join(to, name));
  for (const name of await readdir(join(from, '@continuo'))) {
    const project = join(folder, relative(root, await realpath(join(from, '@continuo', name))));
    if (existsSync(project)) await symlink(project, join(to, '@continuo', name));
  }
}

/** As the build of nx.json does it, project by project, behind what else is going on. */
async function build(root: string, folder: string, signal: AbortSignal): Promise<void> {
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const options = [
    '--strip-leading-paths',
    '--config-file',
    '../../.swcrc',
    '--ignore',
    '**/*.spec.ts',
    '--quiet',
  ];
  for (const kind of ['libs', 'services'])
    for (const name of await readdir(join(folder, kind))) {
      const project = join(folder, kind, name);
      if (!existsSync(join(project, 'src'))) continue;
      await run(process.execPath, [swc, 'src', '-d', 'dist', ...options], { cwd: project, signal });
    }
}
