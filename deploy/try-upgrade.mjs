// Tries an upgrade and its rollback with two versions of the code on one system: the version before runs on the new
// tables, the new one on its data, and the version before again. Every time one event goes all the way.
//   node tools/with-servers.mjs deploy/try-upgrade.mjs <git revision of the version before>
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';

const root = fileURLToPath(new URL('..', import.meta.url));
const [revision] = process.argv.slice(2);
if (revision === undefined) fail('Usage: node tools/with-servers.mjs deploy/try-upgrade.mjs <git revision>');
const { KAFKA_BROKERS, SCHEMA_REGISTRY_URL, DATABASE_URL } = process.env;

/** They are what an event needs to get from the gateway to the timeline. */
const service = 'customer-data-platform';
const prefix = `upgrade-${randomBytes(4).toString('hex')}.`;
const database = `upgrade_${randomBytes(4).toString('hex')}`;
const [port, consolePort] = [await freePort(), await freePort()];
const environment = {
  PATH: process.env.PATH,
  NODE_ENV: 'development',
  LOG_LEVEL: 'warn',
  KAFKA_BROKERS,
  KAFKA_TOPIC_PREFIX: prefix,
  SCHEMA_REGISTRY_URL,
  OIDC_ISSUER: `http://127.0.0.1:${consolePort}/issuer`,
  PUBLIC_URL: `http://127.0.0.1:${consolePort}`,
  CUSTOMER_DATA_PLATFORM_URL: `http://127.0.0.1:${port}`,
  WRITE_KEYS: 'probe:a-write-key-of-the-probe',
  CONTINUO_WRITE_KEY: 'a-write-key-of-the-probe',
  CONTINUO_URL: `http://127.0.0.1:${consolePort}`,
  IDENTIFIER_HASH_KEYS: `1:${randomBytes(32).toString('base64')}`,
};
const databaseUrl = new URL(DATABASE_URL);
databaseUrl.pathname = `/${database}`;

mkdirSync(join(root, '.continuo'), { recursive: true });
const before = mkdtempSync(join(root, '.continuo', 'version-before-'));
const running = new Set();
let failed = false;
try {
  checkOut(before);
  const admin = await import('pg').then(({ default: { Client } }) => new Client(DATABASE_URL));
  await admin.connect();
  await admin.query(`create database ${database}`);
  await step('the version before prepares an empty system', () => release(before));
  await step('an event goes through the version before', () => through(before));
  await step('the new version migrates, registers and applies', () => release(root));
  await step('the version before runs on the new tables', () => through(before));
  await step('the new version runs on its data', () => through(root));
  await step('rolled back, the version before runs again', () => through(before));
  await admin.query(`drop database ${database} with (force)`);
  await admin.end();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  failed = true;
} finally {
  for (const child of running) child.kill('SIGKILL');
  rmSync(before, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);

/** The files of the revision with the packages of this checkout, built. */
function checkOut(folder) {
  const archive = `git archive ${JSON.stringify(revision)} | tar x -C ${JSON.stringify(folder)}`;
  shell(archive, root);
  shell(`cp -al ${JSON.stringify(join(root, 'node_modules'))} node_modules`, folder);
  shell('node node_modules/nx/dist/bin/nx.js run-many -t build --output-style=static', folder);
}

function shell(command, cwd) {
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false' };
  const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], { cwd, env, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} failed:\n${stdout}${stderr}`);
}

async function step(what, run) {
  const began = performance.now();
  await run();
  console.log(`passed: ${what} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

/** What is done before pods are replaced. */
async function release(version) {
  await ended(start(version, service, ['migrate']));
  await ended(start(version, 'cli', ['schemas', 'register']));
  await ended(start(version, 'cli', ['topics', 'apply']));
}

/** Starts gateway and service, sends one event through them by this checkout's command line, stops them. */
async function through(version) {
  const children = [start(version, service), start(version, 'console')];
  await Promise.all([ready(port, children[0]), ready(consolePort, children[1])]);
  await ended(start(root, 'cli', ['events', 'probe', '--within', '60']));
  for (const child of children) child.kill('SIGTERM');
  await Promise.all(children.map(ended));
}

function start(version, name, args = []) {
  const own =
    name === 'console'
      ? { PORT: String(consolePort), LOCAL_ISSUER_SECRET: 'x'.repeat(32) }
      : { PORT: String(port), ...(name === service ? { DATABASE_URL: databaseUrl.href } : {}) };
  const main = join(version, 'services', name, 'dist', 'main.js');
  const child = spawn(process.execPath, ['--enable-source-maps', main, ...args], {
    cwd: version,
    env: { ...environment, ...own },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.said = '';
  child.what = `${name} ${args.join(' ')}`;
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (child.said += chunk));
  running.add(child);
  child.done = new Promise((resolve) => child.once('close', resolve));
  return child;
}

async function ended(child) {
  const code = await child.done;
  running.delete(child);
  if (code !== 0) throw new Error(`${child.what} ended with ${code}:\n${child.said}`);
}

async function ready(at, child) {
  const deadline = Date.now() + 60_000;
  while (
    !(await fetch(`http://127.0.0.1:${at}/health/ready`).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null || Date.now() > deadline)
      throw new Error(`${child.what} is not ready:\n${child.said}`);
    await delay(100);
  }
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port: free } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return free;
}

function fail(message) {
  console.error(message);
  process.exit(2);
}
