// The way out of a fallout for an operator: the reservation is tried again, now.
import { Controller, Inject, Param, Post } from '@nestjs/common';
import { Answers, Caller, idSchema, orThrow, Refuses, Roles, type Principal } from '@continuo/service-kit';
import { z } from 'zod';
import { Reservations } from './reservations.service.js';

const retriedSchema = z
  .object({
    outcome: z.enum(['reserved', 'still-short']),
    /** What is short still. */
    shortage: z.object({ productId: z.string(), asked: z.int(), available: z.int() }).nullable(),
  })
  .meta({ title: 'FalloutRetry' });

@Controller('fallouts')
export class FalloutRetriesController {
  constructor(@Inject(Reservations) private readonly reservations: Reservations) {}

  /** Tries the reservation again now. */
  @Post(':falloutId::retry')
  @Roles('operator')
  @Answers(200, retriedSchema)
  @Refuses([404, 'No fallout has this id.'], [409, 'It is resolved, or its order has come to its end.'])
  async retry(@Param('falloutId', { schema: idSchema }) id: string, @Caller() caller: Principal) {
    return orThrow(await this.reservations.retry(id, caller.subject), {
      'fallout-unknown': 404,
      'fallout-resolved': 409,
      'order-collected': 409,
      'order-cancelled': 409,
    });
  }
}
