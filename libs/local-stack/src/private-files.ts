// Files and folders that only their owner may read: they hold keys, passwords and personal data of a local system.
import { chmod, mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

export async function makePrivateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, 0o700);
}

/**
 * The state folder and the folders of a run: owner-only, but when root starts the system, whose database runs as
 * another user, that user may pass through (not look around).
 */
export async function makeStateDirectory(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  await chmod(path, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/** Writes beside and renames, so that a reader sees the old file or the new one, never a half. */
export async function writePrivately(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const beside = `${path}.${process.pid}.new`;
  await writeFile(beside, text, { mode: 0o600 });
  await rename(beside, path);
}
