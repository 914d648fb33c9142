// Proves that a merge can be undone for good, and what each side has afterwards.
import { ConsentStore } from '../consent/consent.store.js';
import { ConsentService } from '../consent/consent.service.js';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { platformRig, type PlatformRig } from '../../test/platform-rig.js';
import { identifierHasher } from '@continuo/messaging';
import type { MergesService } from './merges.service.js';

let rig: PlatformRig;
let merges: MergesService;
let consents: ConsentService;

beforeAll(async () => {
  rig = await platformRig();
  merges = rig.merges;
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

describe('segments', () => {
  const by = { subject: 'somebody', purpose: 'test' };
  const change = (
    segment: string,
    add: readonly (string | undefined)[],
    remove: readonly (string | undefined)[] = [],
  ) => {
    const members = (ids: typeof add) => ids.map((profileId = '') => ({ profileId }));
    return rig.segments.change(segment, { add: members(add), remove: members(remove) }, by);
  };
  /** Facts and events of segments in the order in which a reader of the timeline gets them. */
  const told = async () => {
    await rig.resolveAll();
    return (await rig.published('cdp.timeline')).flatMap(({ key, type, value }) =>
      type.includes('Segment')
        ? [`${key} ${type.split('.')[2]} ${String(value.segment)} ${String(value.cause)}`]
        : type.includes('ProfileChanged') && (value.changed as string[]).includes('segments')
          ? [`${key} ${(value.segments as string[]).join()}`]
          : [],
    );
  };
  const membersOf = async (segment: string) => {
    const found = await rig.segments.members(segment, { limit: 10 });
    return found.ok ? found.value.map(({ profileId }) => profileId) : found.refusal.code;
  };

  it('are entered and left once, the facts before the event, and said again they say nothing', async () => {
    const id = await profileOf('user=u');
    expect(await change('vip', [id, id])).toMatchObject({ value: { entered: 1, left: 0, unchanged: 1 } });
    await change('vip', [id]);
    await change('beta', [id]);
    await change('vip', [], [id]);
    await change('vip', [], [id]);
    expect(await told()).toEqual([
      `${id} vip`,
      `${id} beta,vip`,
      `${id} beta`,
      `${id} SegmentEntered vip request`,
      `${id} SegmentEntered beta request`,
      `${id} SegmentLeft vip request`,
    ]);
    expect([await membersOf('vip'), await membersOf('beta'), await membersOf('gone')]).toEqual([
      [],
      [id],
      'segment-unknown',
    ]);
    expect(await rig.segments.page({ limit: 10 })).toMatchObject([
      { name: 'beta', members: 1 },
      { name: 'vip', members: 0 },
    ]);
  });

  it('are entered once also by many requests at once', async () => {
    const ids = await Promise.all([await profileOf('user=u'), await profileOf('user=v')]);
    await Promise.all([1, 2, 3, 4].map((n) => change('vip', n % 2 === 0 ? ids : [...ids].reverse())));
    expect((await told()).filter((line) => line.includes('Entered'))).toHaveLength(2);
  });

  it('of a merge are those of both: whom it brings into one is said to have entered', async () => {
    const loser = await profileOf('anonymous=a');
    const survivor = await profileOf('user=u');
    await change('vip', [loser]);
    await change('beta', [loser, survivor]);
    const before = (await told()).length;
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    expect((await told()).slice(before)).toEqual([
      `${survivor} beta,vip`,
      `${survivor} SegmentEntered vip merge`,
    ]);
    expect([await membersOf('vip'), await membersOf('beta')]).toEqual([[survivor], [survivor]]);
    expect((await rig.segments.page({ limit: 1 }))[0]).toMatchObject({ name: 'beta', members: 1 });
    // Named by the profile that was merged, taken out under the one that is.
    await change('beta', [], [loser]);
    expect(await membersOf('beta')).toEqual([]);
    expect((await told()).at(-1)).toBe(`${survivor} SegmentLeft beta request`);
  });

  it('are entered once, and not left, also where a merge overtakes what was said of one of the profiles', async () => {
    const loser = await profileOf('anonymous=a');
    const survivor = await profileOf('user=u');
    await change('beta', [loser, survivor]);
    await change('gone', [loser]);
    const before = (await told()).length;
    await change('vip', [loser]);
    await change('beta', [], [loser]);
    await change('gone', [], [loser]);
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    const after = (await told()).slice(before).filter((line) => line.includes('Segment'));
    expect(after).toEqual([`${survivor} SegmentLeft gone request`, `${survivor} SegmentEntered vip merge`]);
    expect((await rig.factsTold(survivor))?.segments).toEqual(['beta', 'vip']);
  });

  it('go back to each side when the merge is undone, and what was said since stays with the survivor', async () => {
    const loser = await profileOf('anonymous=a');
    const survivor = await profileOf('user=u');
    await change('vip', [loser]);
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    await change('beta', [loser]);
    const before = (await told()).length;
    const [mergeId = ''] = await mergeIds();
    await merges.undo(mergeId, 'op');
    expect((await told()).slice(before)).toEqual([`${survivor} beta`, `${survivor} SegmentLeft vip split`]);
    expect((await rig.factsTold(loser))?.segments).toEqual(['vip']);
    expect([await membersOf('vip'), await membersOf('beta')]).toEqual([[loser], [survivor]]);
  });

  it('are kept by who was asked for again while they were in one only by a merged profile', async () => {
    const loser = await profileOf('anonymous=a');
    const survivor = await profileOf('user=u');
    await change('vip', [loser]);
    await rig.batch([rig.naming('anonymous=a;user=u')]);
    const before = (await told()).length;
    expect(await change('vip', [survivor])).toMatchObject({ value: { entered: 0, unchanged: 1 } });
    expect(await rig.segments.page({ limit: 1 })).toMatchObject([{ members: 1, isExact: true }]);
    const [mergeId = ''] = await mergeIds();
    await merges.undo(mergeId, 'op');
    expect((await told()).slice(before)).toEqual([]);
    expect(new Set(await membersOf('vip'))).toEqual(new Set([loser, survivor]));
    expect((await rig.factsTold(survivor))?.segments).toEqual(['vip']);
  });

  it('begin with their first member, and refuse items one by one', async () => {
    const id = await profileOf('user=u');
    const nobody = '018f3c1e-7b1a-7c3d-9e2f-000000000001';
    expect(await change('vpi', [], [id])).toMatchObject({ refusal: { code: 'segment-unknown' } });
    expect(await change('vpi', [nobody])).toMatchObject({
      value: { entered: 0, refused: [{ field: 'add[0]', code: 'profile-unknown' }] },
    });
    expect(await rig.segments.page({ limit: 10 })).toEqual([]);
    const named = [
      { kind: 'user', value: 'u' },
      { kind: 'device', value: 'd' },
      { kind: 'email', value: 'nobody@example.com' },
      { kind: 'stranger', value: 'x' },
    ];
    expect(
      await rig.segments.change('vip', { add: named, remove: [{ profileId: nobody }] }, by),
    ).toMatchObject({
      value: {
        entered: 1,
        refused: [
          { field: 'add[1]', code: 'kind-does-not-link' },
          { field: 'add[2]', code: 'customer-unknown' },
          { field: 'add[3]', code: 'kind-does-not-link' },
          { field: 'remove[0]', code: 'profile-unknown' },
        ],
      },
    });
  });

  it('have as many pages as they have persons, who are counted up to a bound', async () => {
    const ids: (string | undefined)[] = [];
    for (const n of [1, 2, 3, 4, 5]) ids.push(await profileOf(`anonymous=${n}`));
    await change('vip', ids);
    await rig.batch([rig.naming('anonymous=1;anonymous=3')]);
    const counted = async (mostCounted: number) =>
      (await rig.segments.page({ limit: 1, mostCounted })).map(({ members, isExact }) => [members, isExact]);
    expect(await counted(5)).toEqual([[4, true]]);
    expect(await counted(2)).toEqual([[2, false]]);
    const first = await rig.segments.members('vip', { limit: 2 });
    const places = first.ok ? first.value : [];
    const rest = await rig.segments.members('vip', { limit: 9, after: places[1]?.place });
    const persons = [...places, ...(rest.ok ? rest.value : [])].map(({ profileId }) => profileId);
    expect(persons).toHaveLength(4);
    expect(new Set(persons)).toEqual(new Set([ids[0], ids[1], ids[3], ids[4]]));
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
