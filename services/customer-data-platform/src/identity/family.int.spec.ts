// Proves on a real database that a person stays whole while their profiles become one: no word, name or identifier is
// missing for anybody who looks at that moment, no consent is lost, and nobody is found by reading everybody.
import { identifierHasher } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { PersonalData } from '@continuo/service-kit';
import { eventually } from '@continuo/testing';
import { platformRig, type PlatformRig } from '../../test/platform-rig.js';
import { AccessService } from '../access/access.service.js';
import { ConsentService } from '../consent/consent.service.js';
import { ConsentStore } from '../consent/consent.store.js';
import { PersonStore } from '../erasures/person.store.js';
import { SegmentsStore } from '../segments/segments.store.js';
import { ProfilesService } from '../profiles/profiles.service.js';
import { ProfilesStore, type FoundProfile } from '../profiles/profiles.store.js';
import { TraitsService } from '../profiles/traits.service.js';
import { IdentityStore } from './identity.store.js';
import { MergesStore } from './merges.store.js';

let rig: PlatformRig;
let consents: ConsentService;
const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
const consentStore = new ConsentStore();

beforeAll(async () => {
  rig = await platformRig();
  consents = new ConsentService(rig.outbox, rig.database, consentStore, new ProfilesStore(), hasher);
}, 30_000);

beforeEach(async () => {
  await rig.clear();
});

afterAll(async () => {
  await rig.close();
});

const said = (kind: string, value: string) =>
  consents.record(
    {
      customers: [{ kind, value }],
      purpose: 'location',
      channel: 'device',
      granted: true,
      version: 'v1',
      source: 'app',
    },
    'somebody',
  );
const now = () => ({ at: new Date(), knownAt: new Date() });
const idOf = async (key: string): Promise<string> => {
  const [found] = await rig.own.query<{ id: string }>(
    'select profile_id as id from identifier where key = $1',
    [key],
  );
  return found?.id ?? '';
};
/** The contact is stronger than the user, so whoever was known by the user is merged away. */
const user = 'user=u';
const contact = 'crm.contact=c';
const merge = () => rig.batch([rig.naming(`${contact};${user}`)]);

describe('a person whose profiles become one between two statements of a reader', () => {
  const reader = { subject: 'somebody', purpose: 'call' };

  /** As ever, but the profiles become one as soon as it is known whose they are. */
  class MergedMeanwhile extends ProfilesStore {
    override async find(tx: Transaction, ids: readonly string[]): Promise<readonly FoundProfile[]> {
      const found = await super.find(tx, ids);
      await merge();
      return found;
    }
  }

  const services = () => {
    const store = new MergedMeanwhile();
    const { database, outbox } = rig;
    return {
      consents: new ConsentService(outbox, database, consentStore, store, hasher),
      access: new AccessService(database, store, consentStore, new SegmentsStore()),
      profiles: new ProfilesService(database, store, hasher, new Set()),
      traits: new TraitsService(database, store),
    };
  };
  type Services = ReturnType<typeof services>;

  it.each<[string, (by: Services, id: string) => Promise<unknown>, object]>([
    [
      'has agreed to what they agreed to',
      (by, id) => by.consents.at(id, now()),
      { value: { state: [{ purpose: 'location', granted: true }] } },
    ],
    [
      'gets all that is known of them',
      (by, id) => by.access.export(id, reader),
      {
        value: {
          consents: [{ granted: true }],
          traits: expect.arrayContaining([expect.objectContaining({ name: 'firstName', value: 'Ada' })]),
          identifiers: expect.arrayContaining([expect.objectContaining({ kind: 'user' })]),
        },
      },
    ],
    [
      'is shown with their identifiers',
      (by, id) => by.profiles.show(id),
      { value: { identifiers: expect.arrayContaining([expect.objectContaining({ key: user })]) } },
    ],
    [
      'is read with their names',
      (by, id) => by.profiles.batchGet([id], reader),
      [expect.objectContaining({ traits: { firstName: expect.objectContaining({ value: 'Ada' }) } })],
    ],
    [
      'has their traits',
      (by, id) => by.traits.masked(id),
      { value: { traits: [expect.objectContaining({ name: 'firstName' })] } },
    ],
  ])('%s', async (_, read, expected) => {
    await rig.tracking.receive({
      source: 'web',
      type: 'identify',
      calls: [{ userId: 'u', traits: { firstName: 'Ada' } }],
    });
    await said('user', 'u');
    await rig.resolveAll();
    await rig.batch([rig.naming(contact)]);
    const id = await idOf(user);
    expect(await read(services(), id)).toMatchObject(expected);
    expect(await rig.own.query('select merged_into from profile where id = $1', [id])).toEqual([
      { merged_into: await idOf(contact) },
    ]);
  });
});

describe('a consent that is given while profiles become one', () => {
  /** Runs a transaction up to its commit; what is answered lets it commit. */
  async function uncommitted(run: (tx: Transaction) => Promise<void>) {
    let goOn = (): void => undefined;
    const gate = new Promise<void>((resolve) => (goOn = resolve));
    let reached = (): void => undefined;
    const there = new Promise<void>((resolve) => (reached = resolve));
    const done = rig.outbox.transact(async (tx) => {
      await run(tx);
      reached();
      await gate;
      return { result: undefined, outgoing: [] };
    });
    await Promise.race([there, done]);
    return async () => {
      goOn();
      await done;
    };
  }
  const waiting = (many: number) =>
    eventually(async () => {
      const [row] = await rig.own.query<{ n: number }>(
        `select count(*)::int as n from pg_stat_activity
         where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return (row?.n ?? 0) >= many;
    });

  /** By the name that links the two, and by one that the linking record does not know. */
  it.each([
    ['user', 'u', 'first'],
    ['user', 'u', 'last'],
    ['anonymous', 'a', 'first'],
    ['anonymous', 'a', 'last'],
  ])('by %s=%s counts for the survivor when it comes %s', async (kind, value, when) => {
    await rig.batch([rig.naming(`${user};anonymous=a`), rig.naming(contact)]);
    const [loser, survivor] = [await idOf(user), await idOf(contact)];
    await said(kind, value);
    const given = async (): Promise<void> => void (await rig.resolveAll());
    const linked = async (): Promise<void> => void (await merge());
    const [one, other] = when === 'first' ? [given, linked] : [linked, given];
    // Whoever comes second finds the profile locked, and goes on when the first has committed.
    const commit = await uncommitted(async (tx) => {
      await tx.client.query('select from profile where id = $1 for update', [loser]);
    });
    const first = one();
    await waiting(1);
    const second = other();
    await waiting(2);
    await commit();
    await Promise.all([first, second]);
    for (const id of [loser, survivor]) {
      expect(await consents.at(id, now())).toMatchObject({ value: { state: [{ granted: true }] } });
    }
    const facts = (await rig.published('cdp.timeline')).filter(({ type }) => type.includes('ProfileChanged'));
    const last = facts.findLast(({ key }) => key === survivor);
    expect(last?.value.consents).toMatchObject([{ purpose: 'location', granted: true }]);
    const [stored] = await rig.own.query<{ facts: object }>('select facts from profile where id = $1', [
      survivor,
    ]);
    expect(stored?.facts).toMatchObject({ consents: { 'location device': { value: { granted: true } } } });
  });
});

it('finds who is one person by indexes alone, among many', async () => {
  await rig.batch([rig.naming(`${user};anonymous=a`), rig.naming(contact)]);
  await rig.own.query(
    `insert into profile (id, root_id, created_at, rank)
     select id, id, now(), 6 from (select gen_random_uuid() as id from generate_series(1, 20000)) many`,
  );
  await rig.own.query('analyze profile');
  const id = await idOf(user);
  const merges = new MergesStore();
  const profiles = new ProfilesStore();
  const person = new PersonStore(new PersonalData(), new IdentityStore());
  /** How often the table was read from its beginning to its end. */
  const readWhole = (run: (tx: Transaction) => Promise<unknown>): Promise<number> =>
    rig.outbox.transact(async (tx) => {
      const scans = async (): Promise<number> => {
        const { rows } = await tx.client.query<{ n: number }>(
          `select seq_scan::int as n from pg_stat_xact_user_tables where relname = 'profile'`,
        );
        return rows[0]?.n ?? 0;
      };
      const before = await scans();
      await run(tx);
      return { result: (await scans()) - before, outgoing: [] };
    });
  const looks: Readonly<Record<string, (tx: Transaction) => Promise<unknown>>> = {
    consents: (tx) => consentStore.history(tx, id, now()),
    identifiers: (tx) => profiles.identifiersOf(tx, id),
    traits: (tx) => profiles.traitsOf(tx, [id]),
    profiles: (tx) => profiles.find(tx, [id]),
    names: (tx) => profiles.namedBy(tx, [user, contact]),
    merges: (tx) => merges.ofFamily(tx, id),
    refusals: (tx) => merges.refusalsOf(tx, id),
    family: (tx) => merges.lockFamily(tx, id),
    person: (tx) => person.familyOf(tx, [id]),
  };
  const seen: Record<string, number> = {};
  for (const [name, look] of Object.entries(looks)) seen[name] = await readWhole(look);
  expect(seen).toEqual(Object.fromEntries(Object.keys(looks).map((name) => [name, 0])));
  // The resolver with a merge, too.
  const record = rig.naming(`${contact};${user}`);
  expect(await readWhole((tx) => rig.handle(tx, [record]))).toBe(0);
}, 30_000);
