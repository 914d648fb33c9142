// What a run that was killed has left: its processes, its run file, the folders of its tests.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '@continuo/kernel';
import { forgetPid, ranks, readPids, recordPid, stopRecorded } from './pid-files.js';
import { removePostgresData } from './postgres-places.js';
import { isStillThere } from './process-identity.js';
import { removeRunFile } from './run-file.js';

const graceMs = 10_000;
const owner = 'continuo';

/** The pid of the process that runs a system on this state folder now. */
export async function runningOwner(stateDirectory: string): Promise<number | undefined> {
  for (const record of await readPids(join(stateDirectory, 'pids'))) {
    if (record.rank === ranks.owner && (await isStillThere(record))) return record.pid;
  }
  return undefined;
}

/** Makes this process the one that runs a system on the folder; throws when another one does. */
export async function takeOwnership(stateDirectory: string, what: string): Promise<void> {
  const other = await runningOwner(stateDirectory);
  if (other !== undefined && other !== process.pid) {
    throw new Fault(`${what} runs already (pid ${other}): stop it first`, {
      code: 'already-running',
      retriable: false,
    });
  }
  await recordPid(join(stateDirectory, 'pids'), owner, process.pid, {
    stopSignal: 'SIGTERM',
    rank: ranks.owner,
  });
}

export async function endOwnership(stateDirectory: string): Promise<void> {
  await forgetPid(join(stateDirectory, 'pids'), owner);
}

/** Stops what a killed run has left running on the folder; answers the names. Call it as the owner. */
export async function clearLeavings(stateDirectory: string): Promise<string[]> {
  const directory = join(stateDirectory, 'pids');
  await removeRunFile(stateDirectory);
  const records = (await readPids(directory)).filter((record) => record.pid !== process.pid);
  const stopped = await stopRecorded(records, graceMs);
  for (const { name, rank } of records) if (rank !== ranks.owner) await forgetPid(directory, name);
  return stopped;
}

/** Removes the folder of a test run, wherever the database's part of it is. */
export async function removeTestFolder(folder: string): Promise<void> {
  await removePostgresData(join(folder, 'data', 'postgres'));
  await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
}

/** Clears up after test runs that were killed: those whose owner is gone. */
export async function clearTestLeavings(testsDirectory: string): Promise<void> {
  for (const name of await readdir(testsDirectory).catch(() => [])) {
    const folder = join(testsDirectory, name);
    if ((await runningOwner(folder)) !== undefined) continue;
    await clearLeavings(folder);
    await removeTestFolder(folder);
  }
}
