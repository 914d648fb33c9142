// Pages by cursor: opaque to callers, checked when it comes back, and only good for the list it was made for.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { Problem } from './problem.js';

/** The query of a paged list: `@Query({ schema: pageQuerySchema })`; extend it with the list's filters. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(1_024).optional(),
});

export type PageQuery = z.output<typeof pageQuerySchema>;

/** The answer of a paged list: its items and, when there are more, the cursor of the next page. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().optional() });
}

/** An id of ours in a path, a query or a body: a UUID, in lower case however it was spelt. */
export const idSchema = z.uuid().transform((id) => id.toLowerCase());

/**
 * A page of what a store found when it was asked for one more than `limit`: that one says that there is a next page.
 * @param after the values of a row that the next page begins after, as `decodeCursor` gives them back
 */
export function pageOf<Row, Item>(
  found: readonly Row[],
  { list, limit }: { readonly list: string; readonly limit: number },
  view: (row: Row) => Item,
  after: (row: Row) => readonly (string | number)[],
): { items: Item[]; nextCursor?: string } {
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  return {
    items: rows.map(view),
    ...(last !== undefined && { nextCursor: encodeCursor(list, after(last)) }),
  };
}

/**
 * Not a secret: cursors grant nothing, the route's roles do. The signature keeps a cursor of one list, or a made-up one,
 * from reaching a statement it was not made for.
 */
const PURPOSE = 'continuo cursor 1';
const SIGNATURE_BYTES = 9;

/** A cursor over the values after which the next page begins, e.g. `encodeCursor('journeys', [createdAt, id])`. */
export function encodeCursor(list: string, after: readonly (string | number)[]): string {
  const content = Buffer.from(JSON.stringify(after));
  return Buffer.concat([signatureOf(list, content), content]).toString('base64url');
}

/** The values of a cursor by their schema. Throws a 400 problem for anything that was not made for this list. */
export function decodeCursor<Schema extends z.ZodType>(
  list: string,
  cursor: string,
  schema: Schema,
): z.output<Schema> {
  const bytes = Buffer.from(cursor, 'base64url');
  const content = bytes.subarray(SIGNATURE_BYTES);
  const signature = bytes.subarray(0, SIGNATURE_BYTES);
  const expected = signatureOf(list, content);
  if (signature.length === expected.length && timingSafeEqual(signature, expected)) {
    const parsed = schema.safeParse(JSON.parse(content.toString('utf8')));
    if (parsed.success) return parsed.data;
  }
  throw new Problem(400, 'cursor-invalid', 'The cursor is not one of this list.', {
    fields: [{ field: 'cursor', rule: 'from-this-list', message: 'use nextCursor of the page before' }],
  });
}

function signatureOf(list: string, content: Buffer): Buffer {
  return createHmac('sha256', PURPOSE)
    .update(list)
    .update('\0')
    .update(content)
    .digest()
    .subarray(0, SIGNATURE_BYTES);
}
