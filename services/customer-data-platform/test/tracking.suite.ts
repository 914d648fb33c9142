// Proves from outside that Segment's and RudderStack's SDKs deliver, that a call reaches the timeline, and what bad input gets.
import { eventually } from '@continuo/testing';
import { jest } from '@jest/globals';
import RudderAnalytics from '@rudderstack/rudder-sdk-node';
import { Analytics } from '@segment/analytics-node';
import { gzipSync } from 'node:zlib';
import type { ReadRecord, RunningPlatform } from './running-platform.js';

/** The part of the e2e tests that speaks Segment's protocol. */
export function trackingTests(running: () => RunningPlatform): void {
  const auth = (key = 'write-key-of-the-web'): Record<string, string> => ({
    authorization: `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
  });

  async function post(path: string, body: string | Buffer, headers: Record<string, string> = auth()) {
    const answer = await fetch(`${running().url}/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  /** The timeline, once it holds all of these message ids. */
  async function onTimeline(messageIds: readonly string[]): Promise<readonly ReadRecord[]> {
    return eventually(
      async () => {
        const records = await running().read('cdp.timeline');
        return messageIds.every((id) => records.some(({ value }) => value.messageId === id)) && records;
      },
      { within: 20_000, every: 50, what: `the timeline with ${messageIds.join(', ')}` },
    );
  }

  describe('SDKs with nothing changed but host and key', () => {
    it("deliver to the timeline: Segment's", async () => {
      const analytics = new Analytics({ writeKey: 'write-key-of-the-web', host: running().url, flushAt: 20 });
      const failed = jest.fn();
      analytics.on('error', failed);
      analytics.identify({
        userId: 'segment-1',
        traits: { email: 'jane@example.com', plan: 'gold' },
        messageId: 's1',
      });
      analytics.track({
        userId: 'segment-1',
        event: 'Order Placed',
        properties: { total: 12.5 },
        messageId: 's2',
      });
      analytics.page({ anonymousId: 'segment-a', name: 'Home', messageId: 's3' });
      analytics.screen({ anonymousId: 'segment-a', name: 'Start', messageId: 's4' });
      analytics.group({ userId: 'segment-1', groupId: 'acme', traits: { size: 7 }, messageId: 's5' });
      analytics.alias({ userId: 'segment-1', previousId: 'segment-a', messageId: 's6' });
      await analytics.closeAndFlush({ timeout: 10_000 });
      expect(failed).not.toHaveBeenCalled();
      const records = await onTimeline(['s1', 's2', 's3', 's4', 's5', 's6']);
      const byId = new Map(records.map((record) => [record.value.messageId, record]));
      expect(byId.get('s2')).toMatchObject({
        value: { kind: 'track', name: 'Order Placed', source: 'web', properties: { total: 12.5 } },
      });
      expect(byId.get('s2')?.headers.customer).toBeUndefined();
      expect(byId.get('s2')?.key).toBe(byId.get('s2')?.headers.ce_profileid);
      const known = (kind: string, value: string) => running().lookUp(kind, value);
      await eventually(
        async () => (await known('anonymous', 'segment-a')) === (await known('user', 'segment-1')),
      );
    }, 40_000);

    it("deliver to the timeline: RudderStack's, compressed", async () => {
      const client = new RudderAnalytics('write-key-of-the-app', {
        dataPlaneUrl: running().url,
        flushAt: 20,
      });
      client.identify({ userId: 'rudder-1', traits: { email: 'joe@example.com' }, messageId: 'r1' } as never);
      client.track({
        userId: 'rudder-1',
        event: 'Cart Filled',
        properties: { items: 3 },
        messageId: 'r2',
      } as never);
      client.group({ userId: 'rudder-1', groupId: 'acme', messageId: 'r3' } as never);
      await client.flush();
      const records = await onTimeline(['r1', 'r2', 'r3']);
      expect(records.find(({ value }) => value.messageId === 'r2')?.value).toMatchObject({
        source: 'app',
        name: 'Cart Filled',
      });
      for (const { raw, headers, key } of records) {
        expect(`${raw.value?.toString('latin1')} ${JSON.stringify(headers)} ${key}`).not.toMatch(
          /jane@|joe@/i,
        );
      }
    }, 40_000);
  });

  describe('bad input', () => {
    const good = JSON.stringify({ userId: 'u', event: 'E' });

    it.each([
      ['track', '{"userId":', 400, 'malformed-json'],
      ['track', 'null', 400, 'call-not-an-object'],
      ['track', '[]', 400, 'call-not-an-object'],
      ['track', '', 400, 'call-not-an-object'],
      ['track', '{"userId":{},"event":"E"}', 400, 'wrong-type'],
      ['track', '{"event":"E"}', 400, 'no-user-or-anonymous-id'],
      [
        'identify',
        JSON.stringify({ userId: 'u', traits: { bio: 'x'.repeat(1_000_000) } }),
        413,
        'call-too-large',
      ],
      ['identify', JSON.stringify({ userId: 'u', traits: { bio: 'x'.repeat(1_100_000) } }), 413, 'too-large'],
      [
        'track',
        `{"userId":"u","event":"E","properties":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`,
        400,
        'too-deep',
      ],
      [
        'track',
        `{"userId":"u","event":"E","properties":${'{"a":'.repeat(25)}1${'}'.repeat(25)}}`,
        400,
        'call-too-deep',
      ],
      ['batch', good, 400, 'batch-missing'],
      ['batch', JSON.stringify({ batch: Array.from({ length: 2_501 }, () => 1) }), 413, 'batch-too-long'],
      [
        'batch',
        JSON.stringify({
          batch: Array.from({ length: 20 }, () => ({
            type: 'identify',
            userId: 'u',
            traits: { t: 'x'.repeat(30_000) },
          })),
        }),
        413,
        'batch-too-large',
      ],
      ['nothing', good, 404, 'not-found'],
    ])('on /v1/%s: %.40s is answered %i %s', async (path, body, status, code) => {
      const answer = await post(path, body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(JSON.stringify(answer.body)).not.toMatch(/stack|select |node_modules/);
    });

    it('names the trait that is too large', async () => {
      const { body } = await post(
        'identify',
        JSON.stringify({ userId: 'u', traits: { bio: 'x'.repeat(1_000_000) } }),
      );
      expect(body.errors).toEqual([expect.objectContaining({ field: 'traits.bio' })]);
    });

    it.each([[{}], [auth('wrong')], [{ authorization: 'Bearer x' }], [{ authorization: 'Basic %%%' }]])(
      'refuses a call with the credentials %j',
      async (headers) => expect((await post('track', good, headers)).status).toBe(401),
    );

    it('takes what an SDK in a page of a named origin sends: text without a preflight, the key in the body', async () => {
      const call = { anonymousId: 'page-1', messageId: 'page-1', writeKey: 'write-key-of-the-web' };
      const { status } = await post('page', JSON.stringify({ ...call, name: 'Home' }), {
        'content-type': 'text/plain',
        origin: 'https://shop.example',
      });
      expect(status).toBe(200);
      const [record] = (await onTimeline(['page-1'])).filter(({ value }) => value.messageId === 'page-1');
      expect(record?.value.source).toBe('web');
      expect(JSON.stringify([record?.key, record?.headers, record?.value])).not.toContain('write-key');
    });

    it('unpacks gzip, and stops a bomb as it unfolds', async () => {
      const packed = { ...auth(), 'content-encoding': 'gzip' };
      expect((await post('track', gzipSync(good), packed)).status).toBe(200);
      expect((await post('track', gzipSync(Buffer.alloc(50_000_000, 'a')), packed)).status).toBe(413);
      expect((await post('track', 'no gzip', packed)).status).toBe(400);
    });

    it('takes the good calls of a batch with bad ones, and repetitions once', async () => {
      const call = (messageId: string, more: object = {}) => ({
        type: 'track',
        userId: 'u',
        event: 'E',
        messageId,
        ...more,
      });
      const batch = [
        call('b1'),
        { type: 'track' },
        call('b2', { userId: 'u\u0000\ud800', timestamp: '+010000-01-01T00:00:00Z' }),
        call('b1'),
      ];
      expect((await post('batch', JSON.stringify({ batch }))).body).toMatchObject({
        success: true,
        accepted: 2,
        duplicates: 1,
        rejected: [{ index: 1 }],
      });
      expect((await post('batch', JSON.stringify({ batch }))).body).toMatchObject({
        accepted: 0,
        duplicates: 3,
      });
      const records = await onTimeline(['b1', 'b2']);
      expect(records.filter(({ value }) => value.messageId === 'b1')).toHaveLength(1);
      const { body } = await running().ask('GET', 'tracking/rejections', 'integrator');
      expect(body.rejections).toContainEqual({
        source: 'web',
        code: 'no-user-or-anonymous-id',
        field: 'userId',
        count: expect.any(Number),
      });
    }, 30_000);
  });
}
