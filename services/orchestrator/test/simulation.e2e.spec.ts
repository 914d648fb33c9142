// Simulations and reasons from outside: asked for by HTTP, followed to their report; refused where they have to be.
import { readFileSync } from 'node:fs';
import type { Role } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { profileIn, tracked, type OrchestratorRig } from './orchestrator-rig.js';
import { RunningOrchestrator } from './running-orchestrator.js';

const REMINDER = readFileSync(new URL('./fixtures/cart-reminder.yaml', import.meta.url), 'utf8').replace(
  'PT5S',
  'PT1S',
);
const people = Array.from({ length: 6 }, (_, n) => profileIn(n));

let rig: OrchestratorRig;
let orchestrator: RunningOrchestrator;

beforeAll(async () => {
  orchestrator = await RunningOrchestrator.start();
  ({ rig } = orchestrator);
  await call('POST', 'definitions', 'designer', { definition: REMINDER });
  await rig.timeline(...people.map((id, n) => tracked(id, 'Checkout Started', { cart_id: `c-${n}` })));
  await eventually(async () => (await rig.records('collaboration.commands')).length === people.length, {
    what: 'a reminder for everybody',
  });
}, 60_000);

afterAll(async () => {
  await orchestrator.stop();
}, 30_000);

function call(method: string, path: string, role: Role, body?: unknown) {
  return orchestrator.call(method, path, role, { body });
}

async function done(id: unknown) {
  return eventually(
    async () => {
      const { body } = await call('GET', `simulations/${String(id)}`, 'designer');
      return body['state'] === 'running' ? undefined : body;
    },
    { within: 20_000, what: 'the end of the simulation' },
  );
}

/** Nobody is reminded before an hour has passed. */
const LATER = REMINDER.replace('PT1S', 'PT1H');

describe('a simulation', () => {
  test('is asked for, followed, and tells who would lose which contact', async () => {
    const asked = await call('POST', 'simulations', 'designer', { definition: LATER, days: 1 });
    expect(asked).toMatchObject({
      status: 202,
      body: { journey: 'cart-reminder', version: 2, state: 'running' },
    });
    const simulation = await done(asked.body['id']);
    expect(simulation).toMatchObject({
      state: 'done',
      report: {
        totals: {
          customers: { all: 6, different: 6 },
          contacts: { before: 6, after: 0, lost: 6 },
          messages: { 'cart-reminder/cart-reminder': { before: 6, after: 0 } },
        },
      },
    });
    expect(JSON.stringify(simulation['report'])).toContain('held as recorded');
    const page = await call(
      'GET',
      `simulations/${String(asked.body['id'])}/customers?difference=lost&limit=4`,
      'operator',
    );
    expect(page.body['items']).toHaveLength(4);
    expect((page.body['items'] as { lost: unknown[] }[])[0]?.lost[0]).toMatchObject({
      step: 'remind',
      template: 'cart-reminder',
      channel: 'email',
    });
    const rest = await call(
      'GET',
      `simulations/${String(asked.body['id'])}/customers?difference=lost&limit=4&cursor=${String(page.body['nextCursor'])}`,
      'operator',
    );
    expect(rest.body['items']).toHaveLength(2);
    expect(rest.body['nextCursor']).toBeUndefined();
    const list = await call('GET', 'simulations', 'operator');
    expect(list.body['items']).toMatchObject([{ id: asked.body['id'], state: 'done' }]);
  });

  test('is cancelled', async () => {
    const asked = await call('POST', 'simulations', 'designer', { definition: LATER, days: 1 });
    const path = `simulations/${String(asked.body['id'])}`;
    expect((await call('POST', `${path}/cancel`, 'operator')).status).toBe(200);
    expect(await done(asked.body['id'])).toMatchObject({ state: 'cancelled', report: null, problem: null });
  });

  test('that was interrupted says so, and one that nobody knows is not found', async () => {
    await rig.database.query(
      `insert into simulation (id, journey, version, definition, window_from, window_to, options, state, asked_by, seen_at)
       values ('0198c1a0-0000-7000-8000-0000000000ff', 'x', 1, '', now(), now(), '{"profiles":null,"sample":1}', 'running',
         'somebody', now() - interval '2 minutes')`,
    );
    const { body } = await call('GET', 'simulations/0198c1a0-0000-7000-8000-0000000000ff', 'designer');
    expect(body).toMatchObject({ state: 'interrupted', report: null });
    const cancel = await call('POST', 'simulations/0198c1a0-0000-7000-8000-0000000000ff/cancel', 'designer');
    expect(cancel).toMatchObject({ status: 409, body: { code: 'simulation-not-running' } });
    const missing = await call('GET', 'simulations/0198c1a0-0000-7000-8000-00000000dead', 'designer');
    expect(missing).toMatchObject({ status: 404, body: { code: 'simulation-not-found' } });
  });

  test.each([
    [
      'a broken definition',
      { definition: LATER.replace('next: bought', 'next: nowhere'), days: 1 },
      422,
      'definition-invalid',
    ],
    ['no time', { definition: LATER }, 400, undefined],
    ['days and from', { definition: LATER, days: 1, from: '2026-01-01T00:00:00Z' }, 400, undefined],
    ['a hundred days', { definition: LATER, days: 100 }, 400, undefined],
    [
      'an end before its beginning',
      { definition: LATER, from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
      422,
      'window-invalid',
    ],
    ['a sample of nobody', { definition: LATER, days: 1, sample: 0 }, 400, undefined],
    ['profiles that are none', { definition: LATER, days: 1, profiles: ['x'] }, 400, undefined],
  ])('refuses %s', async (_what, body, status, code) => {
    const refused = await call('POST', 'simulations', 'designer', body);
    expect(refused.status).toBe(status);
    if (code !== undefined) expect(refused.body['code']).toBe(code);
  });

  test('is not for everybody', async () => {
    expect(await call('POST', 'simulations', 'agent', { definition: LATER, days: 1 })).toMatchObject({
      status: 403,
    });
    expect(await call('GET', 'simulations', 'integrator')).toMatchObject({ status: 403 });
  });
});

const ONCE = `
journey: once
title: Welcomed once
owner: tests
objective: nobody is welcomed twice
metrics: [welcomes]
retention: short
reentry: never
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Welcomed" }
steps:
  over: { end: over }
`;

describe('why', () => {
  const profileId = people[0] ?? '';
  const records = async (query = '') => {
    const { body } = await call('GET', `customers/${profileId}/why${query}`, 'agent');
    return body['items'] as Record<string, unknown>[];
  };

  test('everything that mattered to a customer, newest first, with rule and words', async () => {
    await call('POST', 'definitions', 'designer', { definition: ONCE });
    for (let times = 0; times < 2; times += 1) await rig.timeline(tracked(profileId, 'Welcomed', {}));
    const declined = await eventually(async () => (await records('?kind=declined'))[0], {
      what: 'a declined entry',
    });
    expect(declined).toMatchObject({
      journey: 'once',
      instanceId: null,
      rule: expect.stringContaining('entry'),
    });
    const all = await records();
    expect(all[0]).toMatchObject({ kind: 'declined' });
    expect(all.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['entered', 'sent', 'ended']));
    expect(all.filter(({ kind }) => kind === 'sent')).toMatchObject([
      { step: 'remind', text: 'remind: asked for collaboration.SendMessage', journey: 'cart-reminder' },
    ]);
    expect((await records('?journey=once&kind=entered,ended')).map(({ kind }) => kind)).toEqual([
      'ended',
      'entered',
    ]);
    expect(await records('?to=2026-01-01T00:00:00Z')).toEqual([]);
  });

  test('page by page, nothing twice and nothing left out', async () => {
    const whole = (await records()).map(({ text }) => text);
    const paged: unknown[] = [];
    for (let cursor: unknown = ''; cursor !== undefined;) {
      const at = cursor === '' ? '' : `&cursor=${String(cursor)}`;
      const { body } = await call('GET', `customers/${profileId}/why?limit=1${at}`, 'agent');
      paged.push(...(body['items'] as { text: string }[]).map(({ text }) => text));
      cursor = body['nextCursor'];
    }
    expect(paged).toEqual(whole);
  });

  test('of one instance, and the chain behind one message', async () => {
    const [sent] = await records('?kind=sent');
    const own = await call('GET', `instances/${String(sent?.['instanceId'])}/why/records`, 'designer');
    expect((own.body['items'] as unknown[]).length).toBeGreaterThan(1);
    const message = await call('GET', `messages/${String(sent?.['commandId'])}/why`, 'agent');
    expect(message.body).toMatchObject({
      state: 'waiting',
      step: 'remind',
      chain: [{ kind: 'entered' }, { kind: 'sent' }],
    });
    const commandId = String(sent?.['commandId']);
    const about = {
      deliveryId: '0198c1a0-0000-7000-8000-000000000001',
      template: 'cart-reminder',
      purpose: 'marketing',
    };
    const answer = { ...about, channel: 'email', sentAt: Date.now() };
    const id = '0198c1a0-0000-7000-8000-0000000000aa';
    await rig.timeline({
      profileId,
      id,
      commandId,
      type: 'continuo.collaboration.MessageSent.v1',
      value: answer,
    });
    const answered = await eventually(async () => {
      const { body, status } = await call('GET', `messages/${id}/why?customer=${profileId}`, 'agent');
      return status === 200 ? body : undefined;
    });
    expect(answered).toMatchObject({
      commandId,
      state: 'sent',
      text: 'It went out: remind: MessageSent (done)',
    });
  });

  test('what each event did: began a journey, was an answer, was declined, or nothing', async () => {
    const all = await records('?kind=entered,answered,declined');
    const idOf = (kind: string): string => {
      const found = all.find((one) => one['kind'] === kind)?.['cause'] as { id: string } | undefined;
      return found?.id ?? '';
    };
    const nothing = '0198c1a0-0000-7000-8000-0000000000bb';
    const asked = [idOf('entered'), idOf('answered'), idOf('declined'), nothing];
    const { status, body } = await call('POST', `profiles/${profileId}/touches`, 'agent', {
      eventIds: [...asked, nothing],
    });
    expect(status).toBe(200);
    const events = body['events'] as { eventId: string; touches: { what: string; detail: string }[] }[];
    expect(events.map(({ eventId }) => eventId)).toEqual(asked);
    const did = events.map(({ touches }) => touches.map(({ what }) => what));
    expect(did[0]).toContain('entered');
    expect(did[1]).toContain('answered');
    // The same event waits in the mailbox of a journey that runs.
    expect(did[2]).toEqual(expect.arrayContaining(['declined', 'kept']));
    expect(did[3]).toEqual([]);
    expect(events[1]?.touches[0]).toMatchObject({
      journey: 'cart-reminder',
      step: 'remind',
      detail: 'done',
      instanceId: expect.any(String),
    });
    expect(events[2]?.touches.find(({ what }) => what === 'declined')).toMatchObject({
      journey: 'once',
      instanceId: null,
    });
    // Somebody else's journeys are not told of.
    const other = await call('POST', `profiles/${nothing}/touches`, 'operator', { eventIds: asked });
    expect((other.body['events'] as { touches: unknown[] }[]).flatMap(({ touches }) => touches)).toEqual([]);
    const refused = async (role: Role, eventIds: readonly string[]) =>
      (await call('POST', `profiles/${profileId}/touches`, role, { eventIds })).status;
    expect(await refused('integrator', asked)).toBe(403);
    expect(await refused('agent', [])).toBe(400);
    expect(await refused('agent', ['.*'])).toBe(400);
    expect(await refused('agent', Array<string>(101).fill(nothing))).toBe(400);
  });

  test('what is not known is not found, and what is no question is refused', async () => {
    const nobody = '0198c1a0-0000-7000-8000-00000000dead';
    expect(await call('GET', `messages/${nobody}/why`, 'agent')).toMatchObject({ status: 404 });
    expect(await call('GET', `messages/${nobody}/why?customer=${profileId}`, 'agent')).toMatchObject({
      status: 404,
    });
    expect(await call('GET', `instances/${nobody}/why/records`, 'agent')).toMatchObject({ status: 404 });
    expect(await call('GET', `customers/${profileId}/why?kind=nonsense`, 'agent')).toMatchObject({
      status: 400,
    });
    expect(await call('GET', `customers/${profileId}/why`, 'integrator')).toMatchObject({ status: 403 });
    const { body } = await call('GET', `customers/${nobody}/why`, 'agent');
    expect(body['items']).toEqual([]);
  });
});
