// `npm start`: brings the whole system up, stays with it, and takes all of it down again.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fileURLToPath } from 'node:url';
import { faultOf } from '@continuo/kernel';
import { runSystem } from './run-system.js';
import { terminal } from './terminal.js';

const { values: flags } = parseArgs({
  // `--no-services`: the servers alone, for those who run a service in their editor.
  options: { demo: { type: 'boolean', default: true }, services: { type: 'boolean', default: true } },
  allowNegative: true,
});
const screen = terminal(process.stdout, Number(process.env.CONTINUO_STARTED_AT ?? Date.now()));
const stopping = new AbortController();
let asked = 0;

const stop = (why: string): void => {
  asked += 1;
  // One Ctrl-C may arrive twice: from the terminal and again through npm. Only an insisting person is obeyed at once.
  if (asked === 1) {
    screen.progress(`${why}: stopping everything`);
    stopping.abort();
  }
};
process.on('SIGINT', () => stop('Ctrl-C'));
process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGHUP', () => stop('the terminal was closed'));
const launcherGone = (): void => stop('the launcher is gone');
process.on('disconnect', launcherGone);
// A closed terminal must not keep us from stopping everything.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

try {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  await runSystem({
    root,
    stateDirectory: process.env.CONTINUO_STATE_DIRECTORY ?? join(root, '.continuo'),
    env: process.env,
    screen,
    demo: flags.demo && flags.services,
    services: flags.services,
    stopping: stopping.signal,
  });
  screen.progress('everything is stopped');
} catch (thrown) {
  if (stopping.signal.aborted) screen.progress('everything is stopped');
  else {
    screen.warn(faultOf(thrown).message);
    process.exitCode = 1;
  }
}
process.off('disconnect', launcherGone);
if (process.connected) process.disconnect();
