// Journeys that are stuck, over HTTP.
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Answers, decodeCursor, pageOf, pageQuerySchema, pageSchema, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { StuckJourneys } from './stuck.service.js';

const stuckSchema = z.object({
  instanceId: z.uuid(),
  profileId: z.uuid(),
  journey: z.string(),
  version: z.int(),
  step: z.string(),
  /** Since when it stands there; the time that it was held back is left out. */
  enteredAt: z.string(),
  /** From how many seconds in its step on it counts as stuck, and who says so. */
  limitSeconds: z.number(),
  by: z.enum(['percentile', 'definition']),
  /** How many completed stays in the step are known of the last 28 days. */
  stays: z.int(),
});
const stuckQuery = pageQuerySchema.extend({
  definition: z.string().max(64).optional(),
  version: z.coerce.number().int().min(1).max(2_147_483_647).optional(),
  step: z.string().max(64).optional(),
});
/** A page that the version before has given knows no step. */
const cursorSchema = z.tuple([z.string(), z.uuid(), z.string().default('')]);

@Controller('stuck')
export class StuckController {
  constructor(@Inject(StuckJourneys) private readonly stuck: StuckJourneys) {}

  /** Instances that are in a step, also of a branch, for longer than is usual there; those that stand longest first. */
  @Get()
  @Roles('supervisor', 'operator', 'designer')
  @Answers(200, pageSchema(stuckSchema).meta({ title: 'StuckPage' }))
  async list(@Query({ schema: stuckQuery }) query: z.output<typeof stuckQuery>) {
    const { limit, cursor, definition: journey, version, step } = query;
    const after = cursor === undefined ? undefined : decodeCursor('stuck', cursor, cursorSchema);
    const found = await this.stuck.list({ journey, version, step }, after, limit + 1);
    return pageOf(
      found,
      { list: 'stuck', limit },
      ({ limit: { after: ms, by, stays }, ...row }) => ({
        ...row,
        limitSeconds: Math.round(ms / 100) / 10,
        by,
        stays,
      }),
      ({ enteredAt, instanceId, step }) => [enteredAt, instanceId, step],
    );
  }
}
