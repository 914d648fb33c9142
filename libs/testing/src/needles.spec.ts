// Proves that every needle is found, wherever it is, and nothing else.
import { Needles } from './needles.js';
import { seeded } from './verify/seeded.js';

const letters = [...'abcdef'];

describe('Needles', () => {
  it('finds what a plain search finds, in texts of few letters, where much is alike', () => {
    const random = seeded(20_260_101);
    const word = (length: number): string => Array.from({ length }, () => random.pick(letters)).join('');
    for (let round = 0; round < 200; round += 1) {
      const text = word(400);
      const cut = Array.from({ length: 20 }, () => {
        const from = random.below(380);
        return text.slice(from, from + 8 + random.below(12));
      });
      const words = [...new Set([...cut, ...Array.from({ length: 20 }, () => word(9))])];
      const needles = new Needles<string>();
      for (const each of words) needles.add(each, each);
      expect([...needles.findIn(text)].sort()).toEqual(words.filter((each) => text.includes(each)).sort());
    }
  });

  it('finds one at the very start and the very end, and each once', () => {
    const needles = new Needles<string>();
    needles.add('beginning', 'first');
    needles.add('theveryend', 'last');
    expect(needles.findIn('beginning beginning theveryend')).toEqual(['first', 'last']);
    expect(needles.findIn('')).toEqual([]);
  });

  it('refuses one that is too short to be told apart', () => {
    expect(() => new Needles<string>().add('short', 'x')).toThrow('8 characters');
  });
});
