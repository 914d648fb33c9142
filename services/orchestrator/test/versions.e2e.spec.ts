// The life of versions from outside: drafts, the second person, previews, pauses, migrations; each as it was seen.
import type { Role } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { DECLINING_RULES } from '../src/journeys/domain/engine/work.js';
import { profileIn, tracked, type OrchestratorRig } from './orchestrator-rig.js';
import { RunningOrchestrator, type CallOptions } from './running-orchestrator.js';

const WELCOME = `
journey: welcome
title: Who is new is welcome
owner: online-shop
objective: everybody feels welcome
metrics: [greeted]
retention: short
approval: second-person
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Joined" }
steps:
  pause:
    office: back
    wait: [{ after: P2D }]
  over: { end: over }
`;
const NEXT = WELCOME.replace('pause:', 'calm:');

let rig: OrchestratorRig;
let orchestrator: RunningOrchestrator;

beforeAll(async () => {
  orchestrator = await RunningOrchestrator.start();
  ({ rig } = orchestrator);
}, 60_000);

afterAll(async () => {
  await orchestrator.stop();
}, 30_000);

function call(method: string, path: string, role: Role, options: CallOptions = {}) {
  const subject = options.subject ?? `some-${role}`;
  return orchestrator.call(method, `definitions${path === '' ? '' : '/'}${path}`, role, {
    ...options,
    subject,
  });
}

test('a draft is replaced as it was seen, kept with mistakes, and published by a second person only', async () => {
  const broken = WELCOME.replace('P2D', 'P0D');
  const begun = await call('PUT', 'welcome/draft', 'designer', {
    body: { definition: broken },
    subject: 'ann',
  });
  expect(begun).toMatchObject({ status: 201, body: { valid: false, authors: ['ann'], basedOn: null } });
  const body = { definition: WELCOME };
  expect((await call('PUT', 'welcome/draft', 'designer', { body })).status).toBe(428);
  expect((await call('PUT', 'welcome/draft', 'designer', { body, ifMatch: '"old"' })).status).toBe(412);
  expect((await call('PUT', 'welcome/draft', 'agent', { body })).status).toBe(403);
  const refused = await call('POST', 'welcome/draft/publish', 'designer', {
    ifMatch: begun.etag,
    subject: 'bob',
  });
  expect(refused).toMatchObject({ status: 422, body: { code: 'definition-invalid' } });
  const mended = await call('PUT', 'welcome/draft', 'designer', {
    body,
    ifMatch: begun.etag,
    subject: 'ann',
  });
  expect(mended).toMatchObject({ status: 200, body: { valid: true, problems: [] } });

  const own = await call('POST', 'welcome/draft/publish', 'designer', {
    ifMatch: mended.etag,
    subject: 'ann',
  });
  expect(own).toMatchObject({ status: 403, body: { code: 'own-draft' } });
  const direct = await call('POST', '', 'designer', { body, subject: 'bob' });
  expect(direct).toMatchObject({ status: 409, body: { code: 'approval-needed' } });
  expect((await call('GET', 'welcome/draft', 'designer')).status).toBe(200);
  const publish = { ifMatch: mended.etag, subject: 'bob', key: 'publish-1' };
  const published = await call('POST', 'welcome/draft/publish', 'designer', publish);
  expect(published).toMatchObject({ status: 201, body: { journey: 'welcome', version: 1, isNew: true } });
  expect(await call('POST', 'welcome/draft/publish', 'designer', publish)).toMatchObject({
    status: 201,
    body: { version: 1 },
  });
  expect((await call('GET', 'welcome/draft', 'designer')).status).toBe(404);
});

test('a flag can not be taken away by who it is there for', async () => {
  const body = { definition: WELCOME.replace('approval: second-person\n', '') };
  const direct = await call('POST', '', 'designer', { body, subject: 'ann' });
  expect(direct).toMatchObject({ status: 409, body: { code: 'approval-needed' } });
});

test('paused and resumed by an operator, as it was seen; retired by a designer only', async () => {
  const state = await call('GET', 'welcome/state', 'agent');
  expect(state.body).toMatchObject({ state: 'published', version: 1 });
  expect((await call('POST', 'welcome/pause', 'operator')).status).toBe(428);
  expect((await call('POST', 'welcome/pause', 'agent', { ifMatch: state.etag })).status).toBe(403);
  const paused = await call('POST', 'welcome/pause', 'operator', { ifMatch: state.etag, key: 'pause-1' });
  expect(paused).toMatchObject({ status: 200, body: { state: 'paused' } });
  expect((await call('POST', 'welcome/resume', 'operator', { ifMatch: state.etag })).status).toBe(412);
  const resumed = await call('POST', 'welcome/resume', 'operator', { ifMatch: paused.etag });
  expect(resumed.body).toMatchObject({ state: 'published' });
  expect((await call('POST', 'welcome/retire', 'operator', { ifMatch: resumed.etag })).status).toBe(403);
  expect((await call('GET', 'no-such/state', 'agent')).status).toBe(404);
});

test('a preview says who is concerned; a migration is refused with the list, then reported, begun once and shown', async () => {
  const profiles = [1, 2, 3].map(profileIn);
  await rig.timeline(...profiles.map((profileId) => tracked(profileId, 'Joined', {})));
  const preview = await eventually(async () => {
    const { body } = await call('POST', 'welcome/preview', 'designer', { body: { definition: NEXT } });
    const [running] = body['running'] as { count: number }[];
    return running?.count === 3 ? body : undefined;
  });
  expect(preview).toMatchObject({
    current: { version: 1, state: 'published' },
    problems: [],
    steps: { added: ['calm'], removed: ['pause'], changed: [] },
    running: [{ version: 1, step: 'pause', count: 3, incidents: 0 }],
    overlaps: [],
  });
  const entries = preview['entries'] as { entered: number }[];
  expect(entries).toHaveLength(7);
  expect(entries.at(-1)).toMatchObject({ entered: 3, declined: 0 });

  const draft = await call('PUT', 'welcome/draft', 'designer', {
    body: { definition: NEXT },
    subject: 'ann',
  });
  await call('POST', 'welcome/draft/publish', 'designer', { ifMatch: draft.etag, subject: 'bob' });
  const refused = await call('POST', 'welcome/migrations', 'designer', { body: { from: 1, to: 2 } });
  expect(refused).toMatchObject({ status: 422, body: { code: 'would-strand' } });
  expect((refused.body['errors'] as { rule: string }[]).map(({ rule }) => rule)).toEqual(
    Array(3).fill('no-target'),
  );
  const asked = { from: 1, to: 2, map: { pause: 'calm' } };
  const report = await call('POST', 'welcome/migrations', 'designer', { body: { ...asked, dryRun: true } });
  expect(report).toMatchObject({ status: 200, body: { migration: null, report: { moves: 3, stranded: 0 } } });
  expect((await call('POST', 'welcome/migrations', 'operator', { body: asked })).status).toBe(403);
  const begun = await call('POST', 'welcome/migrations', 'designer', { body: asked, key: 'migrate-1' });
  expect(begun.status).toBe(202);
  const again = await call('POST', 'welcome/migrations', 'designer', { body: asked, key: 'migrate-1' });
  const id = (begun.body['migration'] as { id: string }).id;
  expect((again.body['migration'] as { id: string }).id).toBe(id);
  const shown = await eventually(async () => {
    const found = await call('GET', `welcome/migrations/${id}`, 'operator');
    return (found.body['progress'] as { asked: number }).asked === 3 ? found : undefined;
  });
  expect((await call('POST', `welcome/migrations/${id}/pause`, 'operator')).status).toBe(428);
  const paused = await call('POST', `welcome/migrations/${id}/pause`, 'operator', { ifMatch: shown.etag });
  expect(paused.body).toMatchObject({ state: 'paused', from: 1, to: 2 });
  const list = await call('GET', `welcome/migrations/${id}/instances?limit=2`, 'operator');
  expect(list.body['items']).toHaveLength(2);
  expect(list.body['nextCursor']).toBeDefined();
  const bad = { from: 1, to: 2, map: Object.fromEntries([['pause', '../etc']]) };
  expect((await call('POST', 'welcome/migrations', 'designer', { body: bad })).status).toBe(400);
}, 60_000);

test('who was declined, and what both groups of a hold-out reached, is told', async () => {
  const offer = WELCOME.replace('journey: welcome', 'journey: offer')
    .replace('approval: second-person', 'holdout: { percent: 100, name: all }')
    .replace('"Joined"', '"Looked"')
    .replace(
      'entry:',
      'goals: [{ name: bought, on: continuo.cdp.TrackReceived.v1, when: event.name == "Bought" }]\nentry:',
    );
  expect((await call('POST', '', 'designer', { body: { definition: offer } })).status).toBe(201);
  const again = { body: { definition: offer } };
  expect(await call('POST', '', 'designer', again)).toMatchObject({ status: 200, body: { version: 1 } });
  // The same text, published for the words of its messages as they are now.
  expect(await orchestrator.call('POST', 'definitions?renew=true', 'designer', again)).toMatchObject({
    status: 201,
    body: { version: 2, isNew: true },
  });
  const profileId = profileIn(5);
  await rig.timeline(tracked(profileId, 'Looked', {}), tracked(profileId, 'Bought', {}));
  const goals = await eventually(async () => {
    const { body } = await call('GET', 'offer/goals?days=1', 'designer');
    return (body['goals'] as unknown[]).length > 0 ? body : undefined;
  });
  expect(goals).toMatchObject({
    groups: [{ heldOut: true, customers: 1 }],
    goals: [{ heldOut: true, goal: 'bought', reached: 1 }],
  });
  const told = await call('GET', `../decisions?customer=${profileId}`, 'agent');
  expect(told.body['items']).toMatchObject([
    { journey: 'offer', rule: 'holdout', inputs: { name: 'all', percent: 100 } },
  ]);
  for (const rule of DECLINING_RULES) {
    const { status, body } = await call('GET', `../decisions?customer=${profileId}&rule=${rule}`, 'agent');
    expect([rule, status, body['items']]).toEqual([rule, 200, rule === 'holdout' ? told.body['items'] : []]);
  }
  const unknown = await call('GET', '../decisions?rule=bad-mood', 'agent');
  expect([unknown.status, unknown.body['errors']]).toMatchObject([400, [{ field: 'rule' }]]);
}, 30_000);
