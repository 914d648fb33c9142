// Merges over HTTP: why profiles are one, and the way back for an operator.
import { Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { Answers, Caller, idSchema, orThrow, Refuses, Roles, type Principal } from '@continuo/service-kit';
import { z } from 'zod';
import { MergesService } from './merges.service.js';

const historySchema = z
  .object({
    merges: z.array(
      z.object({
        id: z.uuid(),
        loserId: z.uuid(),
        survivorId: z.uuid(),
        linkedBy: z.string(),
        mergedAt: z.iso.datetime(),
        /** The record that linked them. */
        record: z.object({ topic: z.string(), partition: z.int(), offset: z.string() }),
        undoneAt: z.iso.datetime().nullable(),
        undoneBy: z.string().nullable(),
      }),
    ),
    refused: z.array(
      z.object({
        otherId: z.uuid().nullable(),
        limitedKind: z.string(),
        linkedBy: z.string(),
        firstAt: z.iso.datetime(),
        lastAt: z.iso.datetime(),
        count: z.int(),
      }),
    ),
  })
  .meta({ title: 'Merges' });
const undoneSchema = z.object({ mergeId: z.uuid(), restoredId: z.uuid(), survivorId: z.uuid() });

@Controller()
export class MergesController {
  constructor(@Inject(MergesService) private readonly merges: MergesService) {}

  /** The merges of a profile, with the record that caused each, and the links that its limits refused. */
  @Get('profiles/:id/merges')
  @Roles('operator', 'supervisor', 'integrator')
  @Answers(200, historySchema)
  @Refuses([404, 'No profile has this id.'])
  async history(@Param('id', { schema: idSchema }) id: string): Promise<z.output<typeof historySchema>> {
    const { merges, refused } = orThrow(await this.merges.history(id), { 'profile-unknown': 404 });
    return {
      merges: merges.map(({ topic, partition, offset, ...merge }) => ({
        ...merge,
        mergedAt: merge.mergedAt.toISOString(),
        undoneAt: merge.undoneAt?.toISOString() ?? null,
        record: { topic, partition, offset },
      })),
      refused: refused.map((each) => ({
        ...each,
        firstAt: each.firstAt.toISOString(),
        lastAt: each.lastAt.toISOString(),
      })),
    };
  }

  /** Undoes a merge. The two profiles are never merged again. */
  @Post('merges/:id/undo')
  @Roles('operator')
  @Answers(200, undoneSchema)
  @Refuses([404, 'No merge has this id.'], [409, 'It was undone before.'])
  async undo(@Param('id', { schema: idSchema }) id: string, @Caller() caller: Principal) {
    return orThrow(await this.merges.undo(id, caller.subject), {
      'merge-unknown': 404,
      'merge-undone-already': 409,
    });
  }
}
