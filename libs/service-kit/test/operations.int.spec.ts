// The operator's view of the transport on a real database: where an event is, what is parked, and redrive with a dry run.
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { Module, type DynamicModule } from '@nestjs/common';
import { DatabaseModule } from './database.module.js';
import { startIssuer, startNotes, type SmallService, type TestIssuer } from './small-service.js';

const PARKED = '019aa000-0000-7000-8000-00000000000a';
const WAITING = '019aa000-0000-7000-8000-00000000000b';

@Module({})
class EmptyModule {
  static on(url: string): DynamicModule {
    return { module: EmptyModule, imports: [DatabaseModule.on({ url, applicationName: 'operations-test' })] };
  }
}

let database: TestDatabase;
let issuer: TestIssuer;
let service: SmallService;

beforeAll(async () => {
  database = await testDatabase();
  const own = await Database.open({ url: database.url, applicationName: 'operations-test' });
  await migrate(own, [messagingMigrations]);
  await own.query(
    `insert into messaging.parked_record (group_name, topic, partition, record_offset, record_time, key, value, headers,
       size_bytes, state, holds_key, code, reason, attempts)
     values ('orchestrator', 'cdp.timeline', 3, 7, 0, 'profile-1', $2, $1, 10, 'parked', true, 'poison', 'it failed', 5),
            ('orchestrator', 'cdp.timeline', 3, 8, 0, 'profile-1', null, '{}', 10, 'held', true, 'held', 'behind 7', 0)`,
    [
      JSON.stringify({
        ce_id: PARKED,
        ce_type: 'continuo.cdp.TrackReceived.v1',
        customer: 'user=jane',
        'x-from': 'jane@example.com',
      }),
      Buffer.from([0, 0, 0, 1, 2, 106, 97, 110, 101]),
    ],
  );
  await own.query(
    `insert into messaging.held_key (group_name, topic, partition, key, row_count)
     values ('orchestrator', 'cdp.timeline', 3, 'profile-1', 2)`,
  );
  await own.query(
    `insert into messaging.partition_position (group_name, topic, partition, topic_id, next_offset, epoch, clock)
     values ('orchestrator', 'cdp.timeline', 3, 'topic-id', 9, 1, 1763700000000)`,
  );
  await own.query(
    `insert into messaging.outbox (topic, partition, key, value, headers, size) values ('cdp.profiles', 0, 'k', 'v', $1, 2)`,
    [JSON.stringify({ ce_id: WAITING })],
  );
  await own.close();
  issuer = await startIssuer();
  const env = { OIDC_ISSUER: issuer.url, DATABASE_URL: database.url };
  service = await startNotes(env, EmptyModule.on(database.url));
});

afterAll(async () => {
  await service.stop();
  await issuer.close();
  await database.drop();
});

async function ask(path: string, body?: unknown, roles = ['operator']) {
  const response = await fetch(`${service.url}/api/notes/messaging/${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: { authorization: `Bearer ${await issuer.token({ roles })}`, 'content-type': 'application/json' },
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('is for operators only', async () => {
  expect((await ask('parked', undefined, ['agent'])).status).toBe(403);
});

it('tells positions, the outbox and parked records', async () => {
  expect((await ask('consumers')).body).toMatchObject({
    positions: [{ topic: 'cdp.timeline', partition: 3, nextOffset: '9', clock: '2025-11-21T04:40:00.000Z' }],
    incidents: [],
  });
  expect((await ask('outbox')).body).toMatchObject({
    pending: 1,
    oldestAgeSeconds: expect.any(Number),
    topics: [{ topic: 'cdp.profiles', pending: 1 }],
    owned: false,
  });
  const { items } = (await ask('parked')).body as { items: object[] };
  expect(items).toMatchObject([
    { offset: '7', key: 'profile-1', code: 'poison', waiting: 1, eventId: PARKED },
  ]);
  expect(((await ask('parked?held=true')).body as { items: object[] }).items).toHaveLength(2);
});

it('finds an event in the outbox, among the parked, or nowhere', async () => {
  expect((await ask(`events/${WAITING}`)).body).toMatchObject({
    outbox: { topic: 'cdp.profiles', inFlight: false },
  });
  expect((await ask(`events/${PARKED}`)).body).toMatchObject({ outbox: null, parked: [{ offset: '7' }] });
  const nowhere = await ask('events/019aa000-0000-7000-8000-00000000000c');
  expect(nowhere.body).toEqual({ outbox: null, parked: [] });
  expect((await ask('events/none')).status).toBe(400);
});

it('tells of parked records page by page, by kind, and by their ids', async () => {
  const first = await ask('parked?held=true&limit=1');
  const [one] = first.body['items'] as { id: string; offset: string }[];
  expect(one).toMatchObject({ offset: '7' });
  const second = await ask(`parked?held=true&limit=1&cursor=${String(first.body['nextCursor'])}`);
  expect(second.body).toMatchObject({ items: [{ offset: '8' }] });
  expect(second.body['nextCursor']).toBeUndefined();
  expect((await ask('parked?limit=1')).body['nextCursor']).toBeUndefined();
  expect((await ask(`parked?ids=${String(one?.id)},99999`)).body['items']).toHaveLength(1);
  expect((await ask('parked?before=2020-01-01T00:00:00Z')).body['items']).toEqual([]);
  expect((await ask('parked/kinds?topic=cdp.timeline')).body['items']).toMatchObject([
    { group: 'orchestrator', code: 'held', state: 'held', count: 1 },
    { group: 'orchestrator', code: 'poison', state: 'parked', count: 1 },
  ]);
  expect((await ask('parked/kinds?topic=another')).body['items']).toEqual([]);
});

it('shows one parked record with its envelope, without its value and whom it is about', async () => {
  const [one, waiting] = (await ask('parked?held=true')).body['items'] as { id: string }[];
  const shown = await ask(`parked/${String(one?.id)}`);
  expect(shown).toMatchObject({
    status: 200,
    body: {
      ...{ offset: '7', state: 'parked', holdsKey: true, ahead: 0, waiting: 1, redriveAt: null },
      keyHeld: { onPurpose: null, rows: 2 },
      ...{ schemaId: 258, valueBytes: 9, keyBytes: 9 },
      headers: [
        { name: 'ce_id', value: PARKED, hidden: null },
        { name: 'ce_type', value: 'continuo.cdp.TrackReceived.v1', hidden: null },
        { name: 'customer', value: 'user', hidden: 'personal' },
        { name: 'x-from', value: null, hidden: 'unknown' },
      ],
    },
  });
  expect(JSON.stringify(shown.body)).not.toContain('jane');
  expect((await ask(`parked/${String(waiting?.id)}`)).body).toMatchObject({ state: 'held', ahead: 1 });
});

it.each([
  ['parked/12345', 404, 'parked-record-not-found'],
  ['parked/9223372036854775808', 400, 'validation-failed'],
  [`parked/${'9'.repeat(19)}`, 400, 'validation-failed'],
  [`parked/${encodeURIComponent("1' or '1'='1")}`, 400, 'validation-failed'],
  ['parked/-1', 400, 'validation-failed'],
  ['parked?cursor=made-up', 400, 'cursor-invalid'],
  ['parked?ids=1,two', 400, 'validation-failed'],
  [`parked?ids=${'9'.repeat(19)}`, 400, 'validation-failed'],
  ['parked?before=yesterday', 400, 'validation-failed'],
  ['parked?code=%00', 400, 'unstorable-text'],
])('refuses %s by name', async (path, status, code) => {
  expect(await ask(path)).toMatchObject({ status, body: { code } });
});

it('redrives no more than a dry run has seen', async () => {
  const seen = await ask('parked/redrive', { dryRun: true });
  expect(seen.body).toMatchObject({ matched: 1, asOf: expect.any(String) });
  const filter = { code: 'poison', before: '2020-01-01T00:00:00Z' };
  expect((await ask('parked/redrive', { filter })).body).toMatchObject({ matched: 0, marked: 0 });
  expect((await ask('parked/redrive', { filter: { before: 'soon' } })).status).toBe(400);
});

it('redrives by a filter, after a dry run that changes nothing', async () => {
  const filter = { code: 'poison' };
  const plan = { matched: 1, held: 1, byCode: { poison: 1 } };
  expect((await ask('parked/redrive', { filter, dryRun: true })).body).toMatchObject({ ...plan, marked: 0 });
  expect((await ask('parked/redrive', { filter })).body).toMatchObject({ ...plan, marked: 1 });
  expect((await ask('parked/redrive', { filter })).body).toMatchObject({ matched: 0, marked: 0 });
  expect((await ask('parked/redrive', { filter: { partition: -1 } })).status).toBe(400);
});
