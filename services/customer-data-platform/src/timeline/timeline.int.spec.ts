// Proves on a real database what the resolver writes: profiles, merges with their markers, facts, and one order per person.
import { isTransient } from '@continuo/persistence';
import { platformRig, resolverBy, rulesOf, type PlatformRig } from '../../test/platform-rig.js';

let rig: PlatformRig;

beforeAll(async () => {
  rig = await platformRig();
}, 30_000);

beforeEach(async () => {
  await rig.clear();
});

afterAll(async () => {
  await rig.close();
});

const withoutFacts = (what: string): boolean => what !== 'ProfileChanged';

describe('the resolver', () => {
  it('puts a record on the timeline under its new profile, the bytes as they came and the customer replaced', async () => {
    await rig.tracking.receive({
      source: 'web',
      calls: [{ userId: 'u1', event: 'Order Placed' }],
      type: 'track',
    });
    const [source] = await rig.published('cdp.tracking');
    await rig.resolveAll();
    const [created, copy] = await rig.published('cdp.timeline');
    expect(created).toMatchObject({ type: 'continuo.cdp.ProfileCreated.v1', key: created?.value.profileId });
    expect(copy).toMatchObject({ type: 'continuo.cdp.TrackReceived.v1', key: created?.key });
    expect(copy?.bytes.equals(source?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(copy?.headers).toEqual({
      ...Object.fromEntries(Object.entries(source?.headers ?? {}).filter(([name]) => name !== 'customer')),
      ce_profileid: created?.key,
    });
    expect(created?.headers).toMatchObject({
      ce_causationid: source?.headers.ce_id,
      ce_profileid: created?.key,
    });
    expect((await rig.published('cdp.profiles')).map(({ headers }) => headers.ce_id)).toEqual([
      created?.headers.ce_id,
    ]);
  });

  it("marks a merge under both keys, as the loser's last record, and points on", async () => {
    await rig.batch([rig.naming('anonymous=a'), rig.naming('user=u')]);
    await rig.batch([rig.naming('anonymous=a;user=u'), rig.naming('anonymous=a')]);
    const rows = await rig.timeline();
    const loser = rows[0]?.key;
    const survivor = rows[2]?.key;
    expect(rows.map(({ key, what }) => `${key === loser ? 'loser' : 'survivor'} ${what}`)).toEqual([
      'loser ProfileCreated',
      'loser anonymous=a',
      'survivor ProfileCreated',
      'survivor user=u',
      'loser ProfileMerged',
      'survivor ProfileMerged',
      'survivor anonymous=a;user=u',
      'survivor anonymous=a',
    ]);
    const [pointer] = await rig.own.query('select root_id, merged_into from profile where id = $1', [loser]);
    expect(pointer).toEqual({ root_id: survivor, merged_into: survivor });
    const [identifier] = await rig.own.query("select profile_id from identifier where key = 'anonymous=a'");
    expect(identifier).toEqual({ profile_id: loser });
    expect(await rig.own.query('select loser_id, survivor_id, linked_by from profile_merge')).toEqual([
      { loser_id: loser, survivor_id: survivor, linked_by: 'anonymous' },
    ]);
  });

  it('keeps every pointer one step long over chains of merges, also within one batch', async () => {
    await rig.batch(['a', 'b', 'c', 'd'].map((id) => rig.naming(`anonymous=${id}`)));
    await rig.batch([rig.naming('anonymous=c;anonymous=d')]);
    await rig.batch([rig.naming('anonymous=b;anonymous=c'), rig.naming('anonymous=a;anonymous=b')]);
    const roots = await rig.own.query<{ roots: string; merged: string }>(
      'select count(distinct root_id) as roots, count(merged_into) as merged from profile',
    );
    expect(roots).toEqual([{ roots: '1', merged: '3' }]);
    await rig.batch([rig.naming('anonymous=d')]);
    const rows = await rig.timeline();
    expect(rows.at(-1)?.key).toBe(rows[0]?.key);
  });

  it('follows the profile id of an answer through merges, and writes down one that nobody knows', async () => {
    await rig.batch([rig.naming('anonymous=a'), rig.naming('user=u')]);
    const [loser, , survivor] = (await rig.timeline()).map(({ key }) => key);
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    const answer = rig.naming('user=nobody');
    const to = (ce_profileid = '') => ({
      ...answer,
      offset: answer.offset + BigInt(ce_profileid.length * 31),
      headers: { ...answer.headers, ce_profileid },
    });
    const { ignored } = await rig.batch([to(loser), to('018f3c1e-7b1a-7c3d-9e2f-000000000001')]);
    expect((await rig.timeline()).at(-1)).toEqual({ key: survivor, what: 'user=nobody' });
    expect(ignored).toEqual({ 'profile-unknown': 1 });
    const [unresolved] = await rig.own.query('select reason, topic from unresolved_record');
    expect(unresolved).toEqual({ reason: 'profile-unknown', topic: 'cdp.tracking' });
  });

  it('parks what it cannot read, skips the rest of that key, and goes on with others', async () => {
    const bad = { ...rig.naming('user=a b'), key: 'k1' };
    const behind = { ...rig.naming('user=u1'), key: 'k1' };
    const result = await rig.batch([bad, behind, rig.naming('user=u2')]);
    expect(result.park).toEqual([{ record: bad, code: 'customer-malformed', reason: expect.any(String) }]);
    expect((await rig.timeline()).map(({ what }) => what)).toEqual(['ProfileCreated', 'user=u2']);
  });

  it('records a link that a limit forbids, once with its count', async () => {
    await rig.batch([rig.naming('anonymous=a;user=u1'), rig.naming('anonymous=a;user=u2')]);
    await rig.batch([rig.naming('anonymous=a;user=u2')]);
    expect(
      await rig.own.query(
        'select limited_kind, linked_by, count, other_id is null as attach from refused_link order by first_at, other_key',
      ),
    ).toEqual([
      { limited_kind: 'user', linked_by: 'anonymous', count: '1', attach: true },
      { limited_kind: 'user', linked_by: 'anonymous', count: '2', attach: false },
    ]);
  });

  it('keeps the traits of an identify call, and says language and reachability as facts, once per batch', async () => {
    const identify = (traits: object, timestamp: string) => ({
      type: 'identify',
      userId: 'u1',
      traits,
      timestamp,
    });
    await rig.tracking.receive({
      source: 'web',
      calls: [
        identify({ name: 'Jane', email: 'jane@example.com', language: 'de' }, '2026-01-02T00:00:00Z'),
        identify({ name: 'Janet', plan: null, language: 'fr' }, '2026-01-01T00:00:00Z'),
      ] as never,
    });
    await rig.resolveAll();
    await rig.resolveAll();
    const changes = (await rig.published('cdp.timeline')).filter(({ type }) =>
      type.includes('ProfileChanged'),
    );
    expect(changes.map(({ value }) => value)).toEqual([
      expect.objectContaining({
        version: 1,
        changed: ['language', 'reachability'],
        language: 'de',
        reachability: { email: true },
      }),
    ]);
    const traits = await rig.own.query('select name, value from profile_trait order by name');
    expect(traits).toEqual([
      { name: 'email', value: 'jane@example.com' },
      { name: 'language', value: 'de' },
      { name: 'name', value: 'Jane' },
      { name: 'plan', value: null },
    ]);
    for (const { bytes, headers, key } of await rig.published()) {
      expect(`${bytes.toString('latin1')} ${JSON.stringify(headers)} ${key}`).not.toMatch(/jane/i);
    }
  });

  it('combines the facts of merged profiles and announces them on the survivor only', async () => {
    const call = (ids: object, language: string) => ({ type: 'identify', ...ids, traits: { language } });
    await rig.tracking.receive({
      source: 'web',
      calls: [call({ anonymousId: 'a' }, 'it'), call({ userId: 'u' }, 'de')] as never,
    });
    await rig.resolveAll();
    await rig.tracking.receive({ source: 'web', calls: [{ type: 'alias', userId: 'u', previousId: 'a' }] });
    await rig.resolveAll();
    const events = (await rig.timeline()).filter(
      ({ what }) => what === 'ProfileChanged' || what === 'ProfileMerged',
    );
    const survivor = (
      await rig.own.query<{ id: string }>('select id from profile where merged_into is null')
    )[0]?.id;
    expect(events.filter(({ key }) => key !== survivor).map(({ what }) => what)).toEqual([
      'ProfileChanged',
      'ProfileMerged',
    ]);
  });

  it('changes nothing when its transaction fails', async () => {
    const failing = rig.outbox.transact(async () => {
      throw new Error('stopped');
    });
    await expect(failing).rejects.toThrow('stopped');
    expect(await rig.own.query('select count(*) as n from profile')).toEqual([{ n: '0' }]);
  });
});

describe('reachability', () => {
  const suppressed = (customer: string, value = {}) => rig.ofAddress('AddressSuppressed', customer, value);
  const released = (customer: string) => rig.ofAddress('AddressReleased', customer, {});
  const profileOf = async (customer: string): Promise<string | undefined> => {
    await rig.batch([rig.naming(customer)]);
    return (await rig.timeline()).at(-1)?.key;
  };
  const whatsappOf = async (id: string | undefined) =>
    ((await rig.factsTold(id))?.reachability as Record<string, boolean> | undefined)?.whatsapp;

  it('ends with the last address of a channel that is suppressed, and comes back with the first that is released', async () => {
    const id = await profileOf('user=u;phone.h1=a;phone.h1=b');
    await rig.batch([suppressed('phone.h1=a')]);
    expect(await whatsappOf(id)).toBe(true);
    await rig.batch([suppressed('phone.h1=b')]);
    expect((await rig.factsTold(id))?.reachability).toEqual({ phone: true, sms: true, whatsapp: false });
    const { version } = (await rig.factsTold(id)) ?? {};
    await rig.batch([suppressed('phone.h1=b')]);
    expect((await rig.factsTold(id))?.version).toBe(version);
    await rig.batch([released('phone.h1=a')]);
    expect(await whatsappOf(id)).toBe(true);
    expect((await rig.timeline()).filter(({ key }) => key !== id)).toEqual([]);
  });

  it('knows no purposes: who still gets service messages can be reached', async () => {
    const id = await profileOf('phone.h1=a');
    await rig.batch([suppressed('phone.h1=a', { scope: 'marketing' })]);
    expect(await whatsappOf(id)).toBe(true);
  });

  it('is told of an address that was suppressed before anybody had it, and makes nobody of it', async () => {
    expect((await rig.batch([suppressed('phone.h1=a;phone.h2=a2')])).ignored).toEqual({
      'customer-unknown': 1,
    });
    expect(await rig.own.query('select from profile')).toEqual([]);
    expect(await whatsappOf(await profileOf('phone.h2=a2'))).toBe(false);
    const other = await profileOf('user=u');
    await profileOf('user=u;phone.h1=a');
    expect(await whatsappOf(other)).toBe(false);
    await profileOf('user=u;phone.h1=b');
    expect(await whatsappOf(other)).toBe(true);
  });

  it('stays while the key of the hashes is replaced: a new hash of an address is no other address', async () => {
    const id = await profileOf('user=u;phone.h1=a');
    await rig.batch([suppressed('phone.h1=a')]);
    await rig.batch([rig.naming('user=u;phone.h1=a;phone.h2=a2')]);
    expect(await whatsappOf(id)).toBe(false);
    // Of two addresses nobody can tell whose hash a new one is.
    await rig.batch([rig.naming('user=u;phone.h1=a;phone.h2=b2;phone.h1=b')]);
    expect(await whatsappOf(id)).toBe(true);
  });

  it('is that of both after a merge, in one batch too, and of each after it was undone', async () => {
    const quiet = await profileOf('anonymous=q;phone.h1=a');
    const open = await profileOf('user=o;phone.h1=b');
    await rig.batch([suppressed('phone.h1=a')]);
    await rig.batch([rig.naming('anonymous=q;user=o')]);
    expect(await whatsappOf(open)).toBe(true);
    await rig.batch([suppressed('phone.h1=b'), suppressed('phone.h1=a')]);
    expect(await whatsappOf(open)).toBe(false);
    await rig.batch([released('phone.h1=b')]);
    const [merge] = await rig.own.query<{ id: string }>('select id from profile_merge');
    await rig.merges.undo(merge?.id ?? '', 'op');
    expect([await whatsappOf(quiet), await whatsappOf(open)]).toEqual([false, true]);
    // The same record links two people and suppresses the only address of one that is not written yet.
    await profileOf('anonymous=x');
    await rig.batch([suppressed('anonymous=x;phone.h1=z;user=v')]);
    expect(await whatsappOf((await rig.timeline()).at(-1)?.key)).toBe(false);
  });
});

describe('many partitions at once', () => {
  it('end with the people that the records connect, and with one order per person', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
    console.log(`seed ${seed}`);
    const draw = drawer(seed);
    const kinds = { anonymous: { links: true, priority: 1 }, user: { links: true, priority: 2 } };
    const resolver = resolverBy(rulesOf({ kinds }));
    const identifier = () => `${draw(2) === 0 ? 'anonymous' : 'user'}=${draw(120)}`;
    const records = Array.from({ length: 600 }, () =>
      draw(4) === 0 ? `${identifier()};${identifier()}` : identifier(),
    );
    let deadlocks = 0;
    const worker = async (mine: readonly string[]): Promise<void> => {
      for (let from = 0; from < mine.length;) {
        const size = 1 + draw(40);
        const batch = mine.slice(from, from + size).map((customer) => rig.naming(customer));
        try {
          await rig.batch(batch, resolver);
          from += size;
        } catch (error) {
          if (!isTransient(error)) throw error;
          deadlocks += 1;
        }
      }
    };
    await Promise.all([0, 1, 2, 3, 4, 5].map((n) => worker(records.filter((_, at) => at % 6 === n))));
    expect(deadlocks).toBeLessThan(5);
    const found = await rig.own.query<{ keys: string }>(
      `select string_agg(key, ' ' order by key) as keys from identifier join profile on profile.id = profile_id group by root_id order by 1`,
    );
    expect(found.map(({ keys }) => keys)).toEqual(components(records));
    const rows = await rig.timeline();
    expect(rows.filter(({ what }) => what.includes('=')).length).toBe(records.length);
    const losers = new Set(
      (await rig.own.query<{ id: string }>('select id from profile where merged_into is not null')).map(
        ({ id }) => id,
      ),
    );
    expect(losers.size).toBeGreaterThan(5);
    for (const loser of losers) {
      const mine = rows.filter(({ key }) => key === loser).map(({ what }) => what);
      const ownMerge = mine.length - 1;
      expect(mine[0]).toBe('ProfileCreated');
      expect(mine[ownMerge]).toBe('ProfileMerged');
    }
    expect(rows.filter(({ what }) => !withoutFacts(what))).toEqual([]);
  }, 30_000);
});

/** The connected components of identifiers that records name together, each as one text. */
function components(records: readonly string[]): string[] {
  const groups = new Map<string, Set<string>>();
  for (const record of records) {
    const together = new Set<string>();
    for (const key of record.split(';')) for (const each of groups.get(key) ?? [key]) together.add(each);
    for (const key of together) groups.set(key, together);
  }
  return [...new Set(groups.values())].map((group) => [...group].sort().join(' ')).sort();
}

/** A small seeded generator, so that a failure can be played again. */
function drawer(seed: number): (below: number) => number {
  let state = seed || 1;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
