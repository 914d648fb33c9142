// Proves that what travels holds nothing personal, that nothing is lost, and whom a call is about.
import { parseTrackingPlan } from '../../classification/domain/tracking-plan.js';
import { identifiersOf } from './call-identifiers.js';
import type { Json } from './json.js';
import { trackedOf } from './tracked.js';
import { parseCall, type TrackingCall } from './tracking-call.js';

const plan = parseTrackingPlan({});
const times = { occurredAt: 5, sentAt: null };

function call(raw: Json): TrackingCall {
  const parsed = parseCall(raw);
  if (!parsed.ok) throw new Error(parsed.refusal.message);
  return parsed.value;
}

function tracked(raw: Json, messageId = 'm-1') {
  if (!plan.ok) throw new Error('the empty plan is valid');
  return trackedOf(plan.value, {
    call: call(raw),
    messageId,
    eventId: 'e-1',
    source: 'web',
    times,
    receivedAt: 9,
  });
}

describe('trackedOf', () => {
  it('publishes a track call flat, and keeps what is personal with the context', () => {
    const result = tracked({
      type: 'track',
      userId: 'u',
      event: 'Order Placed',
      properties: {
        orderId: 'o-1',
        items: [{ sku: 's-1' }, { sku: 's-2' }],
        buyer: { email: 'jane@example.com' },
      },
      context: { ip: '10.0.0.1' },
    });
    expect(result).toMatchObject({
      type: 'continuo.cdp.TrackReceived.v1',
      value: {
        messageId: 'm-1',
        kind: 'track',
        name: 'Order Placed',
        source: 'web',
        groupId: null,
        properties: { orderId: 'o-1', 'items.0.sku': 's-1', 'items.1.sku': 's-2', 'buyer.email': null },
        occurredAt: 5,
        sentAt: null,
        receivedAt: 9,
      },
      personal: { properties: { 'buyer.email': 'jane@example.com' }, context: { ip: '10.0.0.1' } },
    });
  });

  it('publishes the names of traits only', () => {
    const result = tracked({
      type: 'identify',
      userId: 'u',
      traits: { email: 'jane@example.com', name: 'Jane', 'a@b.example': 1 },
    });
    expect(result.value).toMatchObject({ kind: 'identify', traitNames: ['email', 'name'] });
    expect(result.personal).toEqual({
      traits: { email: 'jane@example.com', name: 'Jane', 'a@b.example': 1 },
    });
    expect(JSON.stringify(result.value)).not.toMatch(/jane|a@b/i);
  });

  it('forwards page, screen and group calls, and classifies the traits of a group', () => {
    expect(tracked({ type: 'page', anonymousId: 'a', category: 'docs' }).value).toMatchObject({
      kind: 'page',
      name: '',
      properties: { category: 'docs' },
    });
    expect(tracked({ type: 'screen', anonymousId: 'a', name: 'Home' }).value).toMatchObject({
      kind: 'screen',
      name: 'Home',
    });
    const group = tracked({
      type: 'group',
      userId: 'u',
      groupId: 'g-1',
      traits: { plan: 'gold', email: 'a@b.example' },
    });
    expect(group.value).toMatchObject({
      kind: 'group',
      groupId: 'g-1',
      properties: { plan: 'gold', email: null },
    });
    expect(group.personal).toEqual({ properties: { email: 'a@b.example' } });
  });

  it('keeps ids and names that are addresses off the bus', () => {
    const result = tracked({ type: 'group', userId: 'u', groupId: 'team@example.com' }, 'jane@example.com');
    expect(result.value).toMatchObject({ messageId: 'e-1', groupId: null });
    expect(result.personal).toEqual({ groupId: 'team@example.com' });
    expect(tracked({ type: 'track', userId: 'u', event: 'to jane@example.com' })).toMatchObject({
      value: { name: '(withheld)' },
      personal: { name: 'to jane@example.com' },
    });
  });
});

describe('identifiersOf', () => {
  it('names the visitor first, then everything else a call says', () => {
    const found = identifiersOf(
      call({
        type: 'identify',
        anonymousId: 'a',
        userId: 'u',
        traits: { email: 'jane@example.com', phone: '+31612345678' },
        context: {
          device: { id: 'd' },
          groupId: 'g',
          externalIds: [{ type: 'loyalty', id: 'l-1' }, { type: 'shoe-size', id: '42' }, 7],
        },
      }),
    );
    expect(found.map(({ kind, value }) => `${kind}=${value}`)).toEqual([
      'anonymous=a',
      'user=u',
      'email=jane@example.com',
      'phone=+31612345678',
      'loyalty=l-1',
      'device=d',
      'account=g',
    ]);
  });

  it("takes a previous id for the visitor's, and an order for what it looks up", () => {
    expect(identifiersOf(call({ type: 'alias', userId: 'u', previousId: 'p' }))[0]).toEqual({
      kind: 'anonymous',
      value: 'p',
    });
    const found = identifiersOf(
      call({ type: 'track', userId: 'u', event: 'E', properties: { order_id: 7 } }),
    );
    expect(found).toContainEqual({ kind: 'order', value: '7' });
  });

  it("does not take a group's traits for a person's", () => {
    const found = identifiersOf(
      call({ type: 'group', userId: 'u', groupId: 'g', traits: { email: 'info@example.com' } }),
    );
    expect(found.map(({ kind }) => kind)).toEqual(['user', 'account']);
  });
});
