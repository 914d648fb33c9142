// Which incidents are meant, as callers say it: in a query, and in the body of an action on many.
import { z } from 'zod';

export const incidentFilterSchema = z.strictObject({
  journey: z.string().max(64).optional(),
  version: z.int().min(1).optional(),
  step: z.string().max(64).optional(),
  code: z.string().max(64).optional(),
  /** Raised before this time. */
  before: z.iso.datetime({ offset: true }).optional(),
  /** Raised after this time. */
  after: z.iso.datetime({ offset: true }).optional(),
  /** Which part stands: the way forward, or the undoing after it. */
  of: z.enum(['step', 'undo']).optional(),
});

/** The same in a query, where everything is text. */
export const incidentFilterQuery = {
  ...incidentFilterSchema.shape,
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
};
