// Lets an integrator see which tracking calls were refused, and why.
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { Answers, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { TrackingService } from './tracking.service.js';

const querySchema = z.object({ since: z.iso.datetime({ offset: true }).optional() });
const rejectionsSchema = z
  .object({
    since: z.iso.datetime(),
    rejections: z.array(
      z.object({ source: z.string(), code: z.string(), field: z.string().nullable(), count: z.int() }),
    ),
  })
  .meta({ title: 'Rejections' });

const aDay = 24 * 60 * 60 * 1000;

@Controller('tracking')
export class RejectionsController {
  constructor(@Inject(TrackingService) private readonly tracking: TrackingService) {}

  /** Counts of refused calls by source, reason and field, since a time (a day ago when left out). */
  @Get('rejections')
  @Roles('integrator', 'operator')
  @Answers(200, rejectionsSchema)
  async list(
    @Query({ schema: querySchema }) query: z.output<typeof querySchema>,
  ): Promise<z.output<typeof rejectionsSchema>> {
    const since = query.since === undefined ? new Date(Date.now() - aDay) : new Date(query.since);
    return { since: since.toISOString(), rejections: [...(await this.tracking.rejections(since))] };
  }
}
