// Guardrails from outside: published over HTTP with what was seen, taken up by the running service, hostile ones refused by name.
import type { Role } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { profileIn, tracked, type OrchestratorRig, type TimelineEvent } from './orchestrator-rig.js';
import { RunningOrchestrator } from './running-orchestrator.js';

const OFFER = `
journey: offer
title: Something that one may like
owner: online-shop
objective: orders
metrics: [orders-after-offer]
retention: short
category: promotion
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Offered" }
steps:
  tell:
    office: front
    act: collaboration.SendMessage
    with: { template: "'offer'", purpose: "'marketing'", channel: "'email'" }
    notAfter: PT4H
  told: { end: told }
`;
const VIP = `
journey: vip
title: Who comes into a segment is written to
owner: online-shop
objective: orders
metrics: [orders-after-offer]
retention: short
entry:
  - on: continuo.cdp.SegmentEntered.v1
    when: event.segment == "vip" && profile.segments.exists(s, s == event.segment)
steps:
  tell:
    office: front
    act: collaboration.SendMessage
    with: { template: "'offer'", purpose: "'service'", channel: "'email'" }
    notAfter: PT4H
  told: { end: told }
`;
const POLICY = `title: Guardrails
owner: care
consent:
  - { name: marketing, purposes: [marketing], unknown: refuse }
`;

let rig: OrchestratorRig;
let orchestrator: RunningOrchestrator;

beforeAll(async () => {
  orchestrator = await RunningOrchestrator.start({
    before: async (opened) => {
      for (const definition of [OFFER, VIP]) await opened.publish(definition);
    },
  });
  ({ rig } = orchestrator);
}, 60_000);

afterAll(async () => {
  await orchestrator.stop();
}, 30_000);

function call(method: string, path: string, role: Role, body?: unknown, ifMatch?: string) {
  return orchestrator.call(method, path, role, { body, ...(ifMatch !== undefined && { ifMatch }) });
}

test('a policy is published by who has seen the one before, and every version can be read', async () => {
  const first = await call('GET', 'guardrails', 'designer');
  expect(first).toMatchObject({ status: 200, etag: '"0"', body: { version: 0, policy: null } });
  expect(await call('PUT', 'guardrails', 'operator', { policy: POLICY })).toMatchObject({ status: 428 });
  expect(await call('PUT', 'guardrails', 'designer', { policy: POLICY }, '"0"')).toMatchObject({
    status: 403,
  });
  const published = await call('PUT', 'guardrails', 'operator', { policy: POLICY }, '"0"');
  expect(published).toMatchObject({ status: 200, etag: '"1"', body: { version: 1, isNew: true } });
  expect(await call('PUT', 'guardrails', 'operator', { policy: POLICY }, '"0"')).toMatchObject({
    status: 412,
    body: { code: 'version-moved' },
  });
  expect(await call('PUT', 'guardrails', 'operator', { policy: POLICY }, '"1"')).toMatchObject({
    body: { version: 1, isNew: false },
  });
  const again = `${POLICY}timeZone: Europe/Zurich\n`;
  expect(await call('PUT', 'guardrails', 'operator', { policy: again }, '"1"')).toMatchObject({
    etag: '"2"',
  });
  expect((await call('GET', 'guardrails?version=1', 'supervisor')).body['policy']).toBe(POLICY);
  expect(await call('GET', 'guardrails?version=7', 'supervisor')).toMatchObject({ status: 404 });
  const page = await call('GET', 'guardrails/versions?limit=1', 'operator');
  expect(page.body['items']).toMatchObject([{ version: 2 }]);
  const rest = await call('GET', `guardrails/versions?cursor=${String(page.body['nextCursor'])}`, 'operator');
  expect(rest.body['items']).toMatchObject([{ version: 1, policy: POLICY }]);
});

test('the running service holds messages against it, and says why one was not sent', async () => {
  const profileId = profileIn(1);
  await rig.timeline(tracked(profileId, 'Offered', {}));
  const skipped = await eventually(async () =>
    (await rig.records('orchestrator.instances')).find(
      ({ key, headers }) => key?.toString() === profileId && headers['ce_type']?.includes('SendSkipped'),
    ),
  );
  await rig.decoder.prepare([skipped.value]);
  expect(rig.decoder.decode(skipped.value ?? Buffer.alloc(0)).value).toMatchObject({
    rule: 'consent/marketing',
    ruleVersion: '2',
    inputs: { purpose: 'marketing', channel: 'email', consent: 'unknown' },
  });
  expect(await rig.records('collaboration.commands')).toEqual([]);
}, 30_000);

test('the switch holds, is counted, and lets go; what it holds is told by rule', async () => {
  expect(await call('GET', 'sending-switch', 'supervisor')).toMatchObject({
    etag: '"0"',
    body: { stopped: [] },
  });
  const stopped = [{ channel: '*', purpose: 'marketing' }];
  expect(await call('PUT', 'sending-switch', 'operator', { stopped })).toMatchObject({ status: 428 });
  expect(await call('PUT', 'sending-switch', 'supervisor', { stopped }, '"0"')).toMatchObject({
    status: 403,
  });
  expect(await call('PUT', 'sending-switch', 'operator', { stopped }, '"0"')).toMatchObject({ etag: '"1"' });
  expect(
    await call('PUT', 'guardrails', 'operator', { policy: POLICY.replace('refuse', 'allow') }, '"2"'),
  ).toMatchObject({
    status: 200,
  });
  const profileId = profileIn(2);
  await rig.timeline(tracked(profileId, 'Offered', {}));
  const held = await eventually(async () => {
    const { body } = await call('GET', 'guardrails/held', 'operator');
    return (body['held'] as object[]).length > 0 && body['held'];
  });
  expect(held).toMatchObject([{ rule: 'stop', count: 1 }]);
  const instance = (await call('GET', `instances?customer=${profileId}`, 'operator')).body['items'] as {
    id: string;
  }[];
  const shown = await call('GET', `instances/${instance[0]?.id ?? ''}`, 'agent');
  expect(JSON.stringify(shown.body)).toContain('stop');
  expect(await call('PUT', 'sending-switch', 'operator', { stopped: [] }, '"1"')).toMatchObject({
    status: 200,
  });
  await eventually(async () =>
    (await rig.records('collaboration.commands')).some(({ key }) => key?.toString() === profileId),
  );
}, 30_000);

test('who comes into a segment is written to, unless no address may be: the facts that came before say both', async () => {
  const { etag } = await call('GET', 'guardrails', 'operator');
  const policy = `${POLICY}suppression:\n  - { name: unreachable, unreachable: true }\n`;
  expect(await call('PUT', 'guardrails', 'operator', { policy }, etag ?? '')).toMatchObject({ status: 200 });
  const [reachable, unreachable] = [profileIn(3), profileIn(4)];
  const entered = (profileId: string, email: boolean): TimelineEvent[] => {
    const facts = { consents: [], language: null, timeZone: null, scores: {}, valueTier: null };
    const changed = { profileId, version: 1, changed: ['segments'], changedAt: Date.now() };
    const value = { ...changed, ...facts, segments: ['vip'], reachability: { email } };
    return [
      { profileId, type: 'continuo.cdp.ProfileChanged.v1', value },
      {
        profileId,
        type: 'continuo.cdp.SegmentEntered.v1',
        value: { segment: 'vip', cause: 'request', enteredAt: Date.now() },
      },
    ];
  };
  await rig.timeline(...entered(reachable, true), ...entered(unreachable, false));
  const skipped = await eventually(async () =>
    (await rig.records('orchestrator.instances')).find(
      ({ key, headers }) => key?.toString() === unreachable && headers['ce_type']?.includes('SendSkipped'),
    ),
  );
  await rig.decoder.prepare([skipped.value]);
  expect(rig.decoder.decode(skipped.value ?? Buffer.alloc(0)).value).toMatchObject({
    rule: 'suppression/unreachable',
    inputs: { channel: 'email', reachable: false },
  });
  const sentTo = async () => (await rig.records('collaboration.commands')).map(({ key }) => key?.toString());
  await eventually(async () => (await sentTo()).includes(reachable));
  expect(await sentTo()).not.toContain(unreachable);
}, 30_000);

test.each([
  ['an unknown key', { policy: 'title: t\nowner: o\nquota: 1\n' }, 422, 'shape-additionalProperties'],
  ['a zone that is none', { policy: 'title: t\nowner: o\ntimeZone: Mars/Olympus\n' }, 422, 'time-zone'],
  [
    'a quarter of a megabyte of caps',
    { policy: `title: t\nowner: o\ncaps:\n${'  - {name: a}\n'.repeat(15_000)}` },
    422,
    'too-large',
  ],
  ['no text', { policy: '' }, 400, ''],
  ['no policy', {}, 400, ''],
  ['something else', { policy: { title: 't' } }, 400, ''],
])('refuses %s', async (_what, body, status, rule) => {
  const { etag } = await call('GET', 'guardrails', 'operator');
  const refused = await call('PUT', 'guardrails', 'operator', body, etag ?? '');
  expect(refused.status).toBe(status);
  expect(JSON.stringify(refused.body)).toContain(rule);
  if (status === 422) {
    expect(refused.body).toMatchObject({ code: 'policy-invalid' });
    const { problems } = (await call('POST', 'guardrails/validate', 'designer', body)).body;
    expect(problems).toContainEqual(expect.objectContaining({ rule }));
  }
});

test.each([
  ['a channel that is none', { stopped: [{ channel: 'E-Mail!' }] }],
  ['too many', { stopped: Array.from({ length: 101 }, () => ({ channel: 'sms' })) }],
  ['no list', { stopped: 'all' }],
])('the switch refuses %s', async (_what, body) => {
  const { etag } = await call('GET', 'sending-switch', 'operator');
  expect((await call('PUT', 'sending-switch', 'operator', body, etag ?? '')).status).toBe(400);
});
