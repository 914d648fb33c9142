// `npm test`: checks and all tests against real servers of their own, and one plain line at the end.
// `--lint` runs only the checks that `npm run lint` promises; other arguments go to Jest.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serverEnvironment, startTestServers } from '../libs/local-stack/dist/index.js';
import { checks } from './checks.mjs';
import { progress, runCommand, stopOnSignals } from './processes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const lintOnly = args.includes('--lint');
const jestArgs = args.filter((arg) => arg !== '--lint');
const stopping = stopOnSignals();
const { signal } = stopping;
const counts = { passed: 0, failed: 0 };

if (lintOnly) await runChecks(checks.filter((check) => check.lint));
else await runEverything();
if (signal.aborted) console.log('interrupted');
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || signal.aborted ? 1 : 0;
if (process.connected) process.disconnect();

/** The servers come up while the checks run. */
async function runEverything() {
  const starting = startTestServers({ root, env: process.env, say: progress, cancelled: signal });
  starting.catch(() => undefined);
  try {
    if (jestArgs.length === 0) await runChecks(checks);
    const servers = await starting;
    try {
      if (!signal.aborted) await runJest(servers);
    } finally {
      await servers.stop();
    }
  } catch (error) {
    if (signal.aborted) return;
    console.error(error instanceof Error ? error.message : error);
    counts.failed += 1;
  }
}

async function runChecks(list) {
  for (const { name, command } of list) {
    if (signal.aborted) return;
    const before = Date.now();
    const { code, output } = await runCommand(command[0], command[1], { cwd: root, signal, quiet: true });
    const seconds = ((Date.now() - before) / 1000).toFixed(1);
    counts[code === 0 ? 'passed' : 'failed'] += 1;
    progress(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds} s)`);
    if (code !== 0) console.log(output);
  }
}

async function runJest(servers) {
  const results = join(root, '.continuo', `jest-${process.pid}.json`);
  mkdirSync(join(root, '.continuo'), { recursive: true });
  const workers = process.env.JEST_WORKERS ?? String(Math.max(2, availableParallelism()));
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const options = [`--maxWorkers=${workers}`, '--json', `--outputFile=${results}`, ...jestArgs];
  const env = {
    ...process.env,
    ...serverEnvironment(servers),
    NODE_ENV: 'test',
    FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
  };
  const { code } = await runCommand(process.execPath, [...jest, ...options], {
    cwd: root,
    env,
    signal,
    started: (pid) => servers.guard('jest', pid),
  });
  const found = readResults(results);
  rmSync(results, { force: true });
  if (found === undefined) {
    if (!signal.aborted) counts.failed += 1;
    return;
  }
  counts.passed += found.numPassedTests;
  // A file that could not be run has no tests to count, and is a failure all the same.
  counts.failed += found.numFailedTests + found.numRuntimeErrorTestSuites;
  if (code !== 0 && counts.failed === 0 && !signal.aborted) counts.failed += 1;
  for (const name of skippedTests(found)) progress(`skipped: ${name}`);
}

function readResults(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function skippedTests({ testResults }) {
  return testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'pending').map(({ fullName }) => fullName),
  );
}
