// An action on many incidents, as it is shown.
import { z } from 'zod';
import type { BulkAsked, BulkRefusal, BulkState } from './incidents.service.js';
import { incidentFilterSchema } from './incident-filter.js';

const kindSchema = z.object({
  journey: z.string(),
  version: z.int(),
  step: z.string(),
  code: z.string(),
  count: z.int(),
});
export const bulkAskedSchema = z.object({
  id: z.uuid(),
  action: z.enum(['retry', 'skip', 'cancel']),
  status: z.enum(['previewed', 'running', 'asked', 'done', 'stopped']),
  filter: z.object(incidentFilterSchema.shape),
  /** The subject of who asked for it. */
  askedBy: z.string(),
  perSecond: z.int(),
  createdAt: z.string(),
  startedAt: z.string().nullable(),
  endedAt: z.string().nullable(),
});
export const bulkSchema = bulkAskedSchema
  .extend({
    total: z.int(),
    kinds: z.array(kindSchema),
    outcomes: z.record(z.string(), z.int()),
    /** Of a preview: why some would come to nothing as things are now, each with how many. */
    refusals: z.record(z.string(), z.int()),
  })
  .meta({ title: 'BulkAction' });

export const BULK_STATUS: Readonly<Record<BulkRefusal, number>> = {
  'bulk-not-found': 404,
  'preview-expired': 409,
  'incidents-changed': 409,
  'no-incidents': 422,
  'too-many-incidents': 422,
};

export function askedShown(asked: BulkAsked): z.output<typeof bulkAskedSchema> {
  const { createdAt, startedAt, endedAt, filter } = asked;
  return {
    ...asked,
    filter: { ...filter },
    createdAt: createdAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
  };
}

export function bulkShown(state: BulkState): z.output<typeof bulkSchema> {
  const { kinds, total, outcomes, refusals, ...asked } = state;
  return {
    ...askedShown(asked),
    total,
    kinds: kinds.map((kind) => ({ ...kind })),
    outcomes: { ...outcomes },
    refusals: { ...refusals },
  };
}
