// The life of a journey on real servers: paused, nothing is sent and nothing lost; retired, nobody enters; what many
// instances are asked survives a crash.
import { uuidv7 } from 'uuidv7';
import { BulkWorker } from '../src/journeys/bulk/bulk.worker.js';
import { Lifecycle } from '../src/journeys/definitions/lifecycle.service.js';
import { workOff, workUntilCrash } from './bulk-under-test.js';
import { OrchestratorRig, profileIn, tracked } from './orchestrator-rig.js';

const GREETING = `
journey: greeting
title: Who comes is greeted
owner: online-shop
objective: everybody feels welcome
metrics: [greeted]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Came" }
steps:
  greet:
    office: front
    act: collaboration.SendMessage
    with: { template: "'hello'", purpose: "'service'", channel: "'email'" }
    notAfter: PT1H
  over: { end: over }
`;

let rig: OrchestratorRig;
let lifecycle: Lifecycle;

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(GREETING);
  await rig.consumer.start();
  lifecycle = new Lifecycle(rig.database, rig.outbox);
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

async function change(journey: string, what: 'pause' | 'resume' | 'retire', cancelRunning = false) {
  const seen = (await lifecycle.find(journey))?.publication ?? 0;
  return lifecycle.change(journey, { change: what, actor: 'operator-1', seen, cancelRunning });
}

async function sentTo(profileIds: readonly string[]): Promise<number> {
  const records = await rig.records('collaboration.commands');
  return records.filter(({ key }) => profileIds.includes(key?.toString() ?? '')).length;
}

async function outcomes(profileIds: readonly string[]) {
  return rig.database.query<{ status: string; step: string; outcome: string | null }>(
    'select status, step, outcome from instance where profile_id = any($1) order by id',
    [profileIds],
  );
}

test('paused, nothing is sent and nothing is lost; resumed, everything goes, also over a crash', async () => {
  expect(await change('greeting', 'pause')).toMatchObject({ ok: true, value: { state: 'paused' } });
  const profiles = [1, 2, 3, 4, 5].map(profileIn);
  await rig.timeline(...profiles.map((profileId) => tracked(profileId, 'Came', {})));
  await rig.settled();
  expect(await sentTo(profiles)).toBe(0);
  expect((await outcomes(profiles)).map(({ step }) => step)).toEqual(Array(5).fill('greet'));
  const marks = await rig.database.query(`select from mark where kind = 'publication'`);
  expect(marks.length).toBeGreaterThan(0);

  expect(await change('greeting', 'resume')).toMatchObject({ ok: true, value: { state: 'published' } });
  let crashes = 2;
  const crashing = new BulkWorker({
    outbox: rig.outbox,
    batch: 2,
    seam: () => {
      if ((crashes -= 1) >= 0) throw new Error('crash');
    },
  });
  expect(await workUntilCrash(crashing)).toEqual(new Error('crash'));
  await workOff(rig, new BulkWorker({ outbox: rig.outbox, batch: 2 }));
  expect(await sentTo(profiles)).toBe(5);
  const asked = await rig.database.query<{ outcome: string }>('select outcome from bulk_instance');
  expect(asked.map(({ outcome }) => outcome)).toEqual(Array(5).fill('applied'));
}, 60_000);

test('retired, nobody enters any more; who is in it is cancelled on request', async () => {
  const [inside, outside] = [profileIn(6), profileIn(7)];
  await rig.timeline(tracked(inside, 'Came', {}));
  await rig.settled();
  expect(await change('greeting', 'retire', true)).toMatchObject({ ok: true, value: { state: 'retired' } });
  await rig.timeline(tracked(outside, 'Came', {}));
  await rig.settled();
  expect(await outcomes([outside])).toEqual([]);
  await workOff(rig, new BulkWorker({ outbox: rig.outbox }));
  expect(await outcomes([inside])).toMatchObject([{ status: 'ended', outcome: 'cancelled' }]);
  expect(await change('greeting', 'resume')).toMatchObject({ refusal: { code: 'journey-retired' } });
  const states = await rig.records('orchestrator.journeys');
  expect(states.map(({ headers }) => headers['ce_type']?.split('.')[2])).toEqual([
    'JourneyPublished',
    'JourneyStateChanged',
    'JourneyStateChanged',
    'JourneyStateChanged',
  ]);
  // The same text again begins again.
  await rig.publish(GREETING);
  expect(await lifecycle.find('greeting')).toMatchObject({ version: 1, state: 'published' });
}, 60_000);

test('two who change at once: one of them is told', async () => {
  const seen = (await lifecycle.find('greeting'))?.publication ?? 0;
  const asked = { change: 'pause', actor: uuidv7(), seen, cancelRunning: false } as const;
  const both = await Promise.all([lifecycle.change('greeting', asked), lifecycle.change('greeting', asked)]);
  expect(both.filter(({ ok }) => ok)).toHaveLength(1);
  expect(both.find(({ ok }) => !ok)).toMatchObject({ refusal: { code: 'version-moved' } });
});
