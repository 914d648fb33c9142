// Cursors come back as they went out, and only to the list they were made for.
import { z } from 'zod';
import { decodeCursor, encodeCursor } from './cursor.js';

const after = z.tuple([z.string(), z.number()]);

describe('a cursor', () => {
  it('gives back what it was made of', () => {
    expect(decodeCursor('journeys', encodeCursor('journeys', ['2026-01-01', 7]), after)).toEqual([
      '2026-01-01',
      7,
    ]);
  });

  it.each([
    ['of another list', encodeCursor('customers', ['2026-01-01', 7])],
    ['of another shape', encodeCursor('journeys', [7])],
    ['made up', Buffer.from('["2026-01-01",7]').toString('base64url')],
    ['empty', ''],
  ])('is refused when it is %s', (_case, cursor) => {
    expect(() => decodeCursor('journeys', cursor, after)).toThrow(
      expect.objectContaining({ code: 'cursor-invalid' }),
    );
  });
});
