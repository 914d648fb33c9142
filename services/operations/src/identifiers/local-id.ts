// Ids that callers choose: of products, places and orders. Safe in an address, a record's key and a log.
import { z } from 'zod';

const LOCAL_ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const localIdSchema = z.string().regex(LOCAL_ID);

/** For ids that come by other ways than HTTP: what is none may hold what no database can. */
export function isLocalId(text: string): boolean {
  return LOCAL_ID.test(text);
}
