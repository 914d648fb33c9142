// Suppressed addresses on a real database: one entry however many ask at once, and none forgotten when keys are rotated.
import { identifierHasher } from '@continuo/messaging';
import { outboxRig, type OutboxRig } from '@continuo/testing/service';
import { collaborationMigrations } from '../migrations/all-migrations.js';
import { SuppressionsService } from './suppressions.service.js';
import { SuppressionsStore } from './suppressions.store.js';

const key = (version: number) => ({ version, secret: Buffer.alloc(32, version) });
const to = { channel: 'whatsapp', address: '+4915112345678' };
let rig: OutboxRig;

beforeAll(async () => {
  rig = await outboxRig({
    service: 'collaboration',
    migrations: collaborationMigrations,
    topics: ['collaboration.suppressions'],
    poolSize: 8,
  });
}, 30_000);

afterAll(() => rig.close());

const serviceWith = (...versions: number[]) =>
  new SuppressionsService(
    rig.outbox,
    rig.database,
    new SuppressionsStore(),
    identifierHasher(versions.map(key)),
  );
/** What was published, as `<name> <scope or source>`. */
const told = async () =>
  (await rig.published()).map(({ name, value }) => `${name} ${String(value.scope ?? value.source)}`);
const isSuppressed = (service: SuppressionsService, purpose: string) =>
  rig.database.transaction((tx) => service.suppresses(tx, to, purpose));

it('is one entry for one address, the widest of what was asked for', async () => {
  const service = serviceWith(1);
  const by = { reason: 'test', by: 'somebody' };
  const scopes = ['marketing', 'all', 'marketing', 'all', 'marketing', 'all'] as const;
  const entries = await Promise.all(scopes.map((scope) => service.put(to, { scope, ...by })));
  expect(new Set(entries.map((entry) => entry.ok && entry.value.id)).size).toBe(1);
  expect(await service.page({ limit: 10 })).toMatchObject([{ scope: 'all', channel: 'whatsapp' }]);
  const words = await told();
  expect(words.at(-1)).toBe('AddressSuppressed all');
  expect(new Set(words).size).toBe(words.length);
});

it('outlives a rotation of the keys when it was looked at while both were in use', async () => {
  expect(await isSuppressed(serviceWith(2), 'service')).toBe(false);
  expect(await isSuppressed(serviceWith(1, 2), 'service')).toBe(true);
  expect(await isSuppressed(serviceWith(2), 'service')).toBe(true);
});

it('is told by its hashes, under one key however keys were rotated since, and without the address', async () => {
  const [first] = await rig.published();
  expect(first?.headers.customer).toBe(first?.key);
  const service = serviceWith(1, 2);
  const other = { channel: 'whatsapp', address: '+4915112345679' };
  const put = await service.put(other, { scope: 'all', reason: 'test', by: 'somebody' });
  await rig.database.transaction((tx) => serviceWith(2, 3).suppresses(tx, other, 'service'));
  await service.remove(put.ok ? put.value.id : '');
  const [suppressed, released] = (await rig.published()).slice(-2);
  expect(suppressed?.headers.customer).toMatch(/^phone\.h1=[^;]+;phone\.h2=[^;]+$/);
  expect(released?.headers.customer).toMatch(/^phone\.h1=[^;]+;phone\.h2=[^;]+;phone\.h3=[^;]+$/);
  expect(released?.key).toBe(suppressed?.key);
  expect(JSON.stringify(await rig.published())).not.toContain('15112345');
});

it('is lifted by the customer only where the customer made it', async () => {
  const service = serviceWith(2);
  const hear = (text: string) =>
    rig.outbox.transact(async (tx) => ({ result: undefined, outgoing: await service.heard(tx, to, text) }));
  await hear('start');
  expect(await isSuppressed(service, 'service')).toBe(true);
  const before = (await told()).length;
  const [entry] = await service.page({ limit: 1 });
  expect(await service.remove(entry?.id ?? '')).toEqual({ ok: true, value: undefined });
  for (const text of ['start', 'stop', 'stop', 'start', 'start']) await hear(text);
  expect((await told()).slice(before)).toEqual([
    'AddressReleased staff',
    'AddressSuppressed all',
    'AddressReleased customer',
  ]);
});

it('is told once, however many replicas look, where an older version added or widened it', async () => {
  const service = serviceWith(1);
  const before = (await told()).length;
  const widened = { channel: 'whatsapp', address: '+4915112345700' };
  await service.put(widened, { scope: 'marketing', reason: 'test', by: 'somebody' });
  // What an older version writes: it has no column to say what was published.
  await rig.own.query(`update suppression set scope = 'all' where scope = 'marketing'`);
  await rig.own.query(
    `insert into suppression (id, channel, scope, source, reason, added_by, added_at)
     select gen_random_uuid(), 'whatsapp', 'all', 'customer', 'opted-out', 'old ' || n, '2026-01-02T03:04:05Z'
     from generate_series(1, 9) n`,
  );
  await rig.own.query(
    `insert into suppression_key (channel, key, suppression_id)
     select channel, 'phone.h1=' || added_by, id from suppression where added_by like 'old %'`,
  );
  const replicas = [service, serviceWith(1), serviceWith(1)];
  const counts = await Promise.all(replicas.map((replica) => replica.publishUnpublished(2)));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(10);
  const news = (await rig.published()).slice(before + 1);
  expect(new Set(news.map(({ key, name }) => `${name} ${key}`)).size).toBe(10);
  expect(news).toHaveLength(10);
  expect(news.find(({ key }) => key === 'phone.h1=old 1')?.value).toMatchObject({
    ...{ scope: 'all', source: 'customer', reason: 'opted-out' },
    suppressedAt: Date.parse('2026-01-02T03:04:05Z'),
  });
  expect(await service.publishUnpublished()).toBe(0);
});
