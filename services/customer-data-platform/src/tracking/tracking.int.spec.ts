// Proves on a real database that good calls are stored and published once, bad ones named, and nothing personal leaves.
import { platformRig, type PlatformRig } from '../../test/platform-rig.js';
import type { Json } from './domain/json.js';
import { TrackingRetention } from './tracking-retention.js';
import { TrackingStore } from './tracking.store.js';

let rig: PlatformRig;

beforeAll(async () => {
  rig = await platformRig();
}, 30_000);

afterAll(async () => {
  await rig.close();
});

beforeEach(async () => {
  await rig.clear();
});

const batch = (calls: readonly Json[], source = 'web') => rig.tracking.receive({ source, calls });
const track = (more: object = {}): Json => ({ type: 'track', userId: 'u1', event: 'Seen', ...more }) as Json;

describe('TrackingService', () => {
  it('stores and publishes calls in one transaction, in the order of a sender', async () => {
    const receipt = await batch([1, 2, 3].map((n) => track({ messageId: `m${n}`, properties: { n } })));
    expect(receipt).toEqual({ accepted: 3, duplicates: 0, rejected: [] });
    const published = await rig.published('cdp.tracking');
    expect(published.map(({ key, value }) => [key, (value.properties as { n: number }).n])).toEqual([
      ['user=u1', 1],
      ['user=u1', 2],
      ['user=u1', 3],
    ]);
    expect(published[0]?.headers).toMatchObject({
      customer: 'user=u1',
      ce_source: '/customer-data-platform',
    });
    expect(await rig.own.query('select count(*) as n from tracked_call')).toEqual([{ n: '3' }]);
  });

  it('takes a message id once per source, in one request and over several', async () => {
    expect(await batch([track({ messageId: 'm' }), track({ messageId: 'm' })])).toMatchObject({
      accepted: 1,
      duplicates: 1,
    });
    expect(await batch([track({ messageId: 'm' }), track({ messageId: 'm2' })])).toMatchObject({
      accepted: 1,
      duplicates: 1,
    });
    expect(await batch([track({ messageId: 'm' })], 'app')).toMatchObject({ accepted: 1, duplicates: 0 });
    expect(await rig.published('cdp.tracking')).toHaveLength(3);
  });

  it('takes each message once though many send the same ones at once, in any order', async () => {
    const calls = Array.from({ length: 50 }, (_, n) => track({ messageId: `m${n}` }));
    const receipts = await Promise.all(
      Array.from({ length: 8 }, (_, n) => batch(n % 2 === 0 ? calls : [...calls].reverse())),
    );
    expect(receipts.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(50);
    expect(await rig.published('cdp.tracking')).toHaveLength(50);
  });

  it('names the bad calls of a batch, counts them, and loses no good one', async () => {
    const receipt = await batch([
      track({ messageId: 'good' }),
      7,
      { type: 'track', event: 'E', messageId: 'who' },
      track({ userId: 'x'.repeat(600) }),
      { type: 'identify', userId: 'u', traits: { bio: 'x'.repeat(1_000_000) } },
      track({ properties: { deep: JSON.parse('['.repeat(5000) + ']'.repeat(5000)) as Json } }),
      track(),
    ]);
    expect(receipt.accepted).toBe(2);
    expect(receipt.rejected.map(({ index, refusal }) => [index, refusal.code, refusal.field])).toEqual([
      [1, 'call-not-an-object', undefined],
      [2, 'no-user-or-anonymous-id', 'userId'],
      [3, 'id-too-long', 'userId'],
      [4, 'call-too-large', 'traits.bio'],
      [5, 'call-too-deep', undefined],
    ]);
    const counts = await rig.tracking.rejections(new Date(0));
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(5);
    expect(counts).toContainEqual({ source: 'web', code: 'call-too-large', field: 'traits.bio', count: 1 });
  });

  it('keeps strings that no database likes, and publishes what can be', async () => {
    const odd = {
      messageId: 'm\u0000\ud800',
      userId: 'u\u0000\udfff',
      traits: { 'k\u0000': 'v\u0000\ud800', year: '+010000-01-01' },
    };
    const receipt = await batch([
      {
        type: 'identify',
        ...odd,
        timestamp: '+010000-01-01T00:00:00.000Z',
        sentAt: '+010000-01-01T00:00:00.000Z',
      } as Json,
      track({ userId: 'u\u0000', event: 'E\ud800', properties: { code: 'a\ud800b', ok: true } }),
    ]);
    expect(receipt).toMatchObject({ accepted: 2, rejected: [] });
    const [identify, seen] = await rig.published('cdp.tracking');
    expect(identify).toMatchObject({
      key: 'user=u\ufffd\ufffd',
      value: { messageId: 'm\ufffd\ufffd', traitNames: ['year'], sentAt: null },
    });
    expect(seen?.value).toMatchObject({ name: 'E\ufffd', properties: { ok: true } });
    const [kept] = await rig.own.query<{ body: { traits: object } }>(
      'select body from tracked_private limit 1',
    );
    expect(kept?.body.traits).toEqual(odd.traits);
    await rig.resolveAll();
    expect(await rig.own.query('select count(*) as n from profile')).not.toEqual([{ n: '0' }]);
  });

  it('forgets old message ids and reasons, and only those', async () => {
    await batch([track({ messageId: 'old' }), 7, track({ messageId: 'new' })]);
    await rig.own.query(
      "update tracked_call set received_at = now() - interval '31 days' where message_id = 'old'",
    );
    const retention = new TrackingRetention(rig.database, new TrackingStore(), 30);
    expect(await retention.forget()).toBe(1);
    expect(await batch([track({ messageId: 'old' }), track({ messageId: 'new' })])).toMatchObject({
      accepted: 1,
      duplicates: 1,
    });
    expect(await retention.forget(new Date(Date.now() + 40 * 24 * 60 * 60 * 1_000))).toBeGreaterThan(0);
    expect(await rig.tracking.rejections(new Date(0))).toEqual([]);
  });

  it('lets no canary out: not in keys, headers or values', async () => {
    const canary = {
      email: 'zebulon.quartermain@example.com',
      name: 'Zebulon Quartermain',
      phone: '+31 6 1234 5678',
      address: 'Kanaalstraat 12, 1054 XA Amsterdam',
      message: 'please call me back about my order',
      iban: 'NL91ABNA0417164300',
      card: '4111 1111 1111 1111',
      ip: '203.0.113.77',
    };
    await batch([
      { type: 'identify', userId: canary.email, anonymousId: canary.phone, traits: canary, context: canary },
      {
        type: 'track',
        userId: 'u',
        event: `Mailed ${canary.email}`,
        messageId: canary.email,
        properties: { ...canary, nested: [{ canary }] },
      },
      {
        type: 'page',
        anonymousId: 'a',
        name: 'Home',
        properties: { title: canary.name, url: `https://x.example/?email=${canary.email}` },
      },
      {
        type: 'group',
        userId: 'u',
        groupId: canary.email,
        traits: canary,
        context: { externalIds: [{ type: 'email', id: canary.email }] },
      },
      { type: 'alias', userId: canary.email, previousId: 'p' },
    ] as unknown as Json[]);
    await rig.resolveAll();
    const all = await rig.published();
    expect(all.length).toBeGreaterThan(9);
    for (const { key, headers, bytes } of all) {
      const text = `${key} ${JSON.stringify(headers)} ${bytes.toString('latin1')}`.toLowerCase();
      for (const value of Object.values(canary)) expect(text).not.toContain(value.toLowerCase());
      expect(text).not.toMatch(/zebulon|quartermain|kanaal|call me|0612345678|31612345678|4111111111111111/);
    }
  });
});
