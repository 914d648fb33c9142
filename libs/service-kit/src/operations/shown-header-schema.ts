// The header of a record as HTTP answers show it: of parked records, and of records on the bus.
import { z } from 'zod';

/** A header as `shownHeaders` of the messaging library shows it. */
export const shownHeaderSchema = z.object({
  name: z.string(),
  /** Null where it is not shown. */
  value: z.string().nullable(),
  hidden: z.enum(['personal', 'unknown', 'malformed']).nullable(),
  bytes: z.int(),
});
