// Specifies what a worker may give: small, shallow, nothing personal; whatever else it gives is refused by name.
import { resultText } from './result.js';

const said = (result: unknown): string => {
  const text = resultText(result);
  return text.ok ? text.value : `${text.refusal.code} ${text.refusal.field ?? ''}`;
};

describe('a result', () => {
  it('is any small JSON of codes and numbers', () => {
    expect(said({ score: 7, ok: true, reasons: ['late', null], of: { order: 'o-1' } })).toBe(
      '{"score":7,"ok":true,"reasons":["late",null],"of":{"order":"o-1"}}',
    );
    expect(said(undefined)).toBe('null');
    expect(said(null)).toBe('null');
    expect(said({ order: 201234567890 })).toBe('{"order":201234567890}');
  });

  it('is refused beyond its limits, before anything else looks at it', () => {
    expect(said({ a: 'x'.repeat(8_192) })).toBe('result-too-large result');
    expect(said(Array.from({ length: 600 }, () => 0))).toBe('result-too-large result');
    expect(said({ ['k'.repeat(65)]: 1 })).toBe('result-too-large result');
    expect(said([[[[[1]]]]])).toBe('[[[[[1]]]]]');
    expect(said([[[[[[1]]]]]])).toBe('result-too-deep result');
    let deep: unknown = 1;
    for (let n = 0; n < 100_000; n += 1) deep = [deep];
    expect(said(deep)).toBe('result-too-deep result');
  });

  it('is refused when something in it looks like somebody’s data, a name too', () => {
    expect(said({ to: { mail: 'ada@example.org' } })).toBe('looks-personal result.to.mail');
    expect(said({ list: ['+4915112345678'] })).toBe('looks-personal result.list.0');
    expect(said({ 'ada@example.org': 1 })).toBe('looks-personal result');
    expect(said({ 'Ada Lovelace': 1 })).toBe('looks-personal result');
    expect(said({ customerName: 'ada' })).toBe('looks-personal result.customerName');
    expect(said({ why: 'please call me back' })).toBe('looks-personal result.why');
    expect(said({ Score: 7 })).toBe('{"Score":7}');
  });
});
