// `npm run schemas:lock`: stores the schemas as they are now, unless that would break who reads older or newer ones.
import path from 'node:path';
import { updateLock } from '../checks/lock.js';
import { readLock, writeLock } from '../checks/lock-files.js';
import { problemText } from '../checks/problem.js';
import { readContractFiles } from './sources.js';

const schemas = path.resolve(import.meta.dirname, '../../../../schemas');
const folder = path.join(schemas, 'lock');
const update = updateLock(readContractFiles(schemas), readLock(folder));

for (const problem of update.refused) console.error(problemText(problem));
if (update.refused.length > 0) {
  console.error('nothing was stored: a break is a new record beside the old one (…V2)');
  process.exitCode = 1;
} else {
  writeLock(folder, update.lock);
  console.log(update.updated.length === 0 ? 'nothing to store' : `stored ${update.updated.join(', ')}`);
}
