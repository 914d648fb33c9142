// Proves that canaries are unlike each other and found however they are spelt.
import { Canaries, type CanaryKind } from './canaries.js';

const kinds: readonly CanaryKind[] = ['name', 'email', 'phone', 'address', 'text'];

describe('Canaries', () => {
  it('makes the same from the same seed, and no two alike', () => {
    const [one, other] = [new Canaries(7), new Canaries(7)];
    const values = kinds.map((kind) => one.make(kind, 'here').value);
    expect(kinds.map((kind) => other.make(kind, 'here').value)).toEqual(values);
    expect(new Set(values).size).toBe(kinds.length);
  });

  it.each(kinds)('finds a %s as it is, in capitals, in base64 and in hex', (kind) => {
    const canaries = new Canaries(11);
    const { value } = canaries.make(kind, 'traits.x');
    const encodings = [
      value,
      value.toUpperCase(),
      JSON.stringify({ v: `a${value}` }),
      encodeURIComponent(`…${value}`),
      ...['', 'a', 'ab'].map((before) => Buffer.from(before + value).toString('base64')),
      Buffer.from(value.toLowerCase()).toString('hex'),
    ];
    expect(encodings.map((text) => canaries.findIn('log', text).length)).toEqual(encodings.map(() => 1));
    expect(canaries.findIn('bytes', Buffer.from(value))[0]).toMatchObject({ where: 'bytes', as: 'itself' });
  });

  it('finds nothing where there is none', () => {
    const canaries = new Canaries(13);
    for (const kind of kinds) canaries.make(kind, 'somewhere');
    expect(canaries.findIn('log', 'partition 12 at offset 1234567890 of cdp.timeline')).toEqual([]);
  });
});
