// `npm test`: checks and all tests against real servers of their own, and one plain line at the end.
// `--lint` runs only the checks that `npm run lint` promises; other arguments go to Jest.
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serverEnvironment, startTestServers } from '../libs/local-stack/dist/index.js';
import { checks } from './checks.mjs';
import { findHelm, provideHelm } from './helm.mjs';
import { progress, runCommand, stopOnSignals } from './processes.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const args = process.argv.slice(2);
const lintOnly = args.includes('--lint');
const jestArgs = args.filter((arg) => arg !== '--lint');
const stopping = stopOnSignals();
const { signal } = stopping;
const counts = { passed: 0, failed: 0 };
/** Told in the end, since Jest writes much between. */
const failedChecks = [];
/** Tests that render the chart. */
const chartTests = '(deploy/test/chart/|generate/chart\\.spec)';
const defaultIgnores = ['/node_modules/', '/dist/', '/.continuo/'].map(
  (pattern) => `--testPathIgnorePatterns=${pattern}`,
);
/** How long a Helm that is still being built is waited for when everything else is done. */
const HELM_PATIENCE_MS = 180_000;

if (lintOnly) await runChecks(checks.filter((check) => check.lint));
else await runEverything();
for (const { name, output } of failedChecks) console.log(`FAILED: ${name}\n${output}`);
if (signal.aborted) console.log('interrupted');
console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed > 0 || signal.aborted ? 1 : 0;
if (process.connected) process.disconnect();

/** The servers come up, and Helm is built where there is none, while the first checks run; the others run beside tests. */
async function runEverything() {
  const over = new AbortController();
  const helm = provideHelm({ signal: AbortSignal.any([signal, over.signal]), say: progress }).catch(
    () => undefined,
  );
  const starting = startTestServers({ root, env: process.env, say: progress, cancelled: signal });
  starting.catch(() => undefined);
  let checking;
  try {
    const besides = jestArgs.length === 0 ? checks : [];
    for (const check of besides) if (check.alone === true) await runCheck(check);
    checking = inTurn(besides.filter(isNotAlone), true);
    const servers = await starting;
    try {
      if (!signal.aborted) await runTests(servers, helm);
    } finally {
      await servers.stop();
    }
  } catch (error) {
    if (signal.aborted) return;
    console.error(error instanceof Error ? error.message : error);
    counts.failed += 1;
  } finally {
    over.abort();
    await Promise.all([helm, checking]);
  }
}

/** Two at a time, since each keeps one processor busy; then, one by one, what nothing may run beside. */
async function runChecks(list) {
  const waiting = list.filter(isNotAlone);
  await Promise.all([inTurn(waiting), inTurn(waiting)]);
  for (const check of list) if (check.alone === true) await runCheck(check);
}

function isNotAlone({ alone }) {
  return alone !== true;
}

/** Takes one after the other from the list until it is empty. */
async function inTurn(waiting, idle = false) {
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await runCheck(next, idle);
}

async function runCheck({ name, command }, idle = false) {
  if (signal.aborted) return;
  const before = Date.now();
  const { code, output } = await runCommand(command[0], command[1], { cwd: root, signal, idle, quiet: true });
  const seconds = ((Date.now() - before) / 1000).toFixed(1);
  counts[code === 0 ? 'passed' : 'failed'] += 1;
  progress(`${code === 0 ? 'passed' : 'FAILED'}: ${name} (${seconds} s)`);
  if (code !== 0) failedChecks.push({ name, output });
}

/** The chart's tests come last when Helm is still being built; what is named on the command line waits for it. */
async function runTests(servers, helm) {
  if (jestArgs.length > 0) await helm;
  if (jestArgs.length > 0 || findHelm() !== undefined || (await isSettled(helm))) {
    return runJest(servers, jestArgs);
  }
  await runJest(servers, [`--testPathIgnorePatterns=${chartTests}`, ...defaultIgnores]);
  await Promise.race([helm, delay(HELM_PATIENCE_MS, undefined, { signal }).catch(() => undefined)]);
  if (!signal.aborted) await runJest(servers, [`--testPathPatterns=${chartTests}`]);
}

async function isSettled(promise) {
  const pending = Symbol('pending');
  return (await Promise.race([promise, Promise.resolve(pending)])) !== pending;
}

async function runJest(servers, selection) {
  const results = join(root, '.continuo', `jest-${process.pid}.json`);
  mkdirSync(join(root, '.continuo'), { recursive: true });
  const workers = process.env.JEST_WORKERS ?? String(Math.max(2, availableParallelism()));
  const jest = [
    '--experimental-vm-modules',
    '--no-warnings=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
  ];
  const options = [`--maxWorkers=${workers}`, '--json', `--outputFile=${results}`, ...selection];
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
