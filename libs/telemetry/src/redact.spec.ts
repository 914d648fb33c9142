// Proves what is taken out of logs and spans, and that ids, times and places in the code stay readable.
import fc from 'fast-check';
import { describeError, errorType, isDeniedName, redactFields, redactText, REDACTED } from './redact.js';

describe('redactText', () => {
  it.each([
    ['mail to ada.lovelace@example.org failed', `mail to ${REDACTED} failed`],
    ['call +49 170 1234567 now', `call ${REDACTED} now`],
    ['call +1 (415) 555-2671', `call ${REDACTED}`],
    ['whatsapp 491701234567 is away', `whatsapp ${REDACTED} is away`],
    ['ring 0170 123 45 67', `ring ${REDACTED}`],
    ['ring (0170) 123 4567 please', `ring ${REDACTED} please`],
    ['postgres://continuo:s3cret@db:5432/crm', `postgres://continuo:${REDACTED}@db:5432/crm`],
    ['Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.e30.abc', `Authorization: Bearer ${REDACTED}`],
  ])('takes out %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it.each([
    'relay took over at 2026-11-22T04:02:24.123Z',
    'instance 018f2b6e-7c1d-7000-8000-012345678901 ended',
    'partition 12, offset 123456789',
    'connect ECONNREFUSED 127.0.0.1:29092',
    'took 1234.5678901234 ms',
    'at handle (file:///srv/dist/index.js:1204:33)',
  ])('leaves %s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('never leaves a phone number of any length in international form', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 15 });
    fc.assert(
      fc.property(digits, (number) => {
        expect(redactText(`reached +${number.join('')} twice`)).toBe(`reached ${REDACTED} twice`);
      }),
      { numRuns: 200 },
    );
  });
});

describe('redactFields', () => {
  it('hides by name at any depth, whatever the value is', () => {
    const fields = {
      contact: { firstName: 'Ada', tags: ['vip'], addresses: [{ postal_code: 12345 }] },
      attempts: 3,
    };
    expect(redactFields(fields)).toEqual({
      contact: { firstName: REDACTED, tags: ['vip'], addresses: [{ postal_code: REDACTED }] },
      attempts: 3,
    });
  });

  it('searches texts, keeps ids and times, and survives what JSON cannot hold', () => {
    const circular: Record<string, unknown> = { offset: 12n, eventTimestamp: '1790000000000' };
    circular['self'] = circular;
    const fields = {
      note: 'by bob@example.org',
      circular,
      bytes: Buffer.from('secret text'),
      when: new Date(0),
    };
    expect(redactFields(fields)).toEqual({
      note: `by ${REDACTED}`,
      circular: { offset: '12', eventTimestamp: '1790000000000', self: '[circular]' },
      bytes: '[11 bytes]',
      when: '1970-01-01T00:00:00.000Z',
    });
  });

  it('knows a denied name in every spelling', () => {
    expect(
      ['email', 'E-Mail', 'contact.email_address', 'user.firstName', 'phone_number'].map(isDeniedName),
    ).toEqual(Array(5).fill(true));
    expect(['eventId', 'topic', 'messaging.destination.name', 'error.type'].map(isDeniedName)).toEqual(
      Array(4).fill(false),
    );
  });
});

describe('describeError', () => {
  it('keeps type, code and frames, and drops what a driver quotes or attaches', () => {
    const refused = Object.assign(new Error('invalid input syntax for type integer: "Mary Lovelace"'), {
      code: '22P02',
      detail: 'Key (email)=(ada@example.org) already exists.',
      parameters: ['Mary'],
    });
    const described = describeError(new Error('batch failed', { cause: refused }));
    expect(described.cause).toMatchObject({
      code: '22P02',
      message: 'invalid input syntax for type integer: "…"',
    });
    expect(JSON.stringify(described)).not.toMatch(/Lovelace|Mary|ada@/);
    expect(described.stack).toMatch(/^\s+at /);
  });

  it('names what failed with few different words', () => {
    expect(errorType(Object.assign(new Error('x'), { code: '40001' }))).toBe('40001');
    expect(errorType(new RangeError('y'))).toBe('RangeError');
    expect(errorType('thrown text')).toBe('thrown-value');
    expect(errorType(Object.assign(new Error('x'), { code: 'told by ada@example.org' }))).toBe('Error');
  });
});
