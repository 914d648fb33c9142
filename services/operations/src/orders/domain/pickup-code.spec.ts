// Proves what a pickup code looks like and that it is taken as people type it.
import { normalisedCode, PICKUP_ALPHABET, pickupCode } from './pickup-code.js';

describe('a pickup code', () => {
  it('is made of characters that nobody mixes up', () => {
    expect(pickupCode([0, 1, 2, 19, 20, 21])).toBe('CDF679');
    expect(PICKUP_ALPHABET).not.toMatch(/[AEIOU0125 8BLSZ]/);
    expect(new Set(PICKUP_ALPHABET).size).toBe(PICKUP_ALPHABET.length);
  });

  it.each(['cdf-679', ' CDF 679 ', 'Cdf679'])('is understood as %j', (typed) => {
    expect(normalisedCode(typed)).toBe('CDF679');
  });

  it('is not made right by leaving something out', () => {
    expect(normalisedCode('CDF.679')).not.toBe('CDF679');
  });
});
