#!/usr/bin/env node
// `npx continuo`: runs the command line under the project's Node 24, building it first when that never happened.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
const main = join(root, 'services', 'cli', 'dist', 'main.js');

if (!existsSync(main) || !existsSync(node24)) {
  // To stderr: what a script reads from stdout is the command's own.
  const built = spawnSync(process.execPath, [join(root, 'tools', 'bootstrap.mjs'), 'build'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
  });
  if (built.status !== 0) process.exit(1);
}
const child = spawn(node24, ['--enable-source-maps', main, ...process.argv.slice(2)], { stdio: 'inherit' });
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name));
child.once('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
