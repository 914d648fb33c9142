// Behind every npm script: makes a fresh clone ready (packages, Node 24, build), then runs what was asked for.
// Plain JavaScript without dependencies, because nothing is installed yet, and an older Node may be running it.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const state = join(root, '.continuo');
const startedAt = Date.now();
const node24 = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** What each npm script runs once everything is built. */
const commands = {
  start: ['libs/local-stack/dist/start.js'],
  test: ['tools/test-run.mjs'],
  lint: ['tools/test-run.mjs', '--lint'],
  verify: ['libs/testing/dist/verify.js'], // starts and kills servers of its own
  bench: ['tools/with-servers.mjs', 'libs/testing/dist/bench.js'],
  reset: ['libs/local-stack/dist/reset.js'],
  build: undefined,
};

const [command = '', ...rest] = process.argv.slice(2);
if (!Object.hasOwn(commands, command)) {
  fail(`unknown command ${JSON.stringify(command)}; one of ${Object.keys(commands).join(', ')}`);
}
checkPrerequisites();
prepare();
if (commands[command] !== undefined) run([...commands[command], ...rest]);

function say(line) {
  console.log(`[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s] ${line}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

function checkPrerequisites() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 18)
    fail(`Node 18 or newer is needed to start, this is ${process.versions.node}: see https://nodejs.org`);
  const npm = spawnSync('npm', ['--version'], { encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.status !== 0)
    fail('npm is needed and was not found on the PATH: it comes with Node, see https://nodejs.org');
}

/** Packages and build, by one launcher at a time: two at once would install over each other. */
function prepare() {
  mkdirSync(state, { recursive: true, mode: 0o700 });
  const unlock = lock(join(state, 'preparing'));
  try {
    if (!packagesAreCurrent()) install();
    build();
  } finally {
    unlock();
  }
}

/** True when every package of the lock file is installed in its version (optional ones may be for other systems). */
function packagesAreCurrent() {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages ?? {};
  const installed = readJson(join(root, 'node_modules', '.package-lock.json'))?.packages;
  if (installed === undefined || !existsSync(node24)) return false;
  return Object.entries(wanted).every(([path, { version, link, optional, extraneous }]) => {
    if (!path.startsWith('node_modules/') || link || optional || extraneous) return true;
    return installed[path]?.version === version;
  });
}

function install() {
  say('installing packages (npm ci)');
  const result = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (result.status !== 0) fail('npm ci failed: see the lines above');
  if (!existsSync(node24))
    fail('Node 24 (npm package "node") was not installed: its install script must be allowed to run');
}

function build() {
  const before = Date.now();
  const nx = binaryOf('nx');
  const result = spawnSync(node24, [nx, 'run-many', '-t', 'build', '--output-style=static'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...withNode24(process.env), NX_DAEMON: 'false', NX_TUI: 'false', NX_ISOLATE_PLUGINS: 'false' },
  });
  if (result.status !== 0)
    fail(`${result.stdout ?? ''}${result.stderr ?? ''}\nthe build failed: see the lines above`);
  say(`built in ${((Date.now() - before) / 1000).toFixed(1)} s`);
}

/** A package says itself where its program is; the place moves between versions. */
function binaryOf(name) {
  const folder = join(root, 'node_modules', name);
  const { bin } =
    readJson(join(folder, 'package.json')) ?? fail(`the package ${name} is not installed: run npm ci`);
  return join(folder, typeof bin === 'string' ? bin : bin[name]);
}

/** Runs the program under Node 24, passes signals on, and ends as it ends. */
function run(args) {
  const child = spawn(node24, args, {
    cwd: root,
    // The channel tells the program when this launcher is gone, however that came about.
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      // Compiled code is kept between starts: a quarter of what a service needs until it is ready.
      NODE_COMPILE_CACHE: join(state, 'compile-cache'),
      ...withNode24(process.env),
      NX_DAEMON: 'false',
      CONTINUO_STARTED_AT: String(startedAt),
    },
  });
  const forward = (name) => child.kill(name);
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, forward);
  watchParent(() => forward('SIGTERM'));
  child.once('error', (error) => fail(error.message));
  child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 0 : 1)));
}

/** npm and its shell, when killed, don't pass it on: a launcher that npm started ends when it has lost its parent. */
function watchParent(gone) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, 500);
  timer.unref();
}

function withNode24(env) {
  const separator = process.platform === 'win32' ? ';' : ':';
  return { ...env, PATH: `${dirname(node24)}${separator}${env.PATH ?? ''}` };
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** A folder is made by one process only; one whose maker is gone, or that is an hour old, is taken over. */
function lock(path) {
  const holder = join(path, 'pid');
  let told = false;
  for (;;) {
    try {
      mkdirSync(path);
      writeFileSync(holder, String(process.pid));
      const unlock = () => rmSync(path, { recursive: true, force: true });
      process.once('exit', unlock); // also when something fails on the way
      return () => {
        process.off('exit', unlock);
        unlock();
      };
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (isAbandoned(path, holder)) {
      rmSync(path, { recursive: true, force: true });
      continue;
    }
    if (!told) say('another launcher is preparing this checkout: waiting for it');
    told = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
  }
}

function isAbandoned(path, holder) {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const pid = Number(existsSync(holder) ? readFileSync(holder, 'utf8') : 0);
    if (pid === 0) return age > 5_000; // made, but its maker died before it said who it is
    if (age > 3_600_000) return true;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH' || error.code === 'ENOENT';
  }
}
