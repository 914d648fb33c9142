// An erasure in one service: it passes what is parked, takes commands and intents with it, and can be counted and repeated.
import { eventually } from '@continuo/testing';
import { uuidv7 } from 'uuidv7';
import { BusService, type BusRecord } from './bus-service.js';

let service: BusService;

beforeAll(async () => {
  service = await BusService.start();
}, 60_000);

afterAll(() => service.stop(), 30_000);

function tracked(profileId: string, name: string): BusRecord {
  const now = Date.now();
  const times = { occurredAt: now, sentAt: now, receivedAt: now };
  const rest = { messageId: uuidv7(), kind: 'track', source: 'shop', groupId: null, properties: {} };
  return {
    topic: 'cdp.timeline',
    type: 'continuo.cdp.TrackReceived.v1',
    profileId,
    value: { name, ...rest, ...times },
  };
}

function erased(profileId: string, erasureId: string): BusRecord {
  const value = { profileId, erasureId, erasedAt: Date.now() };
  return { topic: 'cdp.timeline', type: 'continuo.cdp.ProfileErased.v1', profileId, value };
}

function command(profileId: string): BusRecord {
  return {
    topic: 'crm.commands',
    type: 'continuo.crm.commands.OpenCase.v1',
    profileId,
    commandId: uuidv7(),
    value: { caseType: 'question', channel: null, productId: null, orderId: null, messageId: null },
  };
}

async function counted(...profileIds: string[]): Promise<Record<string, number>> {
  const { status, body } = await service.ask('POST', 'personal-data:count', { profileIds });
  expect(status).toBe(200);
  expect(Date.parse(String(body['sentUpTo']))).toBeLessThanOrEqual(Date.now() + 1_000);
  const stores = body['stores'] as { store: string; rows: number }[];
  return Object.fromEntries(stores.map(({ store, rows }) => [store, rows]));
}

async function reported(erasureId: string): Promise<string[]> {
  const { body } = await service.ask('GET', `erasures/${erasureId}`);
  const stores = body['stores'] as { store: string; rows: number; profileId: string }[];
  return stores.map(({ store, rows }) => `${store} ${rows}`);
}

const nothing = { note: 0, 'messaging.parked_record': 0, 'messaging.intent': 0 };

it('deletes what there is, though records of the person are parked in the timeline and among the commands', async () => {
  const [gone, stays, erasureId] = [uuidv7(), uuidv7(), uuidv7()];
  await service.send(
    tracked(gone, 'Seen'),
    tracked(stays, 'Seen'),
    command(gone),
    tracked(gone, 'Poison'),
    tracked(gone, 'Behind it'),
  );
  await service.own.query(
    `insert into messaging.intent (id, kind, payload, profile_id)
     select gen_random_uuid(), 'nobody-works-on-it', '{}', p from unnest($1::uuid[]) p`,
    [[gone, stays]],
  );
  await eventually(
    async () => {
      const { 'messaging.parked_record': parked, note } = await counted(gone);
      return parked === 3 && note === 1;
    },
    { within: 15_000, what: 'a note, and three rows parked or held' },
  );
  expect(await reported(erasureId)).toEqual([]);
  await service.send(erased(gone, erasureId));
  await eventually(async () => (await reported(erasureId)).length === 3, { within: 10_000 });
  expect(await reported(erasureId)).toEqual(['messaging.intent 1', 'messaging.parked_record 3', 'note 1']);
  await eventually(async () => expect(await counted(gone)).toEqual(nothing) === undefined, {
    within: 10_000,
  });
  expect(await counted(stays)).toMatchObject({ note: 1, 'messaging.intent': 1 });
  const positions = await service.own.query<{ keys: number; bytes: string }>(
    'select sum(held_keys)::int as keys, sum(held_bytes) as bytes from messaging.partition_position',
  );
  expect(positions).toEqual([{ keys: 0, bytes: '0' }]);
}, 40_000);

it('comes twice, and takes with it what had slipped in between', async () => {
  const [profileId, erasureId] = [uuidv7(), uuidv7()];
  await service.send(tracked(profileId, 'Seen'), erased(profileId, erasureId), tracked(profileId, 'Late'));
  await eventually(
    async () => (await counted(profileId))['note'] === 1 && (await reported(erasureId)).length > 0,
    {
      within: 10_000,
      what: 'a note that came after the erasure',
    },
  );
  await service.send(erased(profileId, erasureId));
  await eventually(async () => (await reported(erasureId)).includes('note 2'), { within: 10_000 });
  await service.send(erased(profileId, erasureId));
  await eventually(async () => expect(await counted(profileId)).toEqual(nothing) === undefined, {
    within: 10_000,
  });
  expect(await reported(erasureId)).toContain('note 2');
}, 30_000);

it('refuses what is no profile, too many of them, and callers without the role', async () => {
  for (const profileIds of [[], ['jane@example.com'], Array.from({ length: 1_001 }, () => uuidv7())]) {
    expect((await service.ask('POST', 'personal-data:count', { profileIds })).status).toBe(400);
  }
  expect((await service.ask('GET', 'erasures/none')).status).toBe(400);
  const anonymous = await fetch(`${service.running.url}/api/crm/personal-data:count`, { method: 'POST' });
  expect(anonymous.status).toBe(401);
});
