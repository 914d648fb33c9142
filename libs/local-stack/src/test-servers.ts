// Servers of a test run's own: free ports, a folder of its own, nothing left of either afterwards.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { clearTestLeavings, endOwnership, removeTestFolder, takeOwnership } from './leavings.js';
import { freeServerPorts } from './ports.js';
import { ranks, recordPid } from './pid-files.js';
import { makeStateDirectory } from './private-files.js';
import type { Servers } from './server-run.js';
import { keepingIn, startServers } from './servers.js';
import { externalServersFrom, serverSourceFrom, type Environment } from './settings.js';

export interface TestServersOptions {
  readonly root: string;
  readonly env: Environment;
  readonly say?: (line: string) => void;
  readonly cancelled?: AbortSignal;
}

/** Servers of a run, which also sees to it that what uses them does not outlive the run. */
export interface TestServers extends Servers {
  /** Has a process that uses the servers stopped with them when this run is killed. */
  guard(name: string, pid: number): Promise<void>;
}

/** Starts what the environment doesn't name. `stop` also removes the data. */
export async function startTestServers(options: TestServersOptions): Promise<TestServers> {
  const { root, env, say, cancelled } = options;
  const tests = join(root, '.continuo', 'tests');
  await makeStateDirectory(join(root, '.continuo'));
  await clearTestLeavings(tests);
  const folder = join(tests, `run-${process.pid}-${randomBytes(3).toString('hex')}`);
  await makeStateDirectory(tests);
  await makeStateDirectory(folder);
  await takeOwnership(folder, 'a test run');
  const keeping = keepingIn(folder);
  const clear = async (): Promise<void> => {
    await keeping.watchdog.end();
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
      keeping,
    });
    const stop = async (): Promise<void> => {
      await servers.stop();
      await clear();
    };
    const guard = async (name: string, pid: number): Promise<void> => {
      const stopping = { stopSignal: 'SIGTERM', rank: ranks.service } as const;
      const record = await recordPid(keeping.pidDirectory, name, pid, stopping);
      if (record !== undefined) keeping.watchdog.watch(record);
    };
    return { ...servers, stop, guard };
  } catch (error) {
    await clear();
    throw error;
  }
}
