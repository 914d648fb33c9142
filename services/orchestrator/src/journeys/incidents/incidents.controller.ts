// Incidents over HTTP: lists, and actions on many of them with a preview.
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Incidents, type BulkRefusal, type BulkState } from './incidents.service.js';

const incidentSchema = z.object({
  id: z.uuid(),
  instanceId: z.uuid(),
  profileId: z.uuid(),
  journey: z.string(),
  version: z.int(),
  code: z.string(),
  detail: z.string(),
  step: z.string(),
  attempts: z.int(),
  since: z.string(),
});
const filterSchema = z.strictObject({
  journey: z.string().max(64).optional(),
  version: z.int().min(1).optional(),
  step: z.string().max(64).optional(),
  code: z.string().max(64).optional(),
  /** Raised before this time. */
  before: z.iso.datetime({ offset: true }).optional(),
  /** Raised after this time. */
  after: z.iso.datetime({ offset: true }).optional(),
});
const listQuery = pageQuerySchema.extend({
  ...filterSchema.shape,
  version: z.coerce.number().int().min(1).optional(),
});
const bulkBody = z.union([
  z.strictObject({
    filter: filterSchema.refine((filter) => Object.values(filter).some((value) => value !== undefined), {
      message: 'names at least one condition',
    }),
    action: z.enum(['retry', 'skip', 'cancel']),
    dryRun: z.literal(true),
  }),
  z.strictObject({
    token: z.uuid(),
    /** What to do when incidents match that the preview had not: refuse, keep to the preview, or take all. */
    ifChanged: z.enum(['refuse', 'previewed', 'current']).default('refuse'),
    perSecond: z.int().min(1).max(1_000).optional(),
  }),
]);
const kindSchema = z.object({
  journey: z.string(),
  version: z.int(),
  step: z.string(),
  code: z.string(),
  count: z.int(),
});
const bulkSchema = z
  .object({
    id: z.uuid(),
    action: z.enum(['retry', 'skip', 'cancel']),
    status: z.enum(['previewed', 'running', 'asked', 'done', 'stopped']),
    total: z.int(),
    kinds: z.array(kindSchema),
    outcomes: z.record(z.string(), z.int()),
  })
  .meta({ title: 'BulkAction' });
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

const STATUS: Readonly<Record<BulkRefusal, number>> = {
  'bulk-not-found': 404,
  'preview-expired': 409,
  'incidents-changed': 409,
  'no-incidents': 422,
  'too-many-incidents': 422,
};

@Controller()
export class IncidentsController {
  constructor(@Inject(Incidents) private readonly incidents: Incidents) {}

  /** Incidents, newest first, by journey, version, step, code and age. */
  @Get('incidents')
  @Roles('supervisor', 'operator', 'designer')
  @Answers(200, pageSchema(incidentSchema).meta({ title: 'IncidentPage' }))
  async list(@Query({ schema: listQuery }) { limit, cursor, ...filter }: z.output<typeof listQuery>) {
    const after =
      cursor === undefined ? undefined : decodeCursor('incidents', cursor, z.tuple([z.number(), z.uuid()]));
    const found = await this.incidents.list(filter, after, limit + 1);
    return pageOf(
      found,
      { list: 'incidents', limit },
      ({ at: _at, ...incident }) => incident,
      ({ at, id }) => [at, id],
    );
  }

  /**
   * With a filter and `dryRun` says what an action would be about, by kind, and gives its token. With the token begins it:
   * 202, then look at it by its id. An action that was begun is not begun again.
   */
  @Post('incidents::bulk')
  @Roles('operator')
  @Answers(202, bulkSchema)
  @Refuses(
    [404, 'No such preview.'],
    [409, 'The preview is too old, or other incidents match now.'],
    [422, 'No incident matches, or too many do.'],
  )
  async bulk(
    @Body({ schema: bulkBody }) body: z.output<typeof bulkBody>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof bulkSchema>> {
    if ('token' in body) {
      const begun = await this.incidents.execute(body.token, body.ifChanged, body.perSecond);
      return shown(orThrow(begun, STATUS));
    }
    const previewed = await this.incidents.preview(body.action, body.filter, caller.subject);
    void reply.status(200);
    return shown(orThrow(previewed, STATUS));
  }

  /** How far an action on many incidents is. */
  @Get('bulk-actions/:id')
  @Roles('operator', 'supervisor')
  @Answers(200, bulkSchema)
  @Refuses([404, 'No such action.'])
  async show(@Param('id', { schema: z.uuid() }) id: string): Promise<z.output<typeof bulkSchema>> {
    return shown(orThrow(await this.incidents.state(id), STATUS));
  }

  /** What came of each. */
  @Get('bulk-actions/:id/results')
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
  @Post('bulk-actions/:id::stop')
  @Roles('operator')
  @Answers(200, bulkSchema)
  @Refuses([404, 'No such action.'])
  async stop(
    @Param('id', { schema: z.uuid() }) id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof bulkSchema>> {
    void reply.status(200);
    return shown(orThrow(await this.incidents.stop(id), STATUS));
  }
}

function shown({ kinds, ...state }: BulkState): z.output<typeof bulkSchema> {
  return { ...state, kinds: kinds.map((kind) => ({ ...kind })), outcomes: { ...state.outcomes } };
}
