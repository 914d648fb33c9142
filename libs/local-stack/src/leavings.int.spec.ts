// Proves that a killed run's processes are stopped by the next one, and that nobody else's ever are.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clearLeavings, runningOwner, takeOwnership } from './leavings.js';
import { ranks, recordPid } from './pid-files.js';
import { writePrivately } from './private-files.js';

const stop = { stopSignal: 'SIGTERM', rank: ranks.server } as const;

describe('leavings', () => {
  let state: string;
  let child: ChildProcess;

  beforeEach(async () => {
    state = await mkdtemp(join(tmpdir(), 'continuo-leavings-'));
    child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    await once(child, 'spawn');
  });

  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(state, { recursive: true, force: true });
  });

  it('stops a process that is still the one written down', async () => {
    await recordPid(join(state, 'pids'), 'kafka', child.pid as number, stop);
    const ended = once(child, 'exit');
    expect(await clearLeavings(state)).toEqual(['kafka']);
    expect((await ended)[1]).toBe('SIGTERM');
  });

  it('leaves a process alone that has got the pid of one that is gone', async () => {
    const record = await recordPid(join(state, 'pids'), 'kafka', child.pid as number, stop);
    const file = join(state, 'pids', 'kafka.json');
    await writePrivately(file, JSON.stringify({ ...record, started: 'another time' }));
    expect(await clearLeavings(state)).toEqual([]);
    await writePrivately(file, JSON.stringify({ ...record, command: 'java kafka.Kafka' }));
    expect(await clearLeavings(state)).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  it('does not stumble over a pid file that was half written', async () => {
    await writePrivately(join(state, 'pids', 'kafka.json'), '{"pid":');
    expect(await clearLeavings(state)).toEqual([]);
  });

  it('refuses a second system on the same folder, by pid, until the first is gone', async () => {
    await recordPid(join(state, 'pids'), 'continuo', child.pid as number, { ...stop, rank: ranks.owner });
    await expect(takeOwnership(state, 'a system')).rejects.toThrow(`runs already (pid ${child.pid})`);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    await takeOwnership(state, 'a system');
    expect(await runningOwner(state)).toBe(process.pid);
  });
});
