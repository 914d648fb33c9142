// Runs a compiled program (`npm run verify`, `npm run bench`) against servers of its own and stops them afterwards.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverEnvironment, startTestServers } from '../libs/local-stack/dist/index.js';
import { progress, runCommand, stopOnSignals } from './processes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [program = '', ...args] = process.argv.slice(2);
const { signal } = stopOnSignals();

process.exitCode = existsSync(join(root, program)) ? await main() : missing();
if (process.connected) process.disconnect();

async function main() {
  try {
    const servers = await startTestServers({ root, env: process.env, say: progress, cancelled: signal });
    try {
      const env = { ...process.env, ...serverEnvironment(servers) };
      const { code } = await runCommand(process.execPath, ['--enable-source-maps', program, ...args], {
        cwd: root,
        env,
        signal,
        started: (pid) => servers.guard('program', pid),
      });
      return code;
    } finally {
      await servers.stop();
    }
  } catch (error) {
    if (!signal.aborted) console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

function missing() {
  console.error(`${program} was not built: there is nothing to run`);
  return 1;
}
