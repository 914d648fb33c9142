// How a process ends: once, within its grace, and also when its supervisor is killed.
import { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { superviseProcess, type LifecycleOptions } from './lifecycle.js';

const quiet = () => undefined;
const logger = { debug: quiet, info: quiet, warn: quiet, error: quiet };

/** A supervised process whose exit is a promise. */
function supervise(given: Partial<LifecycleOptions> = {}) {
  const events = new EventEmitter();
  let stops = 0;
  const codes: number[] = [];
  const exited = new Promise<number>((resolve) => {
    const exit = (code: number) => {
      codes.push(code);
      resolve(code);
    };
    const stop = async () => void (stops += 1);
    superviseProcess({ logger, graceMs: 10_000, parentPid: 0, stop, exit, events, ...given });
  });
  return { events, exited, codes, stops: () => stops };
}

it('stops once on a signal and exits with 0', async () => {
  const { events, exited, stops } = supervise();
  events.emit('SIGTERM');
  expect([await exited, stops()]).toEqual([0, 1]);
});

it('ends at once when a person insists', async () => {
  const { events, exited, codes } = supervise({ stop: () => new Promise(quiet) });
  events.emit('SIGINT');
  expect(codes).toEqual([]);
  events.emit('SIGINT');
  expect(await exited).toBe(1);
});

it('ends with 1 when stopping takes longer than the grace, or fails', async () => {
  const slow = supervise({ graceMs: 20, stop: () => new Promise(quiet) });
  slow.events.emit('SIGTERM');
  expect(await slow.exited).toBe(1);
  const failing = supervise({ stop: () => Promise.reject(new Error('the pool is gone')) });
  failing.events.emit('SIGTERM');
  expect(await failing.exited).toBe(1);
});

it('stops what was begun, and exits with 1, after an error that nobody caught', async () => {
  const { events, exited, stops } = supervise();
  events.emit('uncaughtException', new Error('nobody caught it'));
  expect([await exited, stops()]).toEqual([1, 1]);
});

it('stops by itself when its supervisor was killed', async () => {
  const supervisor = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], {
    stdio: 'ignore',
  });
  const { exited, codes } = supervise({ parentPid: Number(supervisor.pid) });
  expect(codes).toEqual([]);
  supervisor.kill('SIGKILL');
  expect(await exited).toBe(0);
});
