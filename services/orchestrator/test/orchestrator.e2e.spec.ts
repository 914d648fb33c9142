// The service from outside: definitions and actions by HTTP, events by Kafka in, commands by Kafka out, hops by OTLP.
import { readFileSync } from 'node:fs';
import type { Role } from '@continuo/service-kit';
import { eventually, OtlpReceiver } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { profileIn, tracked, type OrchestratorRig } from './orchestrator-rig.js';
import { RunningOrchestrator } from './running-orchestrator.js';

const REMINDER = readFileSync(new URL('./fixtures/cart-reminder.yaml', import.meta.url), 'utf8');

let rig: OrchestratorRig;
let spans: OtlpReceiver;
let orchestrator: RunningOrchestrator;

beforeAll(async () => {
  spans = await OtlpReceiver.start();
  orchestrator = await RunningOrchestrator.start({
    environment: { OTEL_EXPORTER_OTLP_ENDPOINT: spans.endpoint, OTEL_TRACES_SAMPLER_ARG: '1' },
  });
  ({ rig } = orchestrator);
}, 60_000);

afterAll(async () => {
  await orchestrator.stop();
  await spans.close();
}, 30_000);

function call(method: string, path: string, role: Role, body?: unknown, key?: string) {
  return orchestrator.call(method, path, role, { body, ...(key !== undefined && { key }) });
}

async function instanceOf(profileId: string): Promise<Record<string, unknown>> {
  return eventually(async () => {
    const { body } = await call('GET', `instances?customer=${profileId}`, 'operator');
    return (body['items'] as Record<string, unknown>[])[0];
  });
}

/** What the CDP does: copies what lies on the requests to the timeline. */
async function passOn(id: string, profileId: string): Promise<void> {
  const record = await eventually(async () =>
    (await rig.records('orchestrator.requests')).find(({ value }) => value?.includes(id)),
  );
  await rig.forward(record, profileId);
}

test('tells everything that is wrong with a definition, and publishes a right one once', async () => {
  const broken = REMINDER.replace('next: bought', 'next: nowhere').replace('PT5S', 'PT0S');
  const refused = await call('POST', 'definitions', 'designer', { definition: broken });
  expect(refused.status).toBe(422);
  expect(refused.body).toMatchObject({
    code: 'definition-invalid',
    errors: [{ rule: 'unknown-step' }, { rule: 'duration' }, { rule: 'unreachable-step' }],
  });
  const quick = REMINDER.replace('PT5S', 'PT1S');
  const published = await call('POST', 'definitions', 'designer', { definition: quick });
  expect(published).toMatchObject({
    status: 201,
    body: { journey: 'cart-reminder', version: 1, isNew: true },
  });
  expect(await call('POST', 'definitions', 'designer', { definition: quick })).toMatchObject({
    status: 200,
    body: { version: 1, isNew: false },
  });
  expect(await call('POST', 'definitions', 'agent', { definition: quick })).toMatchObject({ status: 403 });
  const graph = await call('GET', 'definitions/cart-reminder/graph', 'agent');
  expect(graph.body['edges']).toContainEqual(
    expect.objectContaining({ from: 'thinking', to: 'remind', on: 'after PT1S' }),
  );
});

test('an event on the bus becomes a command on the bus; the journal, the traces and the reasons tell how', async () => {
  const profileId = profileIn(1);
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'c-1' }));
  const command = await eventually(async () =>
    (await rig.records('collaboration.commands')).find(({ key }) => key?.toString() === profileId),
  );
  expect(command.headers).toMatchObject({
    ce_type: 'continuo.collaboration.commands.SendMessage.v1',
    ce_source: '/orchestrator',
    ce_hops: '1',
  });
  const { id } = await instanceOf(profileId);
  const { body } = await call('GET', `instances/${String(id)}`, 'agent');
  expect(body).toMatchObject({ state: 'running', step: 'remind' });
  const traceIds = body['traceIds'] as string[];
  expect(traceIds).toHaveLength(2);
  expect(command.headers['traceparent']).toContain(traceIds[1]);
  const why = await call('GET', `instances/${String(id)}/why`, 'agent');
  expect(why.body['summary']).toContain(
    `waits in remind (visit 1) for the answer to command ${command.headers['commandid']}`,
  );
  const hops = await eventually(() => {
    const found = spans.spans.filter(({ attributes }) => attributes['journey.id'] === id);
    return found.length >= 2 ? found : undefined;
  });
  expect(new Set(hops.map(({ traceId }) => traceId))).toEqual(new Set(traceIds));
}, 20_000);

test('an operator goes on from an incident by way of the timeline', async () => {
  const profileId = profileIn(2);
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'c-2' }));
  const { id } = await instanceOf(profileId);
  const asked = await call('POST', `instances/${String(id)}/actions`, 'operator', { action: 'cancel' });
  expect(asked).toMatchObject({ status: 202, body: { outcome: 'pending' } });
  const requestId = String(asked.body['requestId']);
  await passOn(requestId, profileId);
  await eventually(
    async () => (await call('GET', `requests/${requestId}`, 'operator')).body['outcome'] === 'applied',
  );
  expect((await call('GET', `instances/${String(id)}`, 'operator')).body).toMatchObject({
    state: 'ended',
    outcome: 'cancelled',
  });
}, 20_000);

test('an entry by API starts an instance, and says so to who waits', async () => {
  const profileId = profileIn(3);
  const entry = { journey: 'cart-reminder', key: 'by-hand', profileId };
  const asked = call('POST', 'instances?wait=2000', 'integrator', entry);
  await passOn('by-hand', profileId);
  expect(await asked).toMatchObject({ status: 200, body: { outcome: 'applied' } });
  expect(await instanceOf(profileId)).toMatchObject({ key: 'by-hand', journey: 'cart-reminder' });
  const unknown = await call('POST', 'instances', 'integrator', { ...entry, journey: 'no-such-journey' });
  expect(unknown).toMatchObject({ status: 404, body: { code: 'journey-not-found' } });
  const personal = { ...entry, key: 'jane@example.com' };
  expect(await call('POST', 'instances', 'integrator', personal)).toMatchObject({
    status: 422,
    body: { code: 'looks-personal', errors: [{ field: 'key', rule: 'not:email' }] },
  });
}, 20_000);

test('an entry by API and the answer to its call are one: what could not be answered again was not asked for', async () => {
  const entry = { journey: 'cart-reminder', key: 'never-kept', profileId: profileIn(4) };
  const database = rig.testDatabase;
  await database.query(`
    create function keep_nothing() returns trigger language plpgsql as $$ begin raise 'kept nothing'; end $$`);
  await database.query(`
    create trigger keep_nothing before update on service_kit.stored_answer for each row
      when (new.key = 'call-1') execute function keep_nothing()`);
  expect(await call('POST', 'instances', 'integrator', entry, 'call-1')).toMatchObject({ status: 500 });
  await database.query('drop trigger keep_nothing on service_kit.stored_answer');
  const [asked, again] = [
    await call('POST', 'instances', 'integrator', entry, 'call-1'),
    await call('POST', 'instances', 'integrator', entry, 'call-1'),
  ];
  expect(asked).toMatchObject({ status: 202, body: { outcome: 'pending' } });
  expect(again.body).toEqual(asked.body);
  const about = await eventually(async () => {
    const found = (await rig.records('orchestrator.requests')).filter(({ value }) =>
      value?.includes('never-kept'),
    );
    return found.length > 0 && found;
  });
  expect(about).toHaveLength(1);
}, 20_000);

test('lists are paged by cursor; a cursor of another list is refused', async () => {
  const first = await call('GET', 'instances?limit=1&definition=cart-reminder', 'supervisor');
  expect(first.body['items']).toHaveLength(1);
  const cursor = String(first.body['nextCursor']);
  const second = await call(
    'GET',
    `instances?limit=1&definition=cart-reminder&cursor=${cursor}`,
    'supervisor',
  );
  expect(second.body['items']).not.toEqual(first.body['items']);
  expect(await call('GET', `incidents?cursor=${cursor}`, 'supervisor')).toMatchObject({
    status: 400,
    body: { code: 'cursor-invalid' },
  });
  expect(await call('GET', `instances/${uuidv7()}`, 'supervisor')).toMatchObject({ status: 404 });
  expect((await call('GET', 'instances/export?limit=200', 'integrator')).body['items']).toHaveLength(3);
});

test('operations: incidents with a preview of what an action is about, stuck journeys, pictures; each for its roles', async () => {
  const found = await call(
    'GET',
    'incidents?journey=cart-reminder&code=none&before=2020-01-01T00:00:00Z',
    'designer',
  );
  expect(found).toMatchObject({ status: 200, body: { items: [] } });
  expect(await call('GET', 'incidents?before=yesterday', 'operator')).toMatchObject({ status: 400 });
  const nothing = { filter: { journey: 'nobody-knows-it' }, action: 'retry', dryRun: true };
  expect(await call('POST', 'incidents:bulk', 'operator', nothing)).toMatchObject({
    status: 422,
    body: { code: 'no-incidents' },
  });
  expect((await call('POST', 'incidents:bulk', 'supervisor', nothing)).status).toBe(403);
  for (const bad of [
    { ...nothing, filter: {} },
    { ...nothing, dryRun: false },
    { ...nothing, action: 'delete' },
    { ...nothing, filter: { journey: 'a', sql: "'; drop table instance" } },
    { token: 'no-uuid' },
    { token: uuidv7(), perSecond: 1e9 },
  ])
    expect((await call('POST', 'incidents:bulk', 'operator', bad)).status).toBe(400);
  expect(await call('POST', 'incidents:bulk', 'operator', { token: uuidv7() })).toMatchObject({
    status: 404,
    body: { code: 'bulk-not-found' },
  });
  expect((await call('GET', `bulk-actions/${uuidv7()}`, 'operator')).status).toBe(404);
  expect(await call('GET', 'stuck?definition=cart-reminder', 'operator')).toMatchObject({
    status: 200,
    body: { items: [] },
  });
  const search =
    'instances?definition=cart-reminder&version=1&outcome=cancelled&startedAfter=2020-01-01T00:00:00Z';
  expect((await call('GET', search, 'agent')).body['items']).toHaveLength(1);
  expect(
    (await call('GET', 'instances?key=by-hand&enteredBefore=2020-01-01T00:00:00Z', 'agent')).body['items'],
  ).toEqual([]);
  const picture = await call('GET', 'definitions/cart-reminder/graph?format=mermaid', 'agent');
  expect(picture.headers.get('content-type')).toBe('text/vnd.mermaid; charset=utf-8');
  expect(picture.text).toMatch(/^flowchart TB\n {2}subgraph front\["Front office"\]/);
}, 20_000);

test('counts what it keeps of a person, and reports what an erasure deleted', async () => {
  const [profileId, erasureId] = [profileIn(9), uuidv7()];
  await rig.timeline(tracked(profileId, 'Checkout Started', { cart_id: 'c-9' }));
  await instanceOf(profileId);
  const stores = async () => {
    const { status, body } = await call('POST', 'personal-data:count', 'integrator', {
      profileIds: [profileId],
    });
    expect(status).toBe(200);
    return body['stores'] as { store: string; rows: number }[];
  };
  const counted = async () => (await stores()).filter(({ rows }) => rows > 0);
  expect(await counted()).toEqual(
    expect.arrayContaining([
      { store: 'instance', rows: 1 },
      { store: 'journal', rows: expect.any(Number) },
    ]),
  );
  const value = { profileId, erasureId, erasedAt: Date.now() };
  await rig.timeline({ profileId, type: 'continuo.cdp.ProfileErased.v1', value });
  const reported = async () =>
    (await call('GET', `erasures/${erasureId}`, 'integrator')).body['stores'] as object[];
  const { length } = await stores();
  await eventually(async () => (await reported()).length === length, { what: 'all stores reported' });
  expect(await reported()).toContainEqual(expect.objectContaining({ store: 'instance', rows: 1, profileId }));
  expect(await counted()).toEqual([]);
  expect((await call('GET', `erasures/${erasureId}`, 'designer')).status).toBe(403);
});

test('a circle of events and a journey that turns in one stand as incidents: listed, and counted for the alarm', async () => {
  const turning = `
journey: turning
title: It never rests
owner: tests
objective: to be stopped
metrics: [turns]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Turn" }
steps:
  both:
    office: middle
    parallel: all
    branches:
      a: { steps: { pause: { office: back, wait: [{ until: "'2020-01-01'" }] } } }
      b: { steps: { rest: { office: back, wait: [{ until: "'2020-01-02'" }] } } }
  again: { office: middle, choose: [{ when: visits.both > 100000, next: over }, { else: true, next: both }] }
  over: { end: over }
`;
  expect(await call('POST', 'definitions', 'designer', { definition: turning })).toMatchObject({
    status: 201,
  });
  const [turned, circled] = [profileIn(20), profileIn(21)];
  await rig.timeline(tracked(turned, 'Turn', {}), {
    ...tracked(circled, 'Checkout Started', { cart_id: 'c-9' }),
    headers: { ce_hops: '32' },
  });
  await eventually(async () => {
    const { body } = await call('GET', 'incidents?journey=turning', 'operator');
    return (body['items'] as { code: string }[]).some(({ code }) => code === 'restless');
  });
  await eventually(async () => {
    const { body } = await call('GET', 'messaging/consumers', 'operator');
    return (body['incidents'] as { code: string; partition: number }[]).some(
      ({ code, partition }) => code === 'loop' && partition === 21,
    );
  });
  const metrics = await fetch(`${orchestrator.service.url}/metrics`).then((answer) => answer.text());
  for (const code of ['loop', 'restless'])
    expect(metrics).toMatch(new RegExp(`^continuo_incidents_open\\{[^}]*"${code}"[^}]*\\} 1( |$)`, 'm'));
}, 20_000);
