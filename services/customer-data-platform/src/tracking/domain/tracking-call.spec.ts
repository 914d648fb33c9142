// Proves what a tracking call must say, and that each refusal has its name and field.
import type { Json } from './json.js';
import { deepestNesting, parseCall } from './tracking-call.js';

function nested(depth: number): Json {
  let value: Json = 1;
  for (let at = 0; at < depth; at += 1) value = { a: value };
  return value;
}

describe('parseCall', () => {
  it.each([
    [{ type: 'track', userId: 'u', event: 'E' }],
    [{ type: 'track', anonymousId: 'a', event: 'E', properties: null }],
    [{ type: 'identify', userId: 'u', traits: { email: 'x' } }],
    [{ type: 'page', anonymousId: 'a' }],
    [{ type: 'screen', userId: 'u', name: 'Home' }],
    [{ type: 'group', userId: 'u', groupId: 'g' }],
    [{ type: 'alias', userId: 'u', previousId: 'p' }],
  ])('takes %j', (raw) => expect(parseCall(raw)).toMatchObject({ ok: true }));

  it('takes numbers for ids, as older SDKs send them, and the type from the path', () => {
    expect(parseCall({ userId: 42, event: ' E ' }, 'track')).toMatchObject({
      ok: true,
      value: { type: 'track', userId: '42', name: 'E', properties: {}, traits: {}, context: {} },
    });
  });

  it.each([
    [null, 'call-not-an-object', undefined],
    [[], 'call-not-an-object', undefined],
    ['x', 'call-not-an-object', undefined],
    [{ userId: 'u' }, 'call-type-unknown', 'type'],
    [{ type: 'delete', userId: 'u' }, 'call-type-unknown', 'type'],
    [{ type: 'track', event: 'E' }, 'no-user-or-anonymous-id', 'userId'],
    [{ type: 'track', userId: '', event: 'E' }, 'no-user-or-anonymous-id', 'userId'],
    [{ type: 'track', userId: 'u' }, 'event-missing', 'event'],
    [{ type: 'track', userId: 'u', event: '  ' }, 'event-missing', 'event'],
    [{ type: 'track', userId: 'u', event: 7 }, 'wrong-type', 'event'],
    [{ type: 'track', userId: { a: 1 }, event: 'E' }, 'wrong-type', 'userId'],
    [{ type: 'track', userId: 'u', event: 'E', properties: [] }, 'wrong-type', 'properties'],
    [{ type: 'identify', userId: 'u', traits: 'x' }, 'wrong-type', 'traits'],
    [{ type: 'identify', userId: 'x'.repeat(513) }, 'id-too-long', 'userId'],
    [{ type: 'identify', userId: 'u', messageId: 'x'.repeat(256) }, 'id-too-long', 'messageId'],
    [{ type: 'group', userId: 'u' }, 'group-id-missing', 'groupId'],
    [{ type: 'alias', userId: 'u' }, 'previous-id-missing', 'previousId'],
    [{ type: 'alias', previousId: 'p' }, 'user-id-missing', 'userId'],
    [
      { type: 'track', userId: 'u', event: 'E', properties: nested(deepestNesting) },
      'call-too-deep',
      undefined,
    ],
  ])('refuses %j as %s', (raw, code, field) => {
    const parsed = parseCall(raw as Json);
    if (parsed.ok) throw new Error('it was taken');
    expect([parsed.refusal.code, parsed.refusal.field]).toEqual([code, field]);
  });

  it('is not overflowed by depth', () => {
    expect(parseCall({ type: 'identify', userId: 'u', traits: { a: nested(200_000) } })).toMatchObject({
      ok: false,
      refusal: { code: 'call-too-deep' },
    });
  });
});
