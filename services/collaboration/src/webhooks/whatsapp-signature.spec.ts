// Signatures of webhooks: the one that is right, and all that only look like it.
import { createHmac } from 'node:crypto';
import { isSameSecret, isSignedBy } from './whatsapp-signature.js';

const body = Buffer.from('{"object":"whatsapp_business_account"}');
const hex = createHmac('sha256', 'secret').update(body).digest('hex');

test('takes the signature of exactly these bytes under exactly this secret', () => {
  expect(isSignedBy('secret', body, `sha256=${hex}`)).toBe(true);
  expect(isSignedBy('secret', body, `sha256=${hex.toUpperCase()}`)).toBe(true);
});

test.each([
  undefined,
  '',
  'sha256=',
  hex,
  `sha1=${hex}`,
  `sha256=${hex.slice(1)}`,
  `sha256=${hex}00`,
  [`sha256=${hex}`],
  `sha256=${'0'.repeat(64)}`,
])('refuses %j', (header) => expect(isSignedBy('secret', body, header)).toBe(false));

test('refuses other bytes and another secret, and compares tokens of any length', () => {
  expect(isSignedBy('secret', Buffer.concat([body, Buffer.from(' ')]), `sha256=${hex}`)).toBe(false);
  expect(isSignedBy('secreu', body, `sha256=${hex}`)).toBe(false);
  expect([
    isSameSecret('token', 'token'),
    isSameSecret('token', ''),
    isSameSecret('token', 'token2'),
  ]).toEqual([true, false, false]);
});
