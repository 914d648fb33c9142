// Two services on one bus: a journey asks people for a decision, collaboration puts it before them, and their word comes
// back on the timeline; with roles that are taken away, handovers, escalations and a deadline.
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { contract } from '@continuo/contracts';
import { messagingMigrations, type KafkaRecord } from '@continuo/messaging';
import { Database, migrate, type MigrationSource } from '@continuo/persistence';
import {
  parseConfig,
  serviceKitMigrations,
  startService,
  type Role,
  type RunningService,
  type ServiceDefinition,
} from '@continuo/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { TestBus } from '@continuo/testing/service';
import type { z } from 'zod';
import { root } from './service-configuration.js';

const GOODWILL = `
journey: goodwill
title: Nobody gives money away alone
owner: tests
objective: to be decided
metrics: [decided]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Goodwill Asked"
    key: event.properties.case_id
exit:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Goodwill Withdrawn" && event.properties.case_id == key
    outcome: withdrawn
steps:
  ask:
    office: middle
    approve: goodwill
    role: agent
    with: { case: key, amount: '40' }
    deadline: DEADLINE
    escalate: [ { after: ESCALATE, role: supervisor } ]
    notBy: requester
    approved: given
    rejected: not-given
    expired: late
  given: { end: given }
  not-given: { end: not-given }
  late: { end: late }
`;
/** With time for people, and without. */
const patient = GOODWILL.replace('DEADLINE', 'PT4H').replace('ESCALATE', 'PT1H');
const hasty = GOODWILL.replace('journey: goodwill', 'journey: hasty')
  .replace('DEADLINE', 'PT4S')
  .replace('ESCALATE', 'PT2S')
  .replaceAll('Goodwill', 'Hasty')
  .replace('approve: goodwill', 'approve: hasty');

/** Nothing is sent here, but collaboration wants to know how it would be. */
const unsent = {
  WHATSAPP_APP_SECRET: 'the app secret of the tests',
  WHATSAPP_VERIFY_TOKEN: 'the verify token of the tests',
  WHATSAPP_ACCESS_TOKEN: 'an access token',
  WHATSAPP_PHONE_NUMBER_ID: '106540352242922',
};

type Body = Record<string, unknown>;
interface Started {
  readonly serviceOf: (config: unknown) => ServiceDefinition<never>;
  readonly configSchema: z.ZodObject;
}

let bus: TestBus;
let platform: Server;
let collaborationDatabase: TestDatabase;
let orchestrator: RunningService;
let collaboration: RunningService;
const profiles = new Map<string, string>();

/** By its path: no project imports a service. */
async function moduleOf<Shape>(name: string, file: string): Promise<Shape> {
  return (await import(path.join(root, 'services', name, 'src', file))) as Shape;
}

async function start(name: string, settings: Readonly<Record<string, string>>): Promise<RunningService> {
  const { configSchema } = await moduleOf<Started>(name, 'config.ts');
  const { serviceOf } = await moduleOf<Started>(name, 'app.module.ts');
  const config = parseConfig(configSchema, {
    ...bus.environment,
    ...bus.issuer.credentialsOf(name),
    CUSTOMER_DATA_PLATFORM_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`,
    IDENTIFIER_HASH_KEYS: `1:${Buffer.alloc(32, 7).toString('base64')}`,
    DEFAULT_COUNTRY: 'DE',
    ...settings,
  });
  return startService(serviceOf(config) as ServiceDefinition<never>);
}

/** What the customer data platform does: what happens to a customer goes to their timeline. */
function passOn(record: KafkaRecord & { readonly topic?: string }): void {
  const { ce_profileid: profileId, ce_type: type = '' } = record.headers;
  const isSource = /^continuo\.(collaboration\.Task|orchestrator\.Instance(Action|Entry)Requested)/.test(
    type,
  );
  if (isSource && profileId !== undefined) void bus.forward(record, profileId);
}

beforeAll(async () => {
  platform = createServer((_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ at: Date.now() }));
  });
  await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
  const [{ orchestratorMigrations }, { collaborationMigrations }] = await Promise.all([
    moduleOf<{ orchestratorMigrations: MigrationSource }>('orchestrator', 'migrations/all-migrations.ts'),
    moduleOf<{ collaborationMigrations: MigrationSource }>('collaboration', 'migrations/all-migrations.ts'),
  ]);
  const own = contract.topics
    .map(({ name }) => name)
    .filter((name) => /^(orchestrator|collaboration)\./.test(name));
  bus = await TestBus.open({
    service: 'orchestrator',
    migrations: orchestratorMigrations,
    writes: own.filter((name) => !name.endsWith('.commands')),
    reads: ['cdp.timeline'],
    beside: [...own.filter((name) => name.endsWith('.commands')), ...deadLetters()],
    onRecord: passOn,
  });
  collaborationDatabase = await testDatabase('collaboration_beside');
  const database = await Database.open({
    url: collaborationDatabase.url,
    applicationName: 'e2e',
    poolSize: 2,
  });
  await migrate(database, [messagingMigrations, serviceKitMigrations, collaborationMigrations]);
  await database.close();
  [orchestrator, collaboration] = await Promise.all([
    start('orchestrator', {}),
    start('collaboration', { ...unsent, DATABASE_URL: collaborationDatabase.url }),
  ]);
  for (const definition of [patient, hasty]) {
    const published = await ask(orchestrator, 'POST', 'definitions', 'designer', { definition });
    expect(published).toMatchObject({ status: 201, body: { isNew: true } });
  }
}, 90_000);

afterAll(async () => {
  await Promise.all([orchestrator.stop(), collaboration.stop()]);
  await bus.close();
  await collaborationDatabase.drop();
  platform.close();
}, 30_000);

function deadLetters(): readonly string[] {
  return contract.deadLetterTopics
    .filter(
      ({ group, source }) =>
        group === 'collaboration' && ['cdp.timeline', 'collaboration.commands'].includes(source),
    )
    .map(({ name }) => name);
}

async function ask(
  service: RunningService,
  method: string,
  where: string,
  role: Role,
  body?: Body,
  subject?: string,
): Promise<{ status: number; body: Body }> {
  const name = service === orchestrator ? 'orchestrator' : 'collaboration';
  const answer = await fetch(`${service.url}/api/${name}/${where}`, {
    method,
    headers: {
      authorization: `Bearer ${await bus.issuer.token(role, subject)}`,
      ...(body && { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: (await answer.json()) as Body };
}

async function happens(profileId: string, name: string): Promise<void> {
  const now = Date.now();
  const value = {
    messageId: randomUUID(),
    kind: 'track',
    name,
    source: 'shop',
    groupId: null,
    properties: { case_id: 'c-1' },
    occurredAt: now,
    sentAt: now,
    receivedAt: now,
  };
  await bus.tell({ profileId, type: 'continuo.cdp.TrackReceived.v1', value });
}

/** Starts the journey; the task that people see. */
async function asked(name = 'Goodwill'): Promise<{ profileId: string; taskId: string }> {
  const profileId = randomUUID();
  profiles.set(profileId, name);
  await happens(profileId, `${name} Asked`);
  return { profileId, taskId: await taskOf(profileId) };
}

async function taskOf(profileId: string): Promise<string> {
  const task = await eventually(async () => {
    const { body } = await ask(collaboration, 'GET', `tasks?profileId=${profileId}`, 'agent');
    return (body['items'] as Body[])[0];
  });
  return String(task['taskId']);
}

async function instanceOf(profileId: string): Promise<Body> {
  return eventually(async () => {
    const { body } = await ask(orchestrator, 'GET', `instances?customer=${profileId}`, 'operator');
    return (body['items'] as Body[])[0];
  });
}

async function endedWith(profileId: string, outcome: string): Promise<Body> {
  const instance = await eventually(async () => {
    const found = await instanceOf(profileId);
    return found['state'] === 'ended' ? found : undefined;
  });
  expect(instance['outcome']).toBe(outcome);
  const { body } = await ask(orchestrator, 'GET', `instances/${String(instance['id'])}`, 'operator');
  return body;
}

/** Everything that was done, from the journal. */
function deedsOf(instance: Body): readonly Body[] {
  return (instance['journal'] as { entry: { deeds: Body[] } }[]).flatMap(({ entry }) => entry.deeds);
}

function act(taskId: string, action: string, role: Role, subject: string, body: Body = {}) {
  return ask(collaboration, 'POST', `tasks/${taskId}:${action}`, role, body, subject);
}
const approve = { outcome: 'approved', note: 'she sounded like Quartermain' };

test('a decision is made by who has the role, and its journey goes on; the note stays where it was written', async () => {
  const { profileId, taskId } = await asked();
  const shown = await ask(collaboration, 'GET', `tasks/${taskId}`, 'agent');
  expect(shown.body).toMatchObject({
    taskType: 'goodwill',
    role: 'agent',
    outcomes: ['approved', 'rejected'],
    details: { case: 'c-1', amount: 40 },
  });
  expect(await act(taskId, 'complete', 'agent', 'anna', { outcome: 'maybe' })).toMatchObject({
    status: 422,
    body: { code: 'task-outcome-unknown' },
  });
  expect(await act(taskId, 'complete', 'supervisor', 'sue', approve)).toMatchObject({
    status: 403,
    body: { code: 'task-wrong-role' },
  });
  expect(await act(taskId, 'complete', 'agent', 'anna', approve)).toMatchObject({
    status: 200,
    body: { state: 'done', outcome: 'approved' },
  });
  expect(await act(taskId, 'complete', 'agent', 'bert', { outcome: 'rejected' })).toMatchObject({
    status: 409,
    body: { code: 'task-done' },
  });
  const instance = await endedWith(profileId, 'given');
  expect(deedsOf(instance)).toContainEqual(
    expect.objectContaining({ did: 'ruled', outcome: 'approved', by: 'anna', task: taskId }),
  );
  expect(bus.everything()).not.toContain('Quartermain');
});

test('who lost the role in between is refused by name, once in the journal; another one decides', async () => {
  const { profileId, taskId } = await asked();
  expect(await act(taskId, 'claim', 'agent', 'sam')).toMatchObject({ status: 200 });
  for (let n = 0; n < 3; n += 1) {
    expect(await act(taskId, 'complete', 'operator', 'sam', approve)).toMatchObject({
      status: 403,
      body: { code: 'task-role-lost' },
    });
  }
  expect(await act(taskId, 'complete', 'admin', 'root', { outcome: 'rejected' })).toMatchObject({
    status: 200,
  });
  const deeds = deedsOf(await endedWith(profileId, 'not-given'));
  const refused = deeds.filter(({ did }) => did === 'ruling-refused');
  expect(refused).toMatchObject([{ by: 'sam', wanted: 'approved', code: 'task-role-lost' }]);
  expect(deeds).toContainEqual(expect.objectContaining({ did: 'ruled', outcome: 'rejected', by: 'root' }));
});

test('it is handed to one person by name, who decides without the role; who did so and when is kept', async () => {
  const { profileId, taskId } = await asked();
  const to = { to: { subject: 'dora' } };
  expect(await act(taskId, 'delegate', 'designer', 'dora', to)).toMatchObject({ status: 403 });
  expect(await act(taskId, 'delegate', 'agent', 'anna', to)).toMatchObject({ status: 200 });
  const hers = await ask(collaboration, 'GET', 'tasks?delegated=true', 'designer', undefined, 'dora');
  expect(hers.body['items']).toMatchObject([{ taskId, delegatedToYou: true }]);
  expect(await act(taskId, 'complete', 'designer', 'dora', approve)).toMatchObject({ status: 200 });
  const deeds = deedsOf(await endedWith(profileId, 'given'));
  expect(deeds).toContainEqual(expect.objectContaining({ did: 'handed-over', by: 'anna', to: 'dora' }));
  const history = await ask(collaboration, 'GET', `tasks/${taskId}/history?limit=2`, 'agent');
  expect(history.body['items']).toMatchObject([
    { action: 'asked', subject: null, role: 'agent' },
    { action: 'delegate', subject: 'anna', delegate: 'dora' },
  ]);
  const next = String(history.body['nextCursor']);
  const rest = await ask(collaboration, 'GET', `tasks/${taskId}/history?limit=2&cursor=${next}`, 'agent');
  expect(rest.body['items']).toMatchObject([{ action: 'complete', subject: 'dora', code: 'approved' }]);
});

test('who asked for it by API may not decide it', async () => {
  const profileId = randomUUID();
  const entry = { journey: 'goodwill', profileId, key: 'c-1' };
  const entered = await ask(orchestrator, 'POST', 'instances', 'operator', entry, 'rita');
  expect(entered.status).toBe(202);
  const taskId = await taskOf(profileId);
  expect(await act(taskId, 'complete', 'agent', 'rita', approve)).toMatchObject({
    status: 403,
    body: { code: 'task-own-request' },
  });
  expect(await act(taskId, 'delegate', 'agent', 'anna', { to: { subject: 'rita' } })).toMatchObject({
    status: 403,
  });
  expect(await act(taskId, 'complete', 'agent', 'anna', approve)).toMatchObject({ status: 200 });
  await endedWith(profileId, 'given');
});

test('nobody decides: it goes to the next role, then its time is over, and a decision after that is refused', async () => {
  const { profileId, taskId } = await asked('Hasty');
  expect(await act(taskId, 'claim', 'agent', 'anna')).toMatchObject({ status: 200 });
  await eventually(async () => {
    const { body } = await ask(collaboration, 'GET', `tasks/${taskId}`, 'supervisor');
    return body['role'] === 'supervisor';
  });
  expect(await act(taskId, 'complete', 'agent', 'anna', approve)).toMatchObject({
    status: 403,
    body: { code: 'task-wrong-role' },
  });
  const deeds = deedsOf(await endedWith(profileId, 'late'));
  expect(deeds).toContainEqual(expect.objectContaining({ did: 'escalated', role: 'supervisor' }));
  expect(deeds).toContainEqual(expect.objectContaining({ did: 'deadline-passed' }));
  expect(await act(taskId, 'complete', 'supervisor', 'sue', approve)).toMatchObject({
    status: 409,
    body: { code: 'task-expired' },
  });
  const history = await ask(collaboration, 'GET', `tasks/${taskId}/history`, 'supervisor');
  const told = (history.body['items'] as Body[]).map(({ action, subject, code }) =>
    [action, subject, code].join(' '),
  );
  expect(told).toEqual([
    'asked  ',
    'claim anna ',
    'escalated  ',
    'refused anna task-wrong-role',
    'closed  deadline-passed',
    'refused sue task-expired',
  ]);
});

test('the journey leaves: the task is closed, and nobody can decide it any more', async () => {
  const { profileId, taskId } = await asked();
  await happens(profileId, 'Goodwill Withdrawn');
  await endedWith(profileId, 'withdrawn');
  await eventually(async () => {
    const { body } = await ask(collaboration, 'GET', `tasks/${taskId}`, 'agent');
    return body['state'] === 'cancelled' && body['outcome'] === 'journey-left';
  });
  expect(await act(taskId, 'complete', 'agent', 'anna', approve)).toMatchObject({
    status: 409,
    body: { code: 'task-cancelled' },
  });
});
