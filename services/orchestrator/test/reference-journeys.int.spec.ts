// The reference journey of the basket over the bus, with its times made short: who finishes by phone is left alone, who
// leaves is written to, who did not agree is not.
import { readFileSync } from 'node:fs';
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, tracked, type TimelineEvent } from './orchestrator-rig.js';

const BASKET = readFileSync(new URL('../journeys/abandoned-basket.yaml', import.meta.url), 'utf8')
  .replace('after: PT1H, next: talking', 'after: PT1S, next: talking')
  .replace('after: PT5M, next: may-write', 'after: PT1S, next: may-write');

let rig: OrchestratorRig;

beforeAll(async () => {
  rig = await OrchestratorRig.open();
  await rig.publish(BASKET);
  await rig.consumer.start();
}, 60_000);

afterAll(() => rig.close(), 30_000);

function factsOf(profileId: string, granted: boolean): TimelineEvent {
  const consent = { purpose: 'marketing', channel: 'whatsapp', granted, version: '1', changedAt: Date.now() };
  const value = {
    profileId,
    version: 1,
    changed: ['consents'],
    segments: [],
    consents: [consent],
    language: 'de',
    timeZone: 'Europe/Zurich',
    reachability: {},
    scores: {},
    valueTier: null,
    changedAt: Date.now(),
  };
  return { profileId, type: 'continuo.cdp.ProfileChanged.v1', value };
}

const added = (profileId: string): TimelineEvent =>
  tracked(profileId, 'Product Added', { cart_id: `cart-${profileId}`, product_id: 'espresso-one' });

function orderedByPhone(profileId: string): TimelineEvent {
  const value = {
    orderId: `order-${profileId}`,
    fulfilment: 'collect',
    channel: 'phone',
    storeId: 'zurich',
    lines: [],
    acceptedAt: Date.now(),
  };
  return { profileId, type: 'continuo.operations.OrderAccepted.v1', value };
}

const outcomeOf = async (profileId: string): Promise<{ step: string; outcome: string | null } | undefined> =>
  (
    await rig.database.query<{ step: string; outcome: string | null }>(
      'select step, outcome from instance where profile_id = $1',
      [profileId],
    )
  )[0];

test('left on the web and finished by phone is not abandoned; left is reminded of; not agreed is left alone', async () => {
  const [leaves, phones, refuses] = [uuidv7(), uuidv7(), uuidv7()];
  await rig.timeline(factsOf(leaves, true), factsOf(phones, true), factsOf(refuses, false));
  await rig.timeline(added(leaves), added(phones), added(refuses));
  await rig.timeline(orderedByPhone(phones));
  await eventually(async () => (await outcomeOf(leaves))?.step === 'remind', { what: 'a reminder' });
  await eventually(async () => (await outcomeOf(refuses))?.outcome === 'not-wanted', { what: 'a no' });
  expect(await outcomeOf(phones)).toMatchObject({ outcome: 'ordered' });
  await rig.settled();
  const commands = await rig.records('collaboration.commands');
  expect(commands.map(({ key }) => key?.toString())).toEqual([leaves]);
  expect(commands[0]?.headers['ce_type']).toBe('continuo.collaboration.commands.SendMessage.v1');
}, 40_000);
