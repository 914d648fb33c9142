// Specifies which ids a listener can resume from.
import { positionId, positionOf } from './stream-position.js';

describe('positionOf', () => {
  it('reads what was written', () => {
    expect(positionOf(positionId(7), 7)).toBe(7);
    expect(positionOf(positionId(1), 9)).toBe(1);
  });

  it('is undefined for the beginning, for what was never told, and for ids of somebody else', () => {
    for (const id of [
      undefined,
      '',
      positionId(0),
      positionId(10),
      '3',
      'news-',
      'news--1',
      'news-1e3',
      'news-1;x',
    ])
      expect(positionOf(id, 9)).toBeUndefined();
    expect(positionOf(`news-${'9'.repeat(10_240)}`, 9)).toBeUndefined();
  });
});
