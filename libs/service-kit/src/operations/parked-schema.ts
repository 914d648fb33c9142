// Parked records as they are shown and filtered over HTTP.
import { z } from 'zod';

const DIGITS = /^\d{1,19}$/;
const LARGEST = 9_223_372_036_854_775_807n;

/** An id of a row: no larger than the database's numbers are. */
export const parkedIdSchema = z
  .string()
  .regex(DIGITS)
  .refine((text) => !DIGITS.test(text) || BigInt(text) <= LARGEST, { message: 'is not an id' });
export const stateSchema = z.enum(['parked', 'held', 'redrive']);
export const parkedSchema = z.object({
  id: z.string(),
  group: z.string(),
  topic: z.string(),
  partition: z.int(),
  offset: z.string(),
  key: z.string().nullable(),
  state: stateSchema,
  type: z.string().nullable(),
  eventId: z.string().nullable(),
  code: z.string(),
  reason: z.string(),
  attempts: z.int(),
  sizeBytes: z.int(),
  parkedAt: z.date(),
  waiting: z.int(),
});
export const filterShape = {
  group: z.string().max(255).optional(),
  topic: z.string().max(255).optional(),
  key: z.string().max(1_000).optional(),
  code: z.string().max(100).optional(),
};
