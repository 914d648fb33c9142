// Proves which names and values the detectors take for personal data, and which they let pass.
import { findingByName, findingByValue, looksLikeProse } from './personal-data.js';

describe('findingByValue', () => {
  it.each([
    ['jane.doe@example.com', 'email'],
    ['write to Jane <jane@example.com> please', 'email'],
    ['+31 6 1234 5678', 'phone'],
    ['0031612345678', 'phone'],
    ['(020) 123 45 67', 'phone'],
    ['06-12345678', 'phone'],
    ['555-123-4567', 'phone'],
    ['call +1 (415) 555-2671 now', 'phone'],
    ['4111 1111 1111 1111', 'card-number'],
    ['card 5500-0055-5555-5559', 'card-number'],
    ['NL91 ABNA 0417 1643 00', 'bank-account'],
    ['DE89370400440532013000', 'bank-account'],
    ['192.168.1.77', 'ip-address'],
    ['2001:db8::ff00:42:8329', 'ip-address'],
    ['fe80:0:0:0:0:0:0:1', 'ip-address'],
    ['https://shop.example/reset?email=x', 'link-with-personal-data'],
    ['https://shop.example/?q=1&token=abc', 'link-with-personal-data'],
    ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc', 'secret'],
    ['a'.repeat(1_001), 'free-text'],
    [4111111111111111, 'card-number'],
    [31612345678, 'long-number'],
  ])('takes %j for %s', (value, finding) => expect(findingByValue(value)).toBe(finding));

  it.each([
    'pro',
    'order-1234',
    'ord_01HV3',
    'Checkout Started',
    'https://shop.example/shoes?size=42',
    '2026-11-22T04:00:00.000Z',
    '12:30:45',
    '1.2.3',
    '4111 1111 1111 1112',
    'NL00 ABNA 0417 1643 00',
    '018f3c1e-7b1a-7c3d-9e2f-000000000001',
    42,
    19.99,
    1_795_000_000_000,
  ])('lets %j pass', (value) => expect(findingByValue(value)).toBeUndefined());
});

describe('findingByName', () => {
  it.each([
    ['email', 'email'],
    ['customer.emailAddress', 'email'],
    ['phone_number', 'phone'],
    ['firstName', 'person-name'],
    ['billing.last-name', 'person-name'],
    ['shippingAddress.zip', 'address'],
    ['items.0.giftMessage', 'free-text'],
    ['dateOfBirth', 'birth-date'],
    ['IBAN', 'bank-account'],
    ['client.ip', 'ip-address'],
    ['password', 'secret'],
  ])('takes %s for %s', (path, finding) => expect(findingByName(path)).toBe(finding));

  it.each([
    'plan',
    'orderId',
    'products.0.sku',
    'revenue',
    'shipping',
    'tip',
    'zipline',
    'cityscape',
    'pinned',
  ])('lets %s pass', (path) => expect(findingByName(path)).toBeUndefined());
});

describe('looksLikeProse', () => {
  it.each(['Jane Doe', 'Zoë', 'Amsterdam', "O'Brien x", 'x'.repeat(65), 'a\u00a0b', 'line\nbreak'])(
    'takes %j for words of a person',
    (value) => expect(looksLikeProse(value)).toBe(true),
  );
  it.each(['pro', 'EUR', 'gold_2', 'sku-42', 'a/b.html', 'iPhone15'])('takes %j for a code', (value) =>
    expect(looksLikeProse(value)).toBe(false),
  );
});
