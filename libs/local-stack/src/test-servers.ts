// Servers of a test run's own: free ports, a folder of its own, nothing left of either afterwards.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { clearTestLeavings, endOwnership, removeTestFolder, takeOwnership } from './leavings.js';
import { freeServerPorts } from './ports.js';
import { makeStateDirectory } from './private-files.js';
import type { Servers } from './server-run.js';
import { startServers } from './servers.js';
import { externalServersFrom, serverSourceFrom, type Environment } from './settings.js';

export interface TestServersOptions {
  readonly root: string;
  readonly env: Environment;
  readonly say?: (line: string) => void;
  readonly cancelled?: AbortSignal;
}

/** Starts what the environment doesn't name. `stop` also removes the data. */
export async function startTestServers(options: TestServersOptions): Promise<Servers> {
  const { root, env, say, cancelled } = options;
  const tests = join(root, '.continuo', 'tests');
  await makeStateDirectory(join(root, '.continuo'));
  await clearTestLeavings(tests);
  const folder = join(tests, `run-${process.pid}-${randomBytes(3).toString('hex')}`);
  await makeStateDirectory(tests);
  await makeStateDirectory(folder);
  await takeOwnership(folder, 'a test run');
  const clear = async (): Promise<void> => {
    await endOwnership(folder);
    await removeTestFolder(folder);
  };
  try {
    const servers = await startServers({
      root,
      stateDirectory: folder,
      ports: await freeServerPorts(),
      password: randomBytes(12).toString('hex'),
      purpose: 'tests',
      external: externalServersFrom(env),
      source: serverSourceFrom(env),
      say,
      cancelled,
    });
    const stop = async (): Promise<void> => {
      await servers.stop();
      await clear();
    };
    return { ...servers, stop };
  } catch (error) {
    await clear();
    throw error;
  }
}
