// Proves what is read from an identify call, and that nonsense is no language and no time zone.
import { factsOf, languageTag, timeZone, traitsOf } from './identify.js';

describe('an identify call', () => {
  it('gives traits as they were said, also what no database likes in a name', () => {
    expect(traitsOf({ traits: { name: 'Jane', tags: ['a'], 'x\u0000': null, '': 1 } })).toEqual([
      { name: 'name', value: '"Jane"' },
      { name: 'tags', value: '["a"]' },
      { name: 'x\ufffd', value: 'null' },
    ]);
    expect(traitsOf(undefined)).toEqual([]);
    expect(traitsOf({ traits: [] })).toEqual([]);
  });

  it('takes traits before the context', () => {
    const body = { traits: { locale: 'de_ch' }, context: { locale: 'en-US', timezone: 'Europe/Zurich' } };
    expect(factsOf(body, 7)).toEqual([
      { fact: 'language', said: { value: 'de-CH', at: 7 } },
      { fact: 'timeZone', said: { value: 'Europe/Zurich', at: 7 } },
    ]);
  });

  it.each([7, null, '', 'not a language', 'x'.repeat(40), '1'])('takes %j for no language', (value) =>
    expect(languageTag(value)).toBeUndefined(),
  );

  it.each([7, null, '', 'Mars/Phobos', '+02:00', 'x'.repeat(70), '../etc'])(
    'takes %j for no time zone',
    (value) => expect(timeZone(value)).toBeUndefined(),
  );
});
