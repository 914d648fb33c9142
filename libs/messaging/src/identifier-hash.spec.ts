// Proves that one person's address or number always gives one hash, and never travels in the clear.
import {
  identifierHash,
  identifierHasher,
  identifierKind,
  normaliseEmail,
  normalisePhone,
  parseIdentifierHashKeys,
} from './identifier-hash.js';

const one = { version: 1, secret: Buffer.alloc(32, 1) };
const two = { version: 2, secret: Buffer.alloc(32, 2) };

describe('normaliseEmail', () => {
  it.each([
    ['  Jane.Doe@Example.COM ', 'jane.doe@example.com'],
    ['mailto:jane@example.com', 'jane@example.com'],
    ['jane+news@example.com', 'jane+news@example.com'],
    ['jane@BÜCHER.example', 'jane@xn--bcher-kva.example'],
    ['jane@example.com.', 'jane@example.com'],
    ['ｊａｎｅ@example.com', 'jane@example.com'],
  ])('makes %j into %j', (raw, expected) => expect(normaliseEmail(raw)).toBe(expected));

  it.each([
    '',
    'jane',
    '@example.com',
    'jane@',
    'jane@localhost',
    'a b@example.com',
    'a@b@c.example',
    '\ud800@e.com',
  ])('takes %j for no address', (raw) => expect(normaliseEmail(raw)).toBeUndefined());
});

describe('normalisePhone', () => {
  it.each([
    ['+31 6 1234 5678', undefined, '+31612345678'],
    ['0031612345678', undefined, '+31612345678'],
    ['whatsapp:+31612345678', undefined, '+31612345678'],
    ['(06) 123-45678', 'NL', '+31612345678'],
  ])('makes %j (%s) into %j', (raw, country, expected) =>
    expect(normalisePhone(raw, country)).toBe(expected),
  );

  it.each(['0612345678', '12', 'jane', '', '9'.repeat(60)])('takes %j alone for no number', (raw) =>
    expect(normalisePhone(raw)).toBeUndefined(),
  );
});

describe('identifierHasher', () => {
  it('hashes e-mail addresses and phone numbers, under every version of the key during a rotation', () => {
    const identifiers = identifierHasher([one, two]).identifiers('email', 'Jane@Example.com');
    expect(identifiers).toEqual([
      { kind: 'email.h1', value: identifierHash('email', 'jane@example.com', one) },
      { kind: 'email.h2', value: identifierHash('email', 'jane@example.com', two) },
    ]);
  });

  it('leaves opaque ids alone', () => {
    expect(identifierHasher([one]).identifiers('user', 'u-42')).toEqual([{ kind: 'user', value: 'u-42' }]);
    expect(identifierHasher([one]).identifiers('order', '0031612345')).toHaveLength(1);
  });

  it('writes a user id that is an e-mail address or a phone number as that', () => {
    const hasher = identifierHasher([one]);
    expect(hasher.identifiers('user', 'Jane@example.com')).toEqual(
      hasher.identifiers('email', 'jane@example.com'),
    );
    expect(hasher.identifiers('anonymous', '+31 612345678')).toEqual(
      hasher.identifiers('phone', '+31612345678'),
    );
  });

  it('lets nothing with an @ through in the clear', () => {
    const hasher = identifierHasher([one]);
    expect(hasher.identifiers('user', 'Jane@localhost')).toEqual(
      hasher.identifiers('user', ' jane@localhost'),
    );
    expect(hasher.identifiers('user', 'jane@localhost')[0]?.kind).toBe('email.h1');
  });

  it('leaves out a kind that only looks up when its value is an address', () => {
    expect(identifierHasher([one]).identifiers('account', 'team@example.com')).toEqual([]);
    expect(identifierHasher([one]).identifiers('device', '+31612345678')).toEqual([]);
  });

  it('replaces what neither UTF-8 nor a database can hold', () => {
    expect(identifierHasher([one]).identifiers('user', 'a\u0000b\ud800')).toEqual([
      { kind: 'user', value: 'a\ufffdb\ufffd' },
    ]);
  });

  it('gives nothing for an e-mail or phone value that is neither', () => {
    expect(identifierHasher([one]).identifiers('email', 'not an address')).toEqual([]);
    expect(identifierHasher([one]).identifiers('phone', 'call me')).toEqual([]);
  });

  it('names the kind without its version', () => {
    expect(identifierKind('email.h12')).toBe('email');
    expect(identifierKind('crm.contact')).toBe('crm.contact');
  });
});

describe('parseIdentifierHashKeys', () => {
  const secret = Buffer.alloc(32, 7).toString('base64');

  it('reads one or several versions, in order', () => {
    const keys = parseIdentifierHashKeys(`2:${secret}, 1:${secret}`);
    expect(keys.ok && keys.value.map(({ version }) => version)).toEqual([1, 2]);
  });

  it.each([
    ['', 'hash-key-malformed'],
    ['1:c2hvcnQ=', 'hash-key-short'],
    [`1:${secret},1:${secret}`, 'hash-key-version'],
    [`0:${secret}`, 'hash-key-version'],
  ])('refuses %j by name', (text, code) => {
    const keys = parseIdentifierHashKeys(text);
    expect(!keys.ok && keys.refusal.code).toBe(code);
  });
});
