// Proves that whatever a caller sends, what is published keeps the contract: one strange call must never stop a batch.
import { contract } from '@continuo/contracts';
import { identifierHasher } from '@continuo/messaging';
import fc from 'fast-check';
import { parseTrackingPlan } from '../../classification/domain/tracking-plan.js';
import { identifiersOf } from './call-identifiers.js';
import { callTimes } from './call-time.js';
import { storable, type Json } from './json.js';
import { trackedOf } from './tracked.js';
import { parseCall } from './tracking-call.js';

const plan = parseTrackingPlan({ properties: { open: 'public', sure: 'trusted' } });
const hasher = identifierHasher([{ version: 1, secret: Buffer.alloc(32, 1) }]);
const receivedAt = Date.UTC(2026, 10, 22);

/** Any UTF-16 at all: control characters, half surrogate pairs, and what people write. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 8 })
    .map((units) => String.fromCharCode(...units)),
  fc.constantFrom(
    'jane@example.com',
    '@',
    'a@b',
    '+31612345678',
    ' ',
    '__proto__',
    'constructor',
    '4111111111111111',
    '=;%',
    'u-1',
  ),
);
const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constant(null),
    fc.boolean(),
    fc.double() as fc.Arbitrary<Json>,
    text as fc.Arbitrary<Json>,
    fc.array(tie('value'), { maxLength: 3 }) as fc.Arbitrary<Json>,
    fc.dictionary(text, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Json>,
  ),
})).value;
const object = fc.dictionary(fc.oneof(text, fc.constantFrom('open', 'sure', 'email', 'order_id')), json, {
  maxKeys: 6,
});
const time = fc.oneof(
  text,
  fc.double(),
  fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
  fc.constant('+010000-01-01T00:00:00Z'),
);

const call = fc.record(
  {
    type: fc.constantFrom('identify', 'track', 'page', 'screen', 'group', 'alias'),
    messageId: text,
    userId: text,
    anonymousId: text,
    previousId: text,
    groupId: text,
    event: text,
    name: text,
    category: text,
    properties: object,
    traits: object,
    context: object,
    timestamp: time,
    originalTimestamp: time,
    sentAt: time,
  },
  { requiredKeys: ['type'] },
);

describe('any call that is accepted', () => {
  it('keeps the contract: schema, key, customer and size', () => {
    let accepted = 0;
    fc.assert(
      fc.property(call, (raw) => {
        // As it arrives: through JSON, which drops what JSON cannot say.
        const parsed = parseCall(JSON.parse(JSON.stringify(raw)) as Json);
        if (!parsed.ok || !plan.ok) return;
        const customer = identifiersOf(parsed.value).flatMap(({ kind, value }) =>
          hasher.identifiers(kind, value),
        );
        const [first] = customer;
        if (first === undefined) return;
        const times = callTimes(parsed.value, undefined, receivedAt);
        const messageId = storable(parsed.value.messageId ?? 'e-1');
        const tracked = trackedOf(plan.value, {
          call: parsed.value,
          messageId,
          eventId: 'e-1',
          source: 'web',
          times,
          receivedAt,
        });
        const claim = {
          type: tracked.type,
          topic: 'cdp.tracking',
          key: `${first.kind}=${first.value}`,
          value: tracked.value,
          customer,
        };
        const checked = contract.checkOutgoing(claim);
        expect(checked.ok ? undefined : checked.refusal).toBeUndefined();
        accepted += 1;
      }),
      { numRuns: 800 },
    );
    expect(accepted).toBeGreaterThan(150);
  });
});
