// Suppressed addresses on a real database: one entry however many ask at once, and none forgotten when keys are rotated.
import { identifierHasher } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { testDatabase, type TestDatabase } from '@continuo/testing';
import { Suppressions1764300300000 } from '../migrations/suppressions.js';
import { SuppressionsService } from './suppressions.service.js';
import { SuppressionsStore } from './suppressions.store.js';

const key = (version: number) => ({ version, secret: Buffer.alloc(32, version) });
const to = { channel: 'whatsapp', address: '+4915112345678' };
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('suppressions');
  database = await Database.open({ url: own.url, applicationName: 'suppressions', poolSize: 8 });
  await migrate(database, [{ name: 'collaboration', migrations: [Suppressions1764300300000] }]);
});

afterAll(async () => {
  await database.close();
  await own.drop();
});

const serviceWith = (...versions: number[]) =>
  new SuppressionsService(database, new SuppressionsStore(), identifierHasher(versions.map(key)));
const isSuppressed = (service: SuppressionsService, purpose: string) =>
  database.transaction((tx) => service.suppresses(tx, to, purpose));

it('is one entry for one address, the widest of what was asked for', async () => {
  const service = serviceWith(1);
  const by = { reason: 'test', by: 'somebody' };
  const scopes = ['marketing', 'all', 'marketing', 'all', 'marketing', 'all'] as const;
  const entries = await Promise.all(scopes.map((scope) => service.put(to, { scope, ...by })));
  expect(new Set(entries.map((entry) => entry.ok && entry.value.id)).size).toBe(1);
  expect(await service.page({ limit: 10 })).toMatchObject([{ scope: 'all', channel: 'whatsapp' }]);
});

it('outlives a rotation of the keys when it was looked at while both were in use', async () => {
  expect(await isSuppressed(serviceWith(2), 'service')).toBe(false);
  expect(await isSuppressed(serviceWith(1, 2), 'service')).toBe(true);
  expect(await isSuppressed(serviceWith(2), 'service')).toBe(true);
});

it('is lifted by the customer only where the customer made it', async () => {
  const service = serviceWith(2);
  await database.transaction((tx) => service.heard(tx, to, 'start'));
  expect(await isSuppressed(service, 'service')).toBe(true);
});
