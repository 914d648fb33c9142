// Cursors come back as they went out, and only to the list they were made for.
import { z } from 'zod';
import { decodeCursor, encodeCursor, idSchema, pageOf } from './cursor.js';

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

describe('a page', () => {
  const place = { list: 'numbers', limit: 2 };
  const page = (found: readonly number[]) => pageOf(found, place, String, (n) => [n]);

  it('has the cursor of its last item while there is more', () => {
    const { items, nextCursor } = page([1, 2, 3]);
    expect(items).toEqual(['1', '2']);
    expect(decodeCursor('numbers', nextCursor ?? '', z.tuple([z.number()]))).toEqual([2]);
  });

  it('is the last one without', () => {
    expect(page([1, 2])).toEqual({ items: ['1', '2'] });
    expect(page([])).toEqual({ items: [] });
  });
});

describe('an id', () => {
  it('is one UUID however it is spelt', () => {
    const id = '018f3c1e-7b1a-7c3d-9e2f-0000000000e1';
    expect(idSchema.parse(id.toUpperCase())).toBe(id);
    expect(idSchema.safeParse(`${id}'`).success).toBe(false);
  });
});
