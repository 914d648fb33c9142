// Proves which keys and vars of an entry by API are refused as personal, and which pass.
import { personalIn } from './entry-privacy.js';

describe('personalIn', () => {
  it.each([
    ['an e-mail address', 'jane@example.com', 'not:email'],
    ['a phone number', '+49 170 1234567', 'not:phone'],
    ['a national phone number', '0170 1234567', 'not:phone'],
    ['a card', '4111 1111 1111 1111', 'not:card-number'],
    ['a bank account', 'DE89 3704 0044 0532 0130 00', 'not:bank-account'],
    ['a token', 'Bearer abcdefgh12345678', 'not:secret'],
    ['a long text', 'x'.repeat(1_001), 'not:free-text'],
    ['words', 'please call me back', 'not:free-text'],
    ['a name', 'Jane', 'not:free-text'],
  ])('refuses %s as the key and as a var, by its field', (_what, value, rule) => {
    const refused = { code: 'looks-personal', rule };
    expect(personalIn({ key: value, vars: {} })).toMatchObject({ ...refused, field: 'key' });
    expect(personalIn({ key: 'cart-1', vars: { cart: value } })).toMatchObject({
      ...refused,
      field: 'vars.cart',
    });
  });

  it('refuses what is called by a name of personal data, whatever it holds', () => {
    expect(personalIn({ vars: { firstName: 'jane' } })).toMatchObject({ rule: 'not:person-name' });
    expect(personalIn({ vars: { latitude: 52.1 } })).toMatchObject({ rule: 'not:location' });
  });

  it('refuses a card that is a number, and never repeats what it refuses', () => {
    const refusal = personalIn({ vars: { paid: 4_111_111_111_111_111 } });
    expect(refusal).toMatchObject({ field: 'vars.paid', rule: 'not:card-number' });
    expect(JSON.stringify(refusal)).not.toContain('4111');
  });

  it('lets ids, codes, numbers and dates pass', () => {
    const vars = {
      order: 1_234_567_890,
      cart: 'c-81723',
      id: '019aa000-0000-7000-8000-000000000000',
      on: '2026-11-28',
      at: '2026-11-28T10:15:00Z',
      amount: 19.95,
      paid: true,
      coupon: null,
    };
    expect(personalIn({ key: 'A-2026/000123', vars })).toBeUndefined();
    expect(personalIn({ vars: {} })).toBeUndefined();
  });
});
