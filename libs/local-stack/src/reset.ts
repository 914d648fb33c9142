// `npm run reset`: forgets everything that a local system has stored. Refuses while one is running.
import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { faultOf } from '@continuo/kernel';
import { removeComposed } from './docker-compose.js';
import { clearLeavings, clearTestLeavings, endOwnership, takeOwnership } from './leavings.js';
import { removePostgresData } from './postgres-places.js';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const state = join(root, '.continuo');

async function reset(): Promise<void> {
  if (!existsSync(state)) return;
  await takeOwnership(state, 'a system on this checkout');
  await clearLeavings(state);
  await removeComposed(root);
  await clearTestLeavings(join(state, 'tests'));
  await removePostgresData(join(state, 'data', 'postgres'));
  await endOwnership(state);
  // A test run that is going on keeps its folder, and the servers' jars that it runs from.
  const testing = (await readdir(join(state, 'tests')).catch(() => [])).length > 0;
  for (const name of await readdir(state)) {
    if (testing && (name === 'tests' || name === 'servers')) continue;
    await rm(join(state, name), { recursive: true, force: true });
  }
}

try {
  await reset();
  console.log('.continuo is cleared: the next npm start begins with an empty system');
} catch (thrown) {
  console.error(faultOf(thrown).message);
  process.exitCode = 1;
}
if (process.connected) process.disconnect();
