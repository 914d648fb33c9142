// What the timeline tells of one customer by two partitions at once, as after a merge, on a real database.
import { messagingMigrations } from '@continuo/messaging';
import { Database, migrate } from '@continuo/persistence';
import { PersonalData, ProfileFamilies, serviceKitMigrations } from '@continuo/service-kit';
import { eventually, testDatabase, type TestDatabase } from '@continuo/testing';
import { randomUUID } from 'node:crypto';
import { contactCentreMigrations } from '../migrations/all-migrations.js';
import { RoutingSignal } from '../queues/routing-signal.js';
import { ContextService } from './context.service.js';
import { ContextStore, type SaidOrder } from './context.store.js';

const context = new ContextService(
  new ContextStore(new PersonalData()),
  new ProfileFamilies(),
  new RoutingSignal(),
);
let own: TestDatabase;
let database: Database;

beforeAll(async () => {
  own = await testDatabase('context');
  database = await Database.open({ url: own.url, applicationName: 'context', poolSize: 4 });
  await migrate(database, [messagingMigrations, serviceKitMigrations, contactCentreMigrations]);
}, 30_000);

afterAll(async () => {
  await database.close();
  await own.drop();
});

const said = (orderId: string, state: SaidOrder['state'], since: number): SaidOrder => {
  return { orderId, storeId: 'bern', state, since };
};
const tell = (profileId: string, order: SaidOrder) =>
  database.transaction((tx) => context.orderSaid(tx, profileId, order));

describe('an order', () => {
  it.each([
    ['the later word', 'ready', 2_000, 'accepted', 1_000],
    ['the end', 'cancelled', 1_000, 'fallout', 2_000],
  ] as const)(
    'told of by two partitions at once is what %s says',
    async (_what, state, at, other, otherAt) => {
      const orderId = randomUUID();
      const [survivor, loser] = [randomUUID(), randomUUID()];
      let second: Promise<boolean> | undefined;
      await database.transaction(async (tx) => {
        expect(await context.orderSaid(tx, survivor, said(orderId, state, at))).toBe(true);
        second = tell(loser, said(orderId, other, otherAt));
        await eventually(
          async () =>
            (
              await own.query(
                "select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
              )
            ).length > 0,
          { what: 'the second partition waiting' },
        );
      });
      expect(await second).toBe(false);
      expect(
        await own.query('select state, profile_id from customer_order where order_id = $1', [orderId]),
      ).toEqual([{ state, profile_id: survivor }]);
    },
  );

  it('goes on by later words, and its last one is told once', async () => {
    const [orderId, profileId] = [randomUUID(), randomUUID()];
    expect(await tell(profileId, said(orderId, 'accepted', 1_000))).toBe(true);
    expect(await tell(profileId, said(orderId, 'ready', 2_000))).toBe(true);
    expect(await tell(profileId, said(orderId, 'fallout', 1_500))).toBe(false);
    expect(await tell(profileId, said(orderId, 'collected', 3_000))).toBe(true);
    expect(await tell(profileId, said(orderId, 'collected', 3_000))).toBe(false);
  });
});
