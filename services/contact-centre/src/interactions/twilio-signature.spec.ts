// Proves the signature against the examples that Twilio publishes with its own library, and against forgeries.
import { isSignedByTwilio } from './twilio-signature.js';

const request = {
  publicUrl: 'https://mycompany.com',
  pathAndQuery: '/myapp.php?foo=1&bar=2',
  fields: Object.entries({
    To: '+18005551212',
    CallSid: 'CA1234567890ABCDE',
    Caller: '+14158675309',
    Digits: '1234',
    From: '+14158675309',
  }),
  signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8=',
};
const isGood = (change: Partial<typeof request>, token = '12345') =>
  isSignedByTwilio(token, { ...request, ...change });

describe("Twilio's signature", () => {
  it('is the one that Twilio publishes as its example', () => {
    expect(isGood({})).toBe(true);
  });

  it('may leave a port out, or name the standard one', () => {
    expect(isGood({ publicUrl: 'https://mycompany.com:1234' })).toBe(true);
    expect(isGood({ signature: 'kvajT1Ptam85bY51eRf/AJRuM3w=' })).toBe(true);
    expect(isGood({ publicUrl: 'http://mycompany.com', signature: '0ZXoZLH/DfblKGATFgpif+LLRf4=' })).toBe(
      true,
    );
    const withPort = { publicUrl: 'http://mycompany.com:1234', signature: 'Zmvh+3yNM1Phv2jhDCwEM3q5ebU=' };
    expect(isGood(withPort)).toBe(true);
  });

  it('counts a repeated field by its different values, in order', () => {
    const fields: [string, string][] = [
      ['SidAccount', 'AC123'],
      ['Sid', 'CA123'],
      ['Digits', '5678'],
      ['Digits', '1234'],
      ['Digits', '1234'],
    ];
    expect(isGood({ fields, signature: 'IK+Dwps556ElfBT0I3Rgjkr1wJU=' })).toBe(true);
  });

  it.each([
    ['another token', {}, '54321'],
    ['another path', { pathAndQuery: '/other.php?foo=1&bar=2' }, '12345'],
    ['another query', { pathAndQuery: '/myapp.php?foo=1&bar=3' }, '12345'],
    ['another host', { publicUrl: 'https://evil.com' }, '12345'],
    ['a field more', { fields: [...request.fields, ['A', '']] as [string, string][] }, '12345'],
    ['no signature', { signature: '' }, '12345'],
    ['a short signature', { signature: 'RSOYDt4T1cUTdK1PDd93/VVr8B8' }, '12345'],
    ['a signature that is longer', { signature: `${request.signature}=` }, '12345'],
  ])('is refused for %s', (_what, change, token) => {
    expect(isGood(change, token)).toBe(false);
  });
});
