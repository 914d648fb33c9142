// Proves from outside what `npm start` promises about its life: ready, found by run.json, nothing left behind, and
// yesterday's schemas still there, also when the run before was killed together with its watchdog.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { eventually } from '@continuo/testing';
import { findJava } from '../src/java.js';
import { clearLeavings } from '../src/leavings.js';
import { freePorts } from '../src/ports.js';
import type { RunFile } from '../src/run-file.js';

const program = fileURLToPath(new URL('../dist/start.js', import.meta.url));
const variables = [
  'CONTINUO_KAFKA_PORT',
  'CONTINUO_KAFKA_CONTROLLER_PORT',
  'CONTINUO_REGISTRY_PORT',
  'CONTINUO_POSTGRES_PORT',
];
const minutes = 60_000;
const hasJava = await findJava(process.env.JAVA_HOME).then(
  () => true,
  () => false,
);

describe('npm start', () => {
  let state: string;
  let environment: NodeJS.ProcessEnv;
  const started: ChildProcess[] = [];

  beforeAll(async () => {
    state = await mkdtemp(join(tmpdir(), 'continuo-start-'));
    const ports = await freePorts(variables.length);
    const moved = variables.map((name, index) => [name, String(ports[index])] as const);
    const {
      KAFKA_BROKERS: _kafka,
      SCHEMA_REGISTRY_URL: _registry,
      DATABASE_URL: _database,
      ...rest
    } = process.env;
    environment = {
      ...rest,
      ...Object.fromEntries(moved),
      CONTINUO_STATE_DIRECTORY: state,
      CONTINUO_SERVERS: 'local',
    };
  });

  afterAll(async () => {
    for (const child of started) child.kill('SIGTERM');
    await Promise.all(started.map((child) => eventually(() => hasEnded(child), { within: minutes })));
    await clearLeavings(state); // a test that failed half-way may have killed whoever would have done it
    await rm(state, { recursive: true, force: true });
  }, 2 * minutes);

  function start(): { child: ChildProcess; output: () => string } {
    const child = spawn(process.execPath, [program, '--no-services'], {
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    started.push(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
    return { child, output: () => output };
  }

  async function ready({ child, output }: ReturnType<typeof start>): Promise<RunFile> {
    const done = (): boolean => hasEnded(child) || output().includes('Continuo is ready');
    await eventually(done, { within: 2 * minutes, every: 100, what: 'a ready system' });
    if (hasEnded(child)) throw new Error(output());
    return JSON.parse(readFileSync(join(state, 'run.json'), 'utf8')) as RunFile;
  }

  (hasJava ? it : it.skip)(
    'comes up, is cleared up after when killed, keeps its schemas, and leaves nothing behind',
    async () => {
      const first = start();
      const run = await ready(first);
      expect(statSync(join(state, 'run.json')).mode & 0o777).toBe(0o600);
      expect(Object.keys(run.processes)).toEqual(
        expect.arrayContaining(['kafka', 'postgres', 'schema-registry']),
      );
      const id = await register(run);

      const pids = Object.values(run.processes);
      const watchdog = await childNamed(first.child.pid as number, 'watchdog');
      process.kill(watchdog, 'SIGKILL');
      first.child.kill('SIGKILL');
      await eventually(() => hasEnded(first.child));
      expect(pids.some(isAlive)).toBe(true);

      const second = start();
      const again = await ready(second);
      expect(second.output()).toMatch(/an earlier run was killed; stopped what it left: .*kafka/);
      expect(pids.filter(isAlive)).toEqual([]);
      expect(await register(again)).toBe(id);

      second.child.kill('SIGINT');
      await eventually(() => hasEnded(second.child), { within: minutes });
      expect(second.child.exitCode).toBe(0);
      expect(Object.values(again.processes).filter(isAlive)).toEqual([]);
      expect(existsSync(join(state, 'run.json'))).toBe(false);
      expect(await readdir(join(state, 'pids'))).toEqual([]);
    },
    4 * minutes,
  );
});

/** Registers a schema, or finds that it is: the answer is its id either way. */
async function register(run: RunFile): Promise<number> {
  const answer = await fetch(`${run.addresses['schema-registry']}/subjects/kept-over-a-restart/versions`, {
    method: 'POST',
    headers: { 'content-type': 'application/vnd.schemaregistry.v1+json' },
    body: JSON.stringify({ schema: '{"type":"record","name":"Kept","fields":[]}' }),
  });
  const { id } = (await answer.json()) as { id?: number };
  if (id === undefined) throw new Error(`the registry answered ${answer.status}`);
  return id;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The pid of a child of the process whose command line holds the word. */
async function childNamed(parent: number, word: string): Promise<number> {
  const ps = spawn('ps', ['-eo', 'pid=,ppid=,args='], { stdio: ['ignore', 'pipe', 'ignore'] });
  const lines = (await ps.stdout.toArray()).join('').split('\n');
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, ppid, ...rest]) => {
      return Number(ppid) === parent && rest.join(' ').includes(word);
    });
  if (found === undefined) throw new Error(`no ${word} among the children of ${parent}`);
  return Number(found[0]);
}
