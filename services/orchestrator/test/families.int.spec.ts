// Parallel ways and journeys that start each other on real servers: rows, searches, operators' words, merges, replay.
import { canonicalJson } from '@continuo/kernel';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import type { Instance } from '../src/journeys/domain/engine/instance.js';
import { listInstances } from '../src/journeys/instances/instance-queries.store.js';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const HEAD = `
owner: online-shop
objective: nobody waits alone
metrics: [promises]
retention: short
`;
const PARENT = `
journey: welcome
title: Several ways at once, and a journey beside
${HEAD}
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Arrived"
    key: event.properties.cart_id
steps:
  both:
    office: middle
    parallel: all
    branches:
      call: { steps: { called: { office: front, journey: call-back, with: { from: "'welcome'" } } } }
      sums: { steps: { wrong: { office: middle, set: { sum: vars.missing } } } }
      word:
        steps:
          heard:
            office: front
            wait:
              - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Opened", next: both }
              - { after: P1D }
  over: { end: over }
`;
const CHILD = `
journey: call-back
title: Called back
${HEAD}
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Call me", key: event.properties.cart_id }
steps:
  spoken:
    office: front
    wait:
      - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Spoken" }
      - { after: P1D }
  good: { end: good }
`;

let rig: OrchestratorRig;

beforeAll(async () => {
  rig = await OrchestratorRig.open({});
  await rig.publish(CHILD);
  await rig.publish(PARENT);
  await rig.consumer.start();
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

async function instanceOf(profileId: string, journey: string): Promise<Instance | undefined> {
  const [row] = await rig.database.query<{ state: string }>(
    'select state from instance where profile_id = $1 and journey = $2',
    [profileId, journey],
  );
  return row && (JSON.parse(row.state) as Instance);
}

async function begun(profileId: string): Promise<Instance> {
  await rig.timeline(tracked(profileId, 'Arrived', { cart_id: 'c-1' }));
  return eventually(() => instanceOf(profileId, 'welcome'));
}

function skip(profileId: string, instanceId: string, step: string, requestId = uuidv7()) {
  return {
    profileId,
    type: 'continuo.orchestrator.InstanceActionRequested.v1',
    value: {
      requestId,
      instanceId,
      action: 'skip',
      step,
      incidentId: null,
      actor: 'operator-1',
      requestedAt: Date.now(),
    },
  };
}

async function replaysToItself(id: string): Promise<void> {
  const journal = await journalOfInstance(rig.database, id);
  const replayed = await replayStored(rig.database, rig.decoder, await rig.plans(), id);
  expect(replayed.map((entry) => canonicalJson(entry))).toEqual(
    journal.map(({ entry }) => canonicalJson(entry)),
  );
}

test('people are found by a step inside a branch; an incident there is skipped by its step', async () => {
  const profileId = profileIn(1);
  const { id } = await begun(profileId);
  const found = async (step: string) =>
    (await listInstances(rig.database, { step, profileId }, undefined, 10)).map((row) => row.id);
  expect(await found('heard')).toEqual([id]);
  expect(await found('both')).toEqual([id]);
  expect(await found('over')).toEqual([]);
  const [elsewhere, meant] = [uuidv7(), uuidv7()];
  await rig.timeline(skip(profileId, id, 'heard', elsewhere), skip(profileId, id, 'wrong', meant));
  const outcomes = await eventually(async () => {
    const rows = await rig.database.query<{ request_id: string; outcome: string }>(
      'select request_id, outcome from request where request_id = any($1::uuid[])',
      [[elsewhere, meant]],
    );
    return rows.length === 2 ? new Map(rows.map((row) => [row.request_id, row.outcome])) : undefined;
  });
  expect([outcomes.get(elsewhere), outcomes.get(meant)]).toEqual(['incident-not-found', 'applied']);
  const steps = (await instanceOf(profileId, 'welcome'))?.branches?.map(({ step }) => step);
  expect(steps).toEqual(['called', 'heard']);
}, 20_000);

test('a merge moves both to the survivor, where the one still resumes the other; each replays to its journal', async () => {
  const [loserId, survivorId, mergeId] = [profileIn(2), profileIn(3), uuidv7()];
  const { id } = await begun(loserId);
  const child = await eventually(() => instanceOf(loserId, 'call-back'));
  expect(child).toMatchObject({
    hops: 2,
    key: 'c-1',
    vars: { from: 'welcome' },
    parent: { instance: id, step: 'called' },
  });
  const marker = (profileId: string) => ({
    profileId,
    type: 'continuo.cdp.ProfileMerged.v1',
    value: { mergeId, loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() },
  });
  await rig.timeline(marker(loserId), marker(survivorId));
  await eventually(async () => (await instanceOf(survivorId, 'call-back')) !== undefined);
  await rig.timeline(
    tracked(survivorId, 'Spoken', {}),
    skip(survivorId, id, 'wrong'),
    tracked(survivorId, 'Opened', {}),
  );
  await eventually(async () => (await instanceOf(survivorId, 'welcome'))?.outcome === 'over');
  expect(await instanceOf(survivorId, 'call-back')).toMatchObject({ outcome: 'good', status: 'ended' });
  await replaysToItself(id);
  await replaysToItself(child.id);
}, 20_000);

test('a cancelled journey takes the one it waits for with it, in one transaction', async () => {
  const profileId = profileIn(4);
  const { id } = await begun(profileId);
  const cancel = skip(profileId, id, 'both');
  await rig.timeline({ ...cancel, value: { ...cancel.value, action: 'cancel' } });
  await eventually(async () => (await instanceOf(profileId, 'welcome'))?.status === 'ended');
  const child = await instanceOf(profileId, 'call-back');
  expect(child).toMatchObject({ status: 'ended', ending: 'cancelled' });
  await eventually(async () => {
    const events = (await rig.records('orchestrator.instances')).filter(
      ({ key, headers }) => key?.toString() === profileId && headers['ce_type']?.includes('JourneyEnded'),
    );
    return events.length === 2;
  });
}, 20_000);
