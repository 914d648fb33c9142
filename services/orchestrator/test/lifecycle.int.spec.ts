// The life of a journey on real servers: paused, nothing is sent and nothing lost; retired, nobody enters; what many
// instances are asked survives a crash.
import { canonicalJson } from '@continuo/kernel';
import { uuidv7 } from 'uuidv7';
import { BulkWorker } from '../src/journeys/bulk/bulk.worker.js';
import { Lifecycle } from '../src/journeys/definitions/lifecycle.service.js';
import { journalOfInstance, replayStored } from '../src/journeys/instances/journal.store.js';
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

const said = (name: string): string => `
  ${name}:
    office: front
    act: collaboration.SendMessage
    with: { template: "'${name}'", purpose: "'service'", channel: "'email'" }
    compensate:
      act: collaboration.SendMessage
      with: { template: "'undo-${name}'", purpose: "'service'", channel: "'email'" }`;
const BOOKING = `
journey: booking
title: What was said is taken back
owner: online-shop
objective: nobody relies on what does not hold
metrics: [taken-back]
retention: short
entry:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Booked" }
exit:
  - { on: continuo.cdp.TrackReceived.v1, when: event.name == "Unbooked", outcome: unbooked, undo: true }
steps:${said('first')}${said('second')}
  stay:
    office: front
    wait: [{ after: P5D }]
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

describe('compensations that a pause held back', () => {
  const profileId = profileIn(9);

  /** What was sent to them, in order. */
  async function told(): Promise<readonly { readonly template: string; readonly commandId: string }[]> {
    const records = (await rig.records('collaboration.commands')).filter(
      ({ key }) => key?.toString() === profileId,
    );
    await rig.decoder.prepare(records.map(({ value }) => value));
    return records.map(({ value, headers }) => ({
      template: (rig.decoder.decode(value ?? Buffer.alloc(0)).value as { template: string }).template,
      commandId: headers['commandid'] ?? '',
    }));
  }

  /** Collaboration's answer to the newest of them. */
  async function answer(): Promise<void> {
    const { template, commandId } = (await told()).at(-1) ?? { template: '', commandId: '' };
    await rig.timeline({
      profileId,
      commandId,
      type: 'continuo.collaboration.MessageSent.v1',
      value: { deliveryId: uuidv7(), template, purpose: 'service', channel: 'email', sentAt: Date.now() },
    });
    await rig.settled();
  }

  test('go out after it, the newest first, each behind the answer before it, and once', async () => {
    await rig.publish(BOOKING);
    await rig.timeline(tracked(profileId, 'Booked', {}));
    await rig.settled();
    await answer();
    await answer();
    expect(await outcomes([profileId])).toMatchObject([{ status: 'running', step: 'stay' }]);
    await change('booking', 'pause');
    await rig.timeline(tracked(profileId, 'Unbooked', {}));
    await rig.settled();
    expect(await outcomes([profileId])).toMatchObject([{ status: 'undoing', outcome: 'unbooked' }]);
    expect((await told()).map(({ template }) => template)).toEqual(['first', 'second']);

    const worker = new BulkWorker({ outbox: rig.outbox });
    await change('booking', 'resume');
    await workOff(rig, worker);
    expect((await told()).slice(2).map(({ template }) => template)).toEqual(['undo-second']);
    // Paused and resumed once more: what went out does not go again, what waits for its turn is not passed by.
    await change('booking', 'pause');
    await change('booking', 'resume');
    await workOff(rig, worker);
    expect(await told()).toHaveLength(3);
    await answer();
    await answer();
    const all = (await told()).map(({ template }) => template);
    expect(all).toEqual(['first', 'second', 'undo-second', 'undo-first']);
    expect(await outcomes([profileId])).toMatchObject([{ status: 'ended', outcome: 'unbooked' }]);
    const [instance] = await rig.database.query<{ id: string }>(
      'select id from instance where profile_id = $1',
      [profileId],
    );
    const journal = await journalOfInstance(rig.database, instance?.id ?? '');
    const again = await replayStored(rig.database, rig.decoder, await rig.plans(), instance?.id ?? '');
    expect(again.map((entry) => canonicalJson(entry))).toEqual(
      journal.map(({ entry }) => canonicalJson(entry)),
    );
  }, 60_000);
});
