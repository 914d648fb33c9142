// Proves what a case may be opened with: codes and ids, nothing a person could be known by.
import { checkSubject, isCode } from './opening.js';

const subject = {
  caseType: 'product-question',
  channel: 'whatsapp',
  productId: 'sku:42/blue',
  orderId: null,
  messageId: null,
};

it('takes codes and opaque ids', () => {
  expect(checkSubject(subject)).toEqual({ ok: true, value: subject });
  expect(checkSubject({ ...subject, channel: null, productId: null })).toMatchObject({ ok: true });
});

it.each([
  ['caseType', ''],
  ['caseType', 'Product question'],
  ['caseType', 'a'.repeat(65)],
  ['channel', 'whats\u0000app'],
  ['productId', 'jane@example.com'],
  ['productId', '+4930123456'],
  ['orderId', '\ud800'],
  ['orderId', 'x'.repeat(10_240)],
])('refuses a %s that is no code or id', (field, value) => {
  expect(checkSubject({ ...subject, [field]: value })).toMatchObject({
    ok: false,
    refusal: { code: 'case-malformed', field },
  });
});

it('knows a code', () => {
  expect([isCode('answered'), isCode('Answered'), isCode('')]).toEqual([true, false, false]);
});
