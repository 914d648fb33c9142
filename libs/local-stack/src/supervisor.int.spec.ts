// Proves that a process that dies is started again, later and later, with a word on the terminal, and that a stop is
// the end of all of them, also when the supervisor itself is killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { eventually } from '@continuo/testing';
import { ManagedProcess, type ProcessSpec } from './managed-process.js';
import { identify } from './process-identity.js';
import { keepingIn } from './servers.js';
import type { ProcessKeeping } from './managed-process.js';
import { backoffAfter, Supervisor } from './supervisor.js';

const backoff = { firstMs: 20, mostMs: 80, forgottenAfterMs: 60_000 };

function spec(script: string, changes: Partial<ProcessSpec> = {}): ProcessSpec {
  return {
    name: 'sample',
    kind: 'service',
    command: process.execPath,
    args: ['-e', script],
    cwd: tmpdir(),
    env: process.env,
    stopSignal: 'SIGTERM',
    stopWithin: 2_000,
    readyWithin: 10_000,
    isReady: async () => true,
    ...changes,
  };
}

const lives = 'setInterval(() => {}, 1000)';

describe('Supervisor', () => {
  let state: string;
  let keeping: ProcessKeeping;
  let said: string[];
  let supervisor: Supervisor;

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'continuo-supervisor-'));
    keeping = keepingIn(state);
    said = [];
    supervisor = new Supervisor({ say: (line) => said.push(line), backoff });
  });

  afterEach(async () => {
    await supervisor.stop();
    await keeping.watchdog.end();
    await rm(state, { recursive: true, force: true });
  });

  it('starts a killed process again and says so', async () => {
    const sample = new ManagedProcess(spec(lives), keeping);
    await supervisor.launch(sample);
    const first = sample.pid as number;
    process.kill(first, 'SIGKILL');
    await eventually(() => sample.pid !== undefined && sample.pid !== first, { what: 'a new process' });
    await eventually(() => said.length === 2);
    expect(said[0]).toBe('sample stopped unexpectedly (killed by SIGKILL); starting it again in 0.02 s');
    expect(said[1]).toBe(`sample is up again (pid ${sample.pid})`);
  });

  it('waits longer each time for one that keeps dying', async () => {
    await supervisor.launch(new ManagedProcess(spec(`setTimeout(() => process.exit(3), 200)`), keeping));
    await eventually(() => said.filter((line) => line.includes('exit code 3')).length >= 3);
    const waits = said.flatMap((line) => /again in ([\d.]+) s/.exec(line)?.[1] ?? []);
    expect(waits.slice(0, 3)).toEqual(['0.02', '0.04', '0.08']);
  });

  it('bounds the wait', () => {
    expect([1, 2, 3, 4, 40].map((deaths) => backoffAfter(deaths, backoff))).toEqual([20, 40, 80, 80, 80]);
  });

  it('kills what does not stop when asked, and starts nothing again after that', async () => {
    const script = `process.on('SIGTERM', () => {}); console.log('listening'); ${lives}`;
    let listening = false;
    const deaf = new ManagedProcess(
      spec(script, { stopWithin: 100, onLine: () => (listening = true), isReady: async () => listening }),
      keeping,
    );
    await supervisor.launch(deaf);
    const pid = deaf.pid as number;
    await supervisor.stop();
    expect(await identify(pid)).toBeUndefined();
    expect(said).toEqual([]);
  });

  it('reports one that ends before it is ready, with its last words', async () => {
    const broken = new ManagedProcess(
      spec(`console.error('no such key'); process.exit(2)`, { isReady: async () => false }),
      keeping,
    );
    await expect(broken.start()).rejects.toThrow(
      /sample ended before it was ready \(exit code 2\)[^]*no such key/,
    );
  });
});

describe('a supervisor that is killed', () => {
  it('takes its processes with it', async () => {
    const state = await mkdtemp(join(tmpdir(), 'continuo-watchdog-'));
    const lib = (name: string): string =>
      JSON.stringify(pathToFileURL(join(import.meta.dirname, `../dist/${name}.js`)).href);
    const program = `
      const { keepingIn } = await import(${lib('servers')});
      const { ManagedProcess } = await import(${lib('managed-process')});
      const isReady = async () => true;
      const child = new ManagedProcess({ ...${JSON.stringify(spec(lives))}, isReady }, keepingIn(${JSON.stringify(state)}));
      await child.start();
      console.log(child.pid);
      setInterval(() => {}, 1000);`;
    const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(printed.toString());
    expect(await identify(pid)).toBeDefined();
    owner.kill('SIGKILL');
    await eventually(async () => (await identify(pid)) === undefined, { what: 'the end of the process' });
    await rm(state, { recursive: true, force: true });
  });
});
