// One page of an access log: who was shown what of a customer, newest first, whichever service has written it down.
import { z } from 'zod';
import { decodeCursor, pageOf, type PageQuery } from '../http/cursor.js';

/** What a store is asked for: one more than the page has, from below a place on. */
export interface AccessLogRange {
  readonly before?: string;
  readonly limit: number;
}

/** An entry's place is the number that the database gave it. */
const placeSchema = z.tuple([z.string().regex(/^\d{1,19}$/)]);

/**
 * @param list the log's name in its cursors: of one customer, so that no cursor leads into another's
 * @param placeOf where an entry stands; the view leaves it out
 */
export async function accessLogPage<Entry, Item>(
  { list, limit, cursor }: PageQuery & { readonly list: string },
  read: (range: AccessLogRange) => Promise<readonly Entry[]>,
  view: (entry: Entry) => Item,
  placeOf: (entry: Entry) => string,
): Promise<{ items: Item[]; nextCursor?: string }> {
  const before = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema)[0];
  const found = await read({ limit: limit + 1, ...(before !== undefined && { before }) });
  return pageOf(found, { list, limit }, view, (entry) => [placeOf(entry)]);
}
