// Fallout over HTTP: which orders stand, why, and since when.
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Answers, decodeCursor, pageOf, pageQuerySchema, pageSchema, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { localIdSchema } from '../identifiers/local-id.js';
import { FalloutsService, type Fallout } from './fallouts.service.js';

const falloutSchema = z.object({
  falloutId: z.uuid(),
  orderId: z.string(),
  storeId: z.string(),
  /** Stable code of the cause. */
  code: z.string(),
  productId: z.string().nullable(),
  asked: z.int().nullable(),
  /** How many there were when it was tried last. */
  available: z.int().nullable(),
  attempts: z.int(),
  since: z.iso.datetime(),
  lastAttemptAt: z.iso.datetime(),
  resolvedAt: z.iso.datetime().nullable(),
  resolution: z.string().nullable(),
});
const listQuery = pageQuerySchema.extend({
  state: z.enum(['open', 'resolved']).default('open'),
  storeId: localIdSchema.optional(),
});
const cursorSchema = z.tuple([z.iso.datetime(), z.uuid()]);

@Controller('fallouts')
export class FalloutsController {
  constructor(@Inject(FalloutsService) private readonly fallouts: FalloutsService) {}

  /** Orders that stand (or stood), newest first, of one shop or all. */
  @Get()
  @Roles('operator', 'supervisor')
  @Answers(200, pageSchema(falloutSchema).meta({ title: 'FalloutPage' }))
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { state, storeId, limit, cursor } = query;
    const after = cursor === undefined ? undefined : decodeCursor('fallouts', cursor, cursorSchema);
    const found = await this.fallouts.list({
      open: state === 'open',
      storeId,
      ...(after && { after: { raisedAt: after[0], id: after[1] } }),
      limit: limit + 1,
    });
    const place = { list: 'fallouts', limit };
    return pageOf(found, place, viewOf, (last) => [last.raisedAt.toISOString(), last.id]);
  }
}

function viewOf({
  id: falloutId,
  raisedAt,
  lastAt,
  resolvedAt,
  ...fallout
}: Fallout): z.output<typeof falloutSchema> {
  return {
    falloutId,
    ...fallout,
    since: raisedAt.toISOString(),
    lastAttemptAt: lastAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
  };
}
