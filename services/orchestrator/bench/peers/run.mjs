// Starts the comparison from its sources; `tools/with-servers.mjs` starts servers for it.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
if (!existsSync(here('node_modules'))) {
  console.error('nothing is installed here: npm ci, in services/orchestrator/bench/peers');
  process.exit(1);
}
const hooks = here('../../../../libs/testing/dist/bench/typescript-sources.js');
const args = ['--import', hooks, '--enable-source-maps', here('compare.ts'), ...process.argv.slice(2)];
const child = spawn(process.execPath, args, {
  stdio: 'inherit',
  env: { ...process.env, NODE_ENV: 'production' },
});
for (const name of ['SIGINT', 'SIGTERM']) process.on(name, () => child.kill(name));
child.on('exit', (code) => process.exit(code ?? 1));
