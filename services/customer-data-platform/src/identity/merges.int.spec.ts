// Proves that a merge can be undone for good, and what each side has afterwards.
import { ConsentStore } from '../consent/consent.store.js';
import { ConsentService } from '../consent/consent.service.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { kinds, platformRig, rulesOf, type PlatformRig } from '../../test/platform-rig.js';
import { identifierHasher } from '@continuo/messaging';
import { IdentityStore } from './identity.store.js';
import { MergesService } from './merges.service.js';
import { MergesStore } from './merges.store.js';

let rig: PlatformRig;
let merges: MergesService;
let consents: ConsentService;

beforeAll(async () => {
  rig = await platformRig();
  merges = new MergesService(
    rig.outbox,
    rig.database,
    new IdentityStore(),
    new MergesStore(),
    rulesOf({ kinds }),
  );
  const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
  consents = new ConsentService(rig.outbox, rig.database, new ConsentStore(), new ProfilesStore(), hasher);
}, 30_000);

beforeEach(async () => {
  await rig.clear();
});

afterAll(async () => {
  await rig.close();
});

const profileOf = async (customer: string): Promise<string | undefined> => {
  await rig.batch([rig.naming(customer)]);
  return (await rig.timeline()).at(-1)?.key;
};
const mergeIds = async (): Promise<string[]> =>
  (await rig.own.query<{ id: string }>('select id from profile_merge order by merged_at, id')).map(
    ({ id }) => id,
  );
const consent = (kind: string, value: string, purpose: string) =>
  consents.record(
    { customers: [{ kind, value }], purpose, channel: 'email', granted: true, version: 'v1', source: 'form' },
    'somebody',
  );

describe('undoing a merge', () => {
  it('gives the loser back its identifiers and consents, says so under both keys, and keeps the two apart', async () => {
    const loser = await profileOf('anonymous=a');
    const survivor = await profileOf('user=u');
    await consent('anonymous', 'a', 'marketing');
    await consent('user', 'u', 'service');
    await rig.resolveAll();
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    const [mergeId = ''] = await mergeIds();
    expect(await merges.undo(mergeId, 'op')).toEqual({
      ok: true,
      value: { mergeId, restoredId: loser, survivorId: survivor },
    });
    const splits = (await rig.published('cdp.timeline')).filter(({ type }) => type.includes('Split'));
    expect(splits.map(({ key }) => key).sort()).toEqual([loser, survivor].sort());
    const facts = (await rig.published('cdp.timeline')).filter(({ type }) => type.includes('Changed'));
    const latest = (key = '') =>
      facts.findLast((each) => each.key === key)?.value.consents as { purpose: string }[];
    expect(latest(loser).map(({ purpose }) => purpose)).toEqual(['marketing']);
    expect(latest(survivor).map(({ purpose }) => purpose)).toEqual(['service']);
    expect(await profileOf('anonymous=a')).toBe(loser);
    expect(await profileOf('user=u')).toBe(survivor);
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    expect(await profileOf('anonymous=a')).toBe(loser);
    const history = await merges.history(survivor ?? '');
    expect(history.ok && history.value.refused).toEqual([
      expect.objectContaining({ limitedKind: `apart.${mergeId}`, otherId: loser }),
    ]);
    expect(history.ok && history.value.merges[0]).toMatchObject({
      id: mergeId,
      undoneBy: 'op',
      linkedBy: 'anonymous',
      topic: 'cdp.tracking',
    });
  });

  it('takes what had been merged into the loser before along, and leaves later merges of the survivor', async () => {
    const [a, b, c, d] = [
      await profileOf('anonymous=a'),
      await profileOf('anonymous=b'),
      await profileOf('anonymous=c'),
      await profileOf('user=d'),
    ];
    await rig.batch([rig.naming('anonymous=b;anonymous=c', 1_000)]);
    await rig.batch([rig.naming('anonymous=a;anonymous=b', 2_000)]);
    await rig.batch([rig.naming('anonymous=a;user=d', 3_000)]);
    const [, second = ''] = await mergeIds();
    expect(await merges.undo(second, 'op')).toMatchObject({
      ok: true,
      value: { restoredId: b, survivorId: d },
    });
    expect([await profileOf('anonymous=b'), await profileOf('anonymous=c')]).toEqual([b, b]);
    expect([await profileOf('anonymous=a'), await profileOf('user=d')]).toEqual([d, d]);
    expect(new Set([a, b, c, d]).size).toBe(4);
  });

  it('happens once, and not for a merge that nobody knows', async () => {
    await rig.batch([rig.naming('anonymous=a'), rig.naming('user=u'), rig.naming('anonymous=a;user=u')]);
    const [mergeId = ''] = await mergeIds();
    const both = await Promise.all([merges.undo(mergeId, 'one'), merges.undo(mergeId, 'two')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await merges.undo(mergeId, 'three')).toMatchObject({ refusal: { code: 'merge-undone-already' } });
    expect(await merges.undo('018f3c1e-7b1a-7c3d-9e2f-000000000001', 'op')).toMatchObject({
      refusal: { code: 'merge-unknown' },
    });
  });
});

describe('consent', () => {
  it('answers any past moment, by what was said and by what was known then', async () => {
    const said = (granted: boolean, at: string) =>
      consents.record(
        {
          customers: [{ kind: 'email', value: 'jane@example.com' }],
          purpose: 'marketing',
          channel: 'email',
          granted,
          version: 'v1',
          source: 'form',
          saidAt: new Date(at),
        },
        'somebody',
      );
    await said(true, '2026-01-01T00:00:00Z');
    await said(false, '2026-03-01T00:00:00Z');
    await rig.resolveAll();
    const [profile] = await rig.own.query<{ id: string }>('select id from profile');
    const at = async (time: string, knownAt = new Date()) => {
      const state = await consents.at(profile?.id ?? '', { at: new Date(time), knownAt });
      return state.ok ? state.value.state.map(({ granted }) => granted) : state.refusal.code;
    };
    expect(await at('2025-12-31T00:00:00Z')).toEqual([]);
    expect(await at('2026-02-01T00:00:00Z')).toEqual([true]);
    expect(await at('2026-04-01T00:00:00Z')).toEqual([false]);
    expect(await at('2026-04-01T00:00:00Z', new Date('2026-02-01T00:00:00Z'))).toEqual([]);
  });

  it('refuses what was not said yet, and whom nobody can be named by', async () => {
    const base = { purpose: 'marketing', channel: 'email', granted: true, version: 'v1', source: 'form' };
    const later = {
      ...base,
      customers: [{ kind: 'user', value: 'u' }],
      saidAt: new Date(Date.now() + 60_000),
    };
    expect(await consents.record(later, 'x')).toMatchObject({ refusal: { code: 'consent-in-future' } });
    expect(
      await consents.record({ ...base, customers: [{ kind: 'email', value: 'nobody' }] }, 'x'),
    ).toMatchObject({ refusal: { code: 'customer-unusable' } });
    expect(
      await consents.record({ ...base, profileId: '018f3c1e-7b1a-7c3d-9e2f-000000000001' }, 'x'),
    ).toMatchObject({ refusal: { code: 'profile-unknown' } });
    expect(await rig.published()).toEqual([]);
  });
});
