// Proves which callers have a number, and which name nobody.
import { callingNumber } from './calling-number.js';

describe('a calling number', () => {
  it('is kept as it came', () => {
    expect(callingNumber('+41791234567')).toBe('+41791234567');
    expect(callingNumber(' 079 123 45 67 ')).toBe('079 123 45 67');
  });

  it.each(['anonymous', 'Anonymous', '+266696687', '266696687', '+7378742833', '+8656696', 'RESTRICTED'])(
    'is withheld when it is %s',
    (from) => expect(callingNumber(from)).toBeUndefined(),
  );

  it.each(['', 'client:anna', 'sip:anna@example.com', '+', '---', `+${'1'.repeat(60)}`, '+41\u000079'])(
    'is none when it is %j',
    (from) => expect(callingNumber(from)).toBeUndefined(),
  );
});
