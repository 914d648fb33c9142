// Proves that facts end up the same whatever the order, and are announced only when somebody can see a change.
import fc from 'fast-check';
import {
  changedFacts,
  combined,
  noFacts,
  publishedFacts,
  reachedBy,
  withFact,
  type FactChange,
  type Facts,
  type KnownAddress,
} from './facts.js';

const consent = (purpose: string, granted: boolean, at: number): FactChange => ({
  fact: 'consent',
  purpose,
  channel: 'email',
  said: { value: { granted, version: 'v1' }, at },
});
const after = (...changes: FactChange[]): Facts => changes.reduce(withFact, noFacts);

describe('facts', () => {
  it('take the latest word on each consent, whatever the order of arrival', () => {
    const facts = after(
      consent('marketing', false, 2),
      consent('marketing', true, 1),
      consent('service', true, 1),
    );
    expect(publishedFacts(facts).consents).toEqual([
      { purpose: 'marketing', channel: 'email', granted: false, version: 'v1', changedAt: 2 },
      { purpose: 'service', channel: 'email', granted: true, version: 'v1', changedAt: 1 },
    ]);
  });

  it('let the withdrawal count when both were said at one time', () => {
    expect(after(consent('m', true, 1), consent('m', false, 1))).toEqual(
      after(consent('m', false, 1), consent('m', true, 1)),
    );
    expect(publishedFacts(after(consent('m', false, 1), consent('m', true, 1))).consents?.[0]?.granted).toBe(
      false,
    );
  });

  it('say by which channels a customer can be reached', () => {
    expect(reachedBy('user')).toBeUndefined();
    const changes = ['email.h1', 'phone.h2'].flatMap((kind) => reachedBy(kind) ?? []);
    expect(publishedFacts(after(...changes)).reachability).toEqual({
      email: true,
      phone: true,
      sms: true,
      whatsapp: true,
    });
  });

  it('say that a channel is closed while all of its addresses are suppressed', () => {
    const address = (key: string, ...suppressedOn: string[]) => ({ key, suppressedOn });
    const said = (...addresses: KnownAddress[]) =>
      publishedFacts(after({ fact: 'reachable', channels: ['push'] }, { fact: 'addresses', addresses }))
        .reachability;
    expect(
      said(address('phone.h1=a', 'whatsapp'), address('email.h1=e', 'email'), address('user=u')),
    ).toEqual({
      ...{ phone: true, sms: true, whatsapp: false, email: false },
    });
    expect(said(address('phone.h1=a', 'whatsapp'), address('phone.h1=b'))).toMatchObject({ whatsapp: true });
  });

  it('name what changed, and nothing when only a time did', () => {
    const de: FactChange = { fact: 'language', said: { value: 'de', at: 1 } };
    expect(changedFacts(noFacts, after(de))).toEqual(['language']);
    expect(changedFacts(after(de), after(de, { fact: 'language', said: { value: 'de', at: 2 } }))).toEqual(
      [],
    );
    expect(changedFacts(noFacts, noFacts)).toEqual([]);
  });

  const change = fc.oneof(
    fc
      .record({ p: fc.constantFrom('a', 'b'), g: fc.boolean(), at: fc.nat(4) })
      .map(({ p, g, at }) => consent(p, g, at)),
    fc
      .record({
        fact: fc.constantFrom('language' as const, 'timeZone' as const),
        value: fc.constantFrom('x', 'y', 'z'),
        at: fc.nat(4),
      })
      .map(({ fact, value, at }): FactChange => ({ fact, said: { value, at } })),
    fc.subarray(['email', 'sms']).map((channels): FactChange => ({ fact: 'reachable', channels })),
  );
  const suppressed = fc.subarray(['phone.h1=a', 'phone.h1=b']).map((keys): FactChange => {
    const addresses = ['phone.h1=a', 'phone.h1=b'].map((key) => ({
      key,
      suppressedOn: keys.includes(key) ? ['sms'] : [],
    }));
    return { fact: 'addresses', addresses };
  });

  it('of two people can be reached by what one of them can', () => {
    fc.assert(
      fc.property(suppressed, suppressed, change, (one, two, more) => {
        const sms = (...facts: Facts[]) => publishedFacts(facts.reduce(combined)).reachability?.sms ?? null;
        const [a, b] = [after(one), after(two)];
        expect(sms(a, b)).toBe(sms(a) === true || sms(b) === true);
        expect(sms(b, a)).toBe(sms(a, b));
        expect(sms(a, after(more), b)).toBe(sms(a, b) === true || sms(after(more)) === true);
      }),
    );
  });

  it('are the same for any order of the words and any order of merging', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), fc.array(change, { maxLength: 20 }), (one, two) => {
        const forth = publishedFacts(combined(after(...one), after(...two)));
        expect(publishedFacts(combined(after(...two), after(...one)))).toEqual(forth);
        expect(publishedFacts(after(...[...two, ...one].reverse()))).toEqual(forth);
      }),
      { numRuns: 500 },
    );
  });
});
