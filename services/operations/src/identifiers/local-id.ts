// Ids that callers choose: of products, places and orders. Safe in an address, a record's key and a log.
import { z } from 'zod';

export const localIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
