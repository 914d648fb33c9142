// From outside: workers fetch tasks of running journeys over HTTP, and what they say moves the journey by the timeline.
import { canonicalJson } from '@continuo/kernel';
import type { Role } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
import { profileIn, tracked, type OrchestratorRig } from './orchestrator-rig.js';
import { RunningOrchestrator } from './running-orchestrator.js';

const SCORING = `
journey: scoring
title: Somebody else knows what a cart is worth
owner: tests
objective: to be scored
metrics: [scored]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Checkout Started"
    key: event.properties.cart_id
exit:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Order Completed" && event.properties.cart_id == key
    outcome: bought
steps:
  score:
    office: back
    task: credit-score
    with: { cart: key }
    lease: PT30S
    retry: { attempts: 2, backoff: PT1S }
    timeout: PT1H
    set: { score: result.score }
    failed: unscored
  scored: { end: scored }
  unscored: { end: unscored }
`;

let rig: OrchestratorRig;
let orchestrator: RunningOrchestrator;
/** Requests that were put on the timeline. */
const passed = new Set<string>();

beforeAll(async () => {
  orchestrator = await RunningOrchestrator.start();
  ({ rig } = orchestrator);
  await rig.publish(SCORING);
}, 60_000);

afterAll(async () => {
  await orchestrator.stop();
}, 30_000);

type Body = Record<string, unknown>;

async function call(method: string, path: string, given?: unknown, role: Role = 'integrator') {
  const { status, body } = await orchestrator.call(method, path, role, { body: given });
  return { status, body };
}

/** What the customer data platform does: everything on the requests goes to the timeline of the customer it names. */
async function passOn(profileOf = (own: string) => own): Promise<void> {
  for (const record of await rig.records('orchestrator.requests')) {
    const id = record.headers['ce_id'] ?? '';
    if (passed.has(id)) continue;
    passed.add(id);
    await rig.forward(record, profileOf(record.headers['ce_profileid'] ?? ''));
  }
}

const claim = { kinds: ['credit-score'], worker: 'bot-1', waitMs: 15_000 };

/** Starts the journey and takes its task. */
async function taken(partition: number) {
  const profileId = profileIn(partition);
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'c-1' }));
  const { status, body } = await call('POST', 'tasks:claim', claim);
  expect(status).toBe(200);
  const [task] = body['items'] as Body[];
  if (task === undefined) throw new Error('no task came');
  return { profileId, taskId: String(task['taskId']), lease: String(task['lease']), task };
}

async function instanceOf(profileId: string): Promise<Body> {
  return eventually(async () => {
    const { body } = await call('GET', `instances?customer=${profileId}`);
    return (body['items'] as Body[])[0];
  });
}

async function ended(profileId: string): Promise<Body> {
  return eventually(async () => {
    await passOn();
    const instance = await instanceOf(profileId);
    return instance['state'] === 'ended' ? instance : undefined;
  });
}

test('a worker takes a task, says that it lives, completes it, and the journey goes on with the result', async () => {
  const { profileId, taskId, lease, task } = await taken(1);
  expect(task).toMatchObject({ kind: 'credit-score', journey: 'scoring', step: 'score', attempt: 1 });
  expect(task['input']).toEqual({ cart: 'c-1' });
  expect(await call('POST', 'tasks:claim', { ...claim, waitMs: 0 })).toMatchObject({ body: { items: [] } });
  const heartbeat = await call('POST', `tasks/${taskId}:heartbeat`, { lease });
  expect(heartbeat).toMatchObject({ status: 200, body: { taskId } });
  const stranger = { lease: uuidv7(), result: { score: 1 } };
  expect(await call('POST', `tasks/${taskId}:complete`, stranger)).toMatchObject({
    status: 409,
    body: { code: 'lease-lost' },
  });
  const result = { score: 7 };
  const done = { status: 200, body: { taskId, state: 'completed' } };
  expect(await call('POST', `tasks/${taskId}:complete`, { lease, result })).toEqual(done);
  expect(await call('POST', `tasks/${taskId}:complete`, { lease, result })).toEqual(done);
  expect(await call('POST', `tasks/${taskId}:complete`, { lease, result: 8 })).toMatchObject({
    status: 409,
    body: { code: 'already-completed' },
  });
  const { id, outcome } = await ended(profileId);
  expect(outcome).toBe('scored');
  const { body } = await call('GET', `instances/${String(id)}`);
  expect(body['vars']).toEqual({ score: 7 });
  const shown = await call('GET', `tasks/${taskId}`, undefined, 'operator');
  expect(shown.body).toMatchObject({
    state: 'completed',
    worker: 'bot-1',
    claims: 1,
    input: { cart: 'c-1' },
  });
  expect(JSON.stringify(shown.body)).not.toContain(lease);
  const recorded = await journalOfInstance(rig.database, String(id));
  const again = await replayStored(rig.database, rig.decoder, await rig.plans(), String(id));
  expect(again.map((entry) => canonicalJson(entry))).toEqual(
    recorded.map(({ entry }) => canonicalJson(entry)),
  );
});

test('a failure that may pass is tried again by another lease; the last one takes the branch', async () => {
  const { profileId, taskId, lease } = await taken(2);
  const failed = await call('POST', `tasks/${taskId}:fail`, { lease, code: 'no-line' });
  expect(failed).toMatchObject({ status: 200, body: { state: 'failed' } });
  await eventually(async () => {
    await passOn();
    const { body } = await call('GET', `tasks/${taskId}`);
    return body['attempt'] === 2;
  });
  const [second] = (await call('POST', 'tasks:claim', claim)).body['items'] as Body[];
  expect(second).toMatchObject({ taskId, attempt: 2 });
  expect(await call('POST', `tasks/${taskId}:complete`, { lease, result: {} })).toMatchObject({
    status: 409,
    body: { code: 'lease-lost' },
  });
  await call('POST', `tasks/${taskId}:fail`, { lease: second?.['lease'], code: 'no-line' });
  expect(await ended(profileId)).toMatchObject({ outcome: 'unscored' });
});

test('a worker whose journey has left is told so by its next sign of life', async () => {
  const { profileId, taskId, lease } = await taken(3);
  await rig.timeline(tracked(profileId, 'Order Completed', { cart_id: 'c-1' }));
  expect(await ended(profileId)).toMatchObject({ outcome: 'bought' });
  for (const [action, more] of [
    ['heartbeat', {}],
    ['complete', { result: 1 }],
    ['fail', { code: 'x' }],
  ] as const) {
    expect(await call('POST', `tasks/${taskId}:${action}`, { lease, ...more })).toMatchObject({
      status: 409,
      body: { code: 'task-withdrawn' },
    });
  }
});

test('a result that comes under a profile that was merged away follows its journey, with what it says', async () => {
  const { profileId: loserId, taskId, lease } = await taken(4);
  const survivorId = profileIn(5);
  const value = { mergeId: uuidv7(), loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() };
  await call('POST', `tasks/${taskId}:complete`, { lease, result: { score: 9 } });
  const type = 'continuo.cdp.ProfileMerged.v1';
  await rig.timeline({ profileId: loserId, type, value }, { profileId: survivorId, type, value });
  await eventually(async () => (await instanceOf(survivorId))['step'] === 'score');
  await passOn();
  await eventually(async () => (await rig.records('orchestrator.requests')).length > passed.size);
  await passOn(() => survivorId);
  const { id, outcome } = await ended(survivorId);
  expect(outcome).toBe('scored');
  expect((await call('GET', `instances/${String(id)}`)).body['vars']).toEqual({ score: 9 });
  const recorded = await journalOfInstance(rig.database, String(id));
  const again = await replayStored(rig.database, rig.decoder, await rig.plans(), String(id));
  expect(again.map((entry) => canonicalJson(entry))).toEqual(
    recorded.map(({ entry }) => canonicalJson(entry)),
  );
});

test('refuses by name what no worker may ask or say', async () => {
  const asked = (more: object, role?: Role) =>
    call('POST', 'tasks:claim', { ...claim, waitMs: 0, ...more }, role);
  for (const more of [
    { kinds: [] },
    { kinds: ['a', 'a'] },
    { kinds: ['Not a kind'] },
    { kinds: Array.from({ length: 21 }, (_, n) => `k-${n}`) },
    { max: 0 },
    { max: 101 },
    { waitMs: 20_001 },
    { waitMs: -1 },
    { worker: 'Ada Lovelace' },
    { worker: '' },
    { more: 1 },
  ])
    expect(await asked(more)).toMatchObject({ status: 400 });
  for (const role of ['agent', 'operator', 'supervisor'] as const)
    expect(await asked({}, role)).toMatchObject({ status: 403 });
  const { taskId, lease } = await taken(6);
  const complete = (result: unknown) => call('POST', `tasks/${taskId}:complete`, { lease, result });
  expect(await complete({ mail: 'ada@example.org' })).toMatchObject({
    status: 422,
    body: { code: 'looks-personal', errors: [{ field: 'result.mail' }] },
  });
  expect(await complete('x'.repeat(9_000))).toMatchObject({
    status: 422,
    body: { code: 'result-too-large' },
  });
  expect(await complete([[[[[[[1]]]]]]])).toMatchObject({ status: 422, body: { code: 'result-too-deep' } });
  expect(await call('POST', `tasks/${uuidv7()}:complete`, { lease, result: 1 })).toMatchObject({
    status: 404,
  });
  expect(await call('POST', 'tasks/no-id:heartbeat', { lease })).toMatchObject({ status: 400 });
  expect(await call('POST', `tasks/${taskId}:heartbeat`, { lease: 'mine' })).toMatchObject({ status: 400 });
  expect(await call('POST', `tasks/${taskId}:fail`, { lease, code: 'Not a code' })).toMatchObject({
    status: 400,
  });
  const listed = await call(
    'GET',
    'tasks?kind=credit-score&state=leased&journey=scoring&limit=1',
    undefined,
    'operator',
  );
  expect(listed).toMatchObject({ status: 200, body: { items: [{ taskId, state: 'leased' }] } });
  expect(await call('GET', 'tasks?cursor=made-up')).toMatchObject({ status: 400 });
  const metrics = await fetch(`${orchestrator.service.url}/metrics`).then((answer) => answer.text());
  expect(metrics).toMatch(/continuo_worker_tasks\S*\{[^}]*credit-score[^}]*\} 1/);
  // The time of that task is a timer, and it is not over.
  expect(metrics).toMatch(/^continuo_timers_pending\S* [1-9]\d*/m);
  expect(metrics).toMatch(/^continuo_timers_lag\S* 0(\.\d+)?( |$)/m);
});

test('a waiting worker does not hold up the end of the service', async () => {
  const waiting = call('POST', 'tasks:claim', { ...claim, kinds: ['never'], waitMs: 20_000 });
  // Asked after it, and answered.
  for (let n = 0; n < 3; n += 1) await call('GET', 'tasks');
  const begun = performance.now();
  await orchestrator.service.stop();
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect((await waiting).status).toBe(200);
});
