// A consent and the answer to its call are one transaction: a call that is made again after a crash records nothing twice.
import { identifierHasher } from '@continuo/messaging';
import { outboxRig, type OutboxRig } from '@continuo/testing/service';
import { customerDataPlatformMigrations } from '../migrations/all-migrations.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { ConsentService } from './consent.service.js';
import { ConsentStore } from './consent.store.js';

let rig: OutboxRig;
let consents: ConsentService;

beforeAll(async () => {
  rig = await outboxRig({
    service: 'customer-data-platform',
    migrations: customerDataPlatformMigrations,
    topics: ['cdp.consents'],
    poolSize: 4,
  });
  const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
  consents = new ConsentService(rig.outbox, rig.database, new ConsentStore(), new ProfilesStore(), hasher);
});

afterAll(() => rig.close());

const said = {
  customers: [{ kind: 'user', value: 'u-1' }],
  purpose: 'marketing',
  channel: 'email',
  granted: true,
  version: 'v1',
  source: 'form',
};

const recorded = async (): Promise<[number, number]> => {
  const [row] = await rig.own.query<{ n: number }>('select count(*)::int as n from consent');
  return [row?.n ?? -1, (await rig.published()).length];
};

it('is recorded and published with what its call was answered', async () => {
  const answers: string[] = [];
  const result = await consents.record(said, 'agent-1', (tx, { id }) =>
    tx.client.query('select event_id from consent where event_id = $1', [id]).then(({ rows }) => {
      answers.push(...rows.map(({ event_id: of }: { event_id: string }) => of));
    }),
  );
  expect(result).toMatchObject({ ok: true, value: { id: answers[0] } });
  expect(await recorded()).toEqual([1, 1]);
});

it('is not recorded when its answer could not be kept', async () => {
  const before = await recorded();
  await expect(
    consents.record(said, 'agent-1', () => Promise.reject(new Error('the answer can not be kept'))),
  ).rejects.toThrow('the answer can not be kept');
  expect(await recorded()).toEqual(before);
});

it('asks for no answer to be kept where nothing was recorded', async () => {
  const before = await recorded();
  let asked = 0;
  const tomorrow = new Date(Date.now() + 86_400_000);
  const answer = () => {
    asked += 1;
    return undefined;
  };
  expect(await consents.record({ ...said, saidAt: tomorrow }, 'agent-1', answer)).toMatchObject({
    refusal: { code: 'consent-in-future' },
  });
  expect([asked, await recorded()]).toEqual([0, before]);
});
