// The service beside a simulation whose thread dies or computes for ever: it says so by name, and live journeys go on.
import { readFileSync } from 'node:fs';
import { eventually } from '@continuo/testing';
import { profileIn, tracked, type OrchestratorRig } from './orchestrator-rig.js';
import { RunningOrchestrator } from './running-orchestrator.js';

const REMINDER = readFileSync(new URL('./fixtures/cart-reminder.yaml', import.meta.url), 'utf8').replace(
  'PT5S',
  'PT1S',
);
const people = [profileIn(0), profileIn(1), profileIn(2)];

let other: RunningOrchestrator;

beforeAll(async () => {
  const program = new URL('./dying-simulation.mjs', import.meta.url);
  const simulationThread = { program, execArgv: [], graceMs: 100 };
  const before = (own: OrchestratorRig) => own.publish(REMINDER);
  other = await RunningOrchestrator.start({ simulationThread, before });
}, 60_000);

afterAll(async () => {
  await other.stop();
}, 30_000);

const ask = async (how: string): Promise<string> => {
  const definition = REMINDER.replace(/title: .*/, `title: ${how}`);
  const body = { definition, days: 1 };
  return `simulations/${String((await other.call('POST', 'simulations', 'designer', { body })).body['id'])}`;
};
const ended = (path: string) =>
  eventually(
    async () => {
      const { body } = await other.call('GET', path, 'designer');
      return body['state'] === 'running' ? undefined : body;
    },
    { within: 20_000, what: 'the end of the simulation' },
  );

test.each([
  ['exits', 'simulation-thread-ended'],
  ['throws', 'simulation-thread-died'],
  ['swells', 'simulation-out-of-memory'],
  ['fails', 'history-gone'],
])('one that %s has failed by name, and the service lives on', async (how, problem) => {
  expect(await ended(await ask(how))).toMatchObject({ state: 'failed', problem, report: null });
  expect(await ended(await ask('ends'))).toMatchObject({ state: 'done' });
});

test('live journeys go on beside one that computes for ever, and it can be cancelled', async () => {
  const path = await ask('hangs');
  const sent = (await other.rig.records('collaboration.commands')).length;
  const who = people;
  await other.rig.timeline(...who.map((id, n) => tracked(id, 'Checkout Started', { cart_id: `h-${n}` })));
  await eventually(
    async () => (await other.rig.records('collaboration.commands')).length === sent + who.length,
    { what: 'reminders beside a simulation' },
  );
  expect((await other.call('GET', path, 'designer')).body['state']).toBe('running');
  await other.call('POST', `${path}/cancel`, 'designer');
  expect(await ended(path)).toMatchObject({ state: 'cancelled', problem: null });
});
