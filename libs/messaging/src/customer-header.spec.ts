// Proves that any identifier survives the `customer` header, and that a malformed header is refused by name.
import { formatCustomer, parseCustomer } from './customer-header.js';

describe('the customer header', () => {
  it('writes and reads kinds and values, also a kind twice', () => {
    const identifiers = [
      { kind: 'crm.contact', value: 'c-1' },
      { kind: 'anonymous', value: 'a:1/2' },
      { kind: 'anonymous', value: 'a2' },
    ];
    expect(formatCustomer(identifiers)).toBe('crm.contact=c-1;anonymous=a:1/2;anonymous=a2');
    expect(parseCustomer(formatCustomer(identifiers))).toEqual({ ok: true, value: identifiers });
  });

  it.each([
    'a;b=c%d',
    'naïve ☕',
    'nul\u0000',
    ' ',
    '=',
    '\u007f',
    '%',
    '😀',
    'line\nbreak',
    "it's (so) *!*",
  ])('keeps the value %j whole in plain ASCII', (value) => {
    const header = formatCustomer([{ kind: 'user', value }]);
    expect(header).toMatch(/^user=[!-~]+$/);
    expect(parseCustomer(header)).toEqual({ ok: true, value: [{ kind: 'user', value }] });
  });

  it('replaces a lone surrogate, which no UTF-8 can carry', () => {
    expect(parseCustomer(formatCustomer([{ kind: 'user', value: 'x\ud800' }]))).toEqual({
      ok: true,
      value: [{ kind: 'user', value: 'x\ufffd' }],
    });
  });

  it.each(['', ';', 'user', '=x', 'user=', 'user=%E0%A4', 'User=x', 'a b=c'])('refuses %j', (header) => {
    const parsed = parseCustomer(header);
    expect(!parsed.ok && parsed.refusal.code).toBe('customer-malformed');
  });
});
