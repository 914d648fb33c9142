// The thread of simulations when it does not do well: it dies, hangs or fails, and whoever asked is told by name.
import { eventually } from '@continuo/testing';
import type { SimulationSources } from '../src/journeys/simulations/simulation-messages.js';
import {
  SimulationThread,
  type SimulationThreadOptions,
} from '../src/journeys/simulations/simulation-thread.js';

const program = new URL('./dying-simulation.mjs', import.meta.url);
const nowhere: SimulationSources = {
  service: 'orchestrator',
  databaseUrl: '',
  kafka: { brokers: [] },
  schemaRegistry: { url: '' },
  schemaFile: '',
  guardrailsSchemaFile: '',
  logLevel: 'silent',
};
const logged: unknown[] = [];
let thread: SimulationThread;

function threadWith(options: SimulationThreadOptions = {}): SimulationThread {
  const logger = { error: (...line: unknown[]) => void logged.push(line) };
  thread = new SimulationThread(nowhere, { program, execArgv: [], graceMs: 200, logger, ...options });
  return thread;
}

afterEach(async () => {
  logged.length = 0;
  await thread.stop();
});

function ask(how: string, given: { signal?: AbortSignal; keep?: () => Promise<void> } = {}) {
  const { signal = new AbortController().signal, keep = () => Promise.resolve() } = given;
  const window = { from: 0, to: 1 };
  const task = { definition: how, version: 1, window, profiles: null, sample: 1, keep: 1, inMemory: 1 };
  return thread.run(task, { progress: () => undefined, keep }, signal);
}

test.each([
  ['exits', 'simulation-thread-ended'],
  ['throws', 'simulation-thread-died'],
  ['swells', 'simulation-out-of-memory'],
  ['fails', 'history-gone'],
])(
  'one that %s is told as %s, and the next one runs',
  async (how, code) => {
    threadWith();
    await expect(ask(how)).rejects.toMatchObject({ name: 'Fault', code });
    await expect(ask('ends')).resolves.toMatchObject({ records: 0 });
    expect(logged).toHaveLength(how === 'throws' || how === 'swells' ? 1 : 0);
  },
  30_000,
);

test('one that listens is cancelled, and the thread stays', async () => {
  threadWith({ graceMs: 20_000 });
  const abort = new AbortController();
  const asked = ask('waits', { signal: abort.signal });
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'simulation-ended' });
  expect(thread.isUp).toBe(true);
  await ask('ends');
});

test('one that does not listen is ended after a while; meanwhile the service goes on', async () => {
  threadWith();
  const abort = new AbortController();
  const asked = ask('hangs', { signal: abort.signal });
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 1);
  abort.abort();
  await expect(asked).rejects.toMatchObject({ code: 'simulation-thread-ended' });
  clearInterval(turning);
  expect(turns).toBeGreaterThan(20);
  await ask('ends');
});

test('customers that cannot be kept fail it with the error of keeping', async () => {
  threadWith();
  const broken = new RangeError('no room');
  await expect(ask('keeps', { keep: () => Promise.reject(broken) })).rejects.toBe(broken);
  await ask('keeps');
});

test('it is there only when it is needed', async () => {
  threadWith({ idleMs: 20 });
  expect(thread.isUp).toBe(false);
  await ask('ends');
  await eventually(() => Promise.resolve(!thread.isUp), { what: 'the end of a thread that nobody needs' });
  await ask('ends');
  expect(thread.isUp).toBe(true);
  await thread.stop();
  expect(thread.isUp).toBe(false);
});
