// The low-water mark over HTTP, for the readers of the timeline.
import { Controller, Get, Inject } from '@nestjs/common';
import { Answers, Refuses, Problem, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { LowWaterService } from './low-water.service.js';

const markSchema = z
  .object({
    /** Every record of the source topics up to this time is on the timeline; null while it can't be told. */
    at: z.iso.datetime().nullable(),
  })
  .meta({ title: 'LowWaterMark' });

@Controller('low-water-mark')
export class LowWaterController {
  constructor(@Inject(LowWaterService) private readonly lowWater: LowWaterService) {}

  /** The time up to which the timeline is complete. Parked records of the sources don't hold it back. */
  @Get()
  @Roles('integrator', 'operator')
  @Answers(200, markSchema)
  @Refuses([503, 'The broker or the database is away.'])
  async show(): Promise<z.output<typeof markSchema>> {
    const mark = await this.lowWater.mark().catch(() => {
      throw new Problem(503, 'low-water-mark-unknown', 'The broker or the database does not answer.');
    });
    return { at: mark === null ? null : new Date(mark).toISOString() };
  }
}
