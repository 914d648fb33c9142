// Touches over HTTP: for a page of a customer's events, which journeys each of them moved, and what it did there.
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { Answers, idSchema, Roles } from '@continuo/service-kit';
import { z } from 'zod';
import { TOUCHES } from '../domain/why/touches.js';
import { WhyRecords } from './why.service.js';

const askedSchema = z.object({ eventIds: z.array(idSchema).min(1).max(100) });
const touchesSchema = z
  .object({
    /** False for a customer of so many journeys that only the newest were looked at. */
    isComplete: z.boolean(),
    events: z.array(
      z.object({
        eventId: z.uuid(),
        /** In order; empty when it moved nothing. */
        touches: z.array(
          z.object({
            what: z.enum(TOUCHES),
            at: z.iso.datetime(),
            journey: z.string(),
            version: z.int(),
            instanceId: z.uuid().nullable(),
            step: z.string().nullable(),
            /** An outcome, a goal, what an answer means, or the rule that declined. */
            detail: z.string().nullable(),
          }),
        ),
      }),
    ),
  })
  .meta({ title: 'Touches' });

@Controller()
export class TouchesController {
  constructor(@Inject(WhyRecords) private readonly records: WhyRecords) {}

  /** What each of these events did in the customer's journeys: entered one, satisfied a wait, was kept for one, … */
  @Post('profiles/:profileId/touches')
  @Roles('agent', 'supervisor', 'designer', 'operator')
  @Answers(200, touchesSchema)
  async touches(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Body({ schema: askedSchema }) { eventIds }: z.output<typeof askedSchema>,
  ): Promise<z.output<typeof touchesSchema>> {
    const asked = [...new Set(eventIds)];
    const { touches: found, isComplete } = await this.records.touches(profileId, asked);
    return {
      isComplete,
      events: asked.map((eventId) => ({
        eventId,
        touches: found
          .filter((touch) => touch.eventId === eventId)
          .map(({ eventId: _asked, at, ...touch }) => ({ ...touch, at: new Date(at).toISOString() })),
      })),
    };
  }
}
