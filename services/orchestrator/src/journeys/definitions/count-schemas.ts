// Counts of journeys over HTTP: the same shapes wherever they are told.
import { z } from 'zod';

export const openCountsSchema = z.object({
  /** Without those with an incident. */
  running: z.int(),
  /** With an incident. */
  stalled: z.int(),
  /** On its way back: what was done is being undone. */
  undoing: z.int(),
});

export const outcomeCountSchema = z.object({ outcome: z.string(), count: z.int() });

export const windowSchema = z.object({
  /** Whole days of UTC, the last of them today. */
  days: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
});

/** Over how many days it is counted. */
export const daysField = z.coerce.number().int().min(1).max(35).default(7);
