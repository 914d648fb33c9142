// Why, and simulations, as somebody at a terminal sees them: against a small system that answers as the services do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSmallSystem, type SmallSystem } from './small-system.js';

const ORCHESTRATOR = '/api/orchestrator';
const profileId = '019aa000-0000-7000-8000-0000000000aa';
const commandId = '019aa000-0000-7000-8000-0000000000cc';
const record = {
  kind: 'held',
  at: '2026-03-02T10:00:00.000Z',
  journey: 'care',
  version: 2,
  instanceId: '019aa000-0000-7000-8000-000000000001',
  step: 'remind',
  commandId,
  cause: { kind: 'timer', type: null, id: null },
  rule: 'caps/weekly',
  ruleVersion: '3',
  inputs: { count: 2, max: 2 },
  text: 'remind: held by caps/weekly (version 3): count 2, max 2',
};
const simulation = {
  id: '019aa000-0000-7000-8000-0000000000dd',
  journey: 'care',
  version: 2,
  state: 'done',
  from: '2026-03-01T00:00:00.000Z',
  to: '2026-03-02T00:00:00.000Z',
  progress: { read: 10, all: 10 },
  problem: null,
  report: {
    totals: {
      customers: { all: 12, different: 5 },
      entries: { before: 12, after: 12 },
      outcomes: { bought: { before: 3, after: 5 } },
      outcomeChanges: { 'left → bought': 2 },
      steps: {},
      contacts: { before: 9, after: 6, gained: 1, lost: 4, moved: 0, kept: 5 },
      messages: { 'care/reminder': { before: 9, after: 6 } },
      rules: { 'held caps/weekly': { before: 0, after: 4 } },
    },
    leftOut: { merged: 1 },
    assumedAnswers: [
      {
        act: 'collaboration.SendMessage',
        times: 1,
        type: 'continuo.collaboration.MessageSent.v1',
        delayMs: 900,
        samples: 8,
      },
    ],
    notes: [{ code: 'reactions', text: 'reactions are held as recorded' }],
    records: 10,
    inputs: 20,
    seconds: 1,
  },
};

let system: SmallSystem;
let folder: string;

beforeAll(async () => {
  system = await startSmallSystem();
  folder = mkdtempSync(join(tmpdir(), 'simulate-'));
  writeFileSync(join(folder, 'care.yaml'), 'journey: care');
  const profile = { id: profileId, createdAt: record.at, mergedIds: [], version: 1, facts: {} };
  system.answers.set(`/api/customer-data-platform/profiles/${profileId}`, [200, profile]);
  system.answers.set(`${ORCHESTRATOR}/customers/${profileId}/why`, [
    200,
    { items: [record], nextCursor: 'x' },
  ]);
});

afterAll(async () => {
  rmSync(folder, { recursive: true });
  await system.close();
});

describe('customers why', () => {
  it('tells what mattered, in words, and that there is more', async () => {
    const { code, out, err } = await system.continuo('customers', 'why', profileId);
    expect(code).toBe(0);
    expect(out).toContain('care v2  remind: held by caps/weekly (version 3): count 2, max 2');
    expect(err).toContain('There is more');
  });

  it('tells the chain behind one message, and that nothing is known of another with 4', async () => {
    const message = { commandId, instanceId: record.instanceId, journey: 'care', version: 2, step: 'remind' };
    const chain = { ...message, state: 'held', text: 'It is held: caps/weekly', chain: [record] };
    system.answers.set(`${ORCHESTRATOR}/messages/${commandId}/why`, [200, chain]);
    const told = await system.continuo('customers', 'why', `profile=${profileId}`, '--message', commandId);
    expect(told.out).toContain('care v2  It is held: caps/weekly');
    expect((await system.continuo('customers', 'why', profileId, '-m', 'unknown')).code).toBe(4);
  });

  it('gives programs everything, and refuses a limit that is none with 2', async () => {
    const { out } = await system.continuo('customers', 'why', profileId, '-o', 'json');
    expect(JSON.parse(out)).toMatchObject({
      profileId,
      items: [{ rule: 'caps/weekly', inputs: { count: 2 } }],
    });
    expect((await system.continuo('customers', 'why', profileId, '-n', '0')).code).toBe(2);
  });
});

describe('journeys simulate', () => {
  it('asks for it, follows it, and tells what would be different', async () => {
    system.answers.set(`${ORCHESTRATOR}/simulations`, [
      202,
      { ...simulation, state: 'running', report: null },
    ]);
    system.answers.set(`${ORCHESTRATOR}/simulations/${simulation.id}`, [200, simulation]);
    const { code, out } = await system.continuo(
      'journeys',
      'simulate',
      join(folder, 'care.yaml'),
      '--days',
      '1',
    );
    expect(code).toBe(0);
    expect(system.posted.get(`${ORCHESTRATOR}/simulations`)).toEqual({
      definition: 'journey: care',
      days: 1,
    });
    expect(out).toContain('contacts  9 before, 6 after: 1 new, 4 gone');
    expect(out).toContain('left → bought  2');
    expect(out).toContain('1 × collaboration.SendMessage is answered MessageSent (learnt from 8)');
    expect(out).toContain('reactions are held as recorded');
  });

  it('ends with 1 when it failed, 2 for days that are none, 4 for a file that is none', async () => {
    const failed = { ...simulation, state: 'failed', problem: 'history-gone', report: null };
    system.answers.set(`${ORCHESTRATOR}/simulations/${simulation.id}`, [200, failed]);
    const { code, err } = await system.continuo('journeys', 'simulate', join(folder, 'care.yaml'));
    expect([code, err]).toEqual([1, expect.stringContaining('failed: history-gone')]);
    expect((await system.continuo('journeys', 'simulate', join(folder, 'care.yaml'), '-d', '0')).code).toBe(
      2,
    );
    expect((await system.continuo('journeys', 'simulate', join(folder, 'none.yaml'))).code).toBe(4);
  });
});

it('only scenarios are told as JUnit', async () => {
  expect((await system.continuo('status', '-o', 'junit')).code).toBe(2);
});
