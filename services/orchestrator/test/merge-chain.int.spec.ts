// Three customers turn out to be one while somebody of them is under way, over three partitions that are read in any order:
// what was answered and what happened since reaches the journey, wherever it was moved meanwhile.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { OrchestratorRig, profileIn, tracked, type TimelineEvent } from './orchestrator-rig.js';

const ERRAND = `
journey: errand
title: Somebody is to be met
owner: tests
objective: whoever asked is met
metrics: [met]
retention: short
entry:
  - on: continuo.cdp.TrackReceived.v1
    when: event.name == "Errand Wanted"
    key: event.properties.cart_id
steps:
  asked:
    office: middle
    act: collaboration.CreateTask
    with: { taskType: "'call-back'", role: "'agent'" }
  comes:
    office: front
    wait:
      - { on: continuo.collaboration.PlaceEntered.v1, when: event.placeId == "shop", next: met }
      - { after: P3D, next: over }
  met: { end: met }
  over: { end: over }
`;

let rig: OrchestratorRig;

beforeAll(async () => {
  rig = await OrchestratorRig.open({});
  await rig.publish(ERRAND);
  await rig.consumer.start();
}, 60_000);

afterAll(async () => {
  await rig.close();
}, 30_000);

const merged = (loserId: string, survivorId: string): ((profileId: string) => TimelineEvent) => {
  const value = { mergeId: uuidv7(), loserId, survivorId, linkedBy: 'user', mergedAt: Date.now() };
  return (profileId) => ({ profileId, type: 'continuo.cdp.ProfileMerged.v1', value });
};
const instances = (profileId: string) =>
  rig.database.query<{ step: string; outcome: string | null }>(
    'select step, outcome from instance where profile_id = $1',
    [profileId],
  );

const orders = ['visitor user contact', 'visitor contact user', 'user visitor contact'].flatMap((order) => [
  order,
  order.split(' ').reverse().join(' '),
]);

test.each(orders)('read in the order %s', async (order) => {
  const [visitor, user, contact] = [profileIn(3), profileIn(4), profileIn(5)];
  const [first, second] = [merged(visitor, user), merged(user, contact)];
  const streams: Readonly<Record<string, readonly TimelineEvent[]>> = {
    visitor: [first(visitor)],
    user: [first(user), tracked(user, 'Errand Wanted', { cart_id: 'e-1' }), second(user)],
    contact: [
      second(contact),
      {
        profileId: contact,
        type: 'continuo.collaboration.PlaceEntered.v1',
        value: { placeId: 'shop', enteredAt: Date.now() },
      },
    ],
  };
  for (const name of order.split(' ')) {
    await rig.timeline(...(streams[name] ?? []));
    await rig.settled();
  }
  const command = await eventually(async () =>
    (await rig.records('collaboration.commands')).find(({ key }) =>
      [user, contact].includes(key?.toString() ?? ''),
    ),
  );
  // The answer names the profile that was asked for; the platform puts it on the survivor's timeline.
  const value = { taskId: uuidv7(), taskType: 'call-back', role: 'agent', createdAt: Date.now() };
  const commandId = command.headers['commandid'] ?? '';
  await rig.timeline({
    profileId: contact,
    commandId,
    type: 'continuo.collaboration.TaskCreated.v1',
    value,
  });
  await eventually(async () => (await instances(contact))[0]?.outcome === 'met', {
    what: 'somebody who is met',
  });
  expect([await instances(visitor), await instances(user)]).toEqual([[], []]);
  await eventually(async () => (await rig.database.query('select from messaging.held_key')).length === 0);
});
