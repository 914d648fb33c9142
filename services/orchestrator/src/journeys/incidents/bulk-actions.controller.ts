// Actions on many incidents over HTTP: which there were, how far one is, what came of each instance, and stopping it.
import { Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { askedShown, BULK_STATUS, bulkAskedSchema, bulkSchema, bulkShown } from './bulk-action-view.js';
import { Incidents } from './incidents.service.js';

const resultSchema = z.object({
  place: z.int(),
  incidentId: z.uuid(),
  instanceId: z.uuid(),
  profileId: z.uuid(),
  journey: z.string(),
  version: z.int(),
  step: z.string(),
  code: z.string(),
  requestId: z.uuid().nullable(),
  /** Null until it is known. */
  outcome: z.string().nullable(),
});

@Controller('bulk-actions')
export class BulkActionsController {
  constructor(@Inject(Incidents) private readonly incidents: Incidents) {}

  /** Actions that were begun, newest first: who asked for what, and whether it is over. */
  @Get()
  @Roles('operator', 'supervisor')
  @Answers(200, pageSchema(bulkAskedSchema).meta({ title: 'BulkActionPage' }))
  async list(@Query({ schema: pageQuerySchema }) { limit, cursor }: z.output<typeof pageQuerySchema>) {
    const [before] =
      cursor === undefined ? [undefined] : decodeCursor('bulk-actions', cursor, z.tuple([z.uuid()]));
    const found = await this.incidents.actions(before, limit + 1);
    return pageOf(found, { list: 'bulk-actions', limit }, askedShown, ({ id }) => [id]);
  }

  /** How far an action on many incidents is. */
  @Get(':id')
  @Roles('operator', 'supervisor')
  @Answers(200, bulkSchema)
  @Refuses([404, 'No such action.'])
  async show(@Param('id', { schema: z.uuid() }) id: string): Promise<z.output<typeof bulkSchema>> {
    return bulkShown(orThrow(await this.incidents.state(id), BULK_STATUS));
  }

  /** What came of each. */
  @Get(':id/results')
  @Roles('operator', 'supervisor')
  @Answers(200, pageSchema(resultSchema).meta({ title: 'BulkResultPage' }))
  async results(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: z.output<typeof pageQuerySchema>,
  ) {
    const [after] = cursor === undefined ? [0] : decodeCursor('bulk', cursor, z.tuple([z.number()]));
    const found = await this.incidents.results(id, after, limit + 1);
    return pageOf(
      found,
      { list: 'bulk', limit },
      (target) => ({ ...target }),
      ({ place }) => [place],
    );
  }

  /** Stops an action: no more is asked for, what was asked for is done. */
  @Post(':id::stop')
  @Roles('operator')
  @Answers(200, bulkSchema)
  @Refuses([404, 'No such action.'])
  async stop(
    @Param('id', { schema: z.uuid() }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof bulkSchema>> {
    void reply.status(200);
    return bulkShown(orThrow(await this.incidents.stop(id), BULK_STATUS));
  }
}
