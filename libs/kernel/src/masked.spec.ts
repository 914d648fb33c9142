// Shows what of a personal value is left to see, and that nothing of it can be put together again.
import { masked } from './masked.js';

describe('a personal value', () => {
  it.each([
    ['anna.keller@example.com', 'a•••@e•••.com'],
    ['x@y.co.uk', 'x•••@y•••.uk'],
    ['+41 79 123 45 12', '+41 •• ••• •• 12'],
    ['+41791234512', '+41•••••••12'],
    ['079 123 45 12', '••• ••• •• 12'],
    ['Jane', 'J•••'],
    ['Jane Marie Doe-Whatever', 'J•••'],
    ['Übel', 'Ü•••'],
    ['𝒥ane', '𝒥•••'],
    ['1984-05-17', '•••'],
    ['4711', '•••'],
    ['  ', ''],
    ['@home', '•••'],
  ])('%s is shown as %s', (value, shown) => {
    expect(masked(value)).toBe(shown);
  });

  it('that is no text shows nothing but that it is there', () => {
    expect([42, true, ['a'], { street: 'Bahnhofstrasse 1' }].map(masked)).toEqual([
      '•••',
      '•••',
      '•••',
      '•••',
    ]);
    expect([masked(null), masked(undefined)]).toEqual([null, null]);
  });

  it('does not tell its length', () => {
    expect(masked('Al')).toHaveLength(masked('Alexandria')?.length ?? 0);
    expect(masked('al@example.com')).toBe(masked('alexandria@ebay.com'));
  });
});
