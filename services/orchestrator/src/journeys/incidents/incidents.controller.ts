// Incidents over HTTP: lists, one with what each action would do, and actions on many of them with a preview.
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
import { BULK_STATUS, bulkSchema, bulkShown } from './bulk-action-view.js';
import { detailSchema, detailShown } from './incident-detail-view.js';
import { IncidentDetails } from './incident-details.service.js';
import { incidentFilterQuery, incidentFilterSchema } from './incident-filter.js';
import { Incidents } from './incidents.service.js';

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
  /** Which part stands: the way forward, or the undoing after it. */
  of: z.enum(['step', 'undo']),
});
const kindSchema = z.object({
  journey: z.string(),
  version: z.int(),
  step: z.string(),
  code: z.string(),
  count: z.int(),
  /** When the first and the last of them that still stand were raised. */
  oldest: z.string(),
  newest: z.string(),
});
const kindsQuery = z.object(incidentFilterQuery);
const listQuery = pageQuerySchema.extend(incidentFilterQuery);
const bulkBody = z.union([
  z.strictObject({
    filter: incidentFilterSchema.refine(
      (filter) => Object.values(filter).some((value) => value !== undefined),
      { message: 'names at least one condition' },
    ),
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

@Controller()
export class IncidentsController {
  constructor(
    @Inject(Incidents) private readonly incidents: Incidents,
    @Inject(IncidentDetails) private readonly details: IncidentDetails,
  ) {}

  /** Incidents, newest first, by journey, version, step, code, age and part. */
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

  /** What stands, by journey, version, step and code: most first, 200 kinds at most. */
  @Get('incidents/kinds')
  @Roles('supervisor', 'operator', 'designer')
  @Answers(200, z.object({ items: z.array(kindSchema) }).meta({ title: 'IncidentKinds' }))
  async kinds(@Query({ schema: kindsQuery }) filter: z.output<typeof kindsQuery>) {
    const kinds = await this.incidents.kinds(filter);
    return { items: kinds.map((kind) => ({ ...kind })) };
  }

  /** One incident, also when it is over: how it came about, what each action would do now, or who ended it and how. */
  @Get('instances/:id/incidents/:incidentId')
  @Roles('supervisor', 'operator', 'designer')
  @Answers(200, detailSchema)
  @Refuses([404, 'No such instance, or it has and had no such incident.'])
  async show(
    @Param('id', { schema: z.uuid() }) id: string,
    @Param('incidentId', { schema: z.uuid() }) incidentId: string,
  ): Promise<z.output<typeof detailSchema>> {
    const found = await this.details.show(id.toLowerCase(), incidentId.toLowerCase());
    return detailShown(orThrow(found, { 'instance-not-found': 404, 'incident-not-found': 404 }));
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
      return bulkShown(orThrow(begun, BULK_STATUS));
    }
    const previewed = await this.incidents.preview(body.action, body.filter, caller.subject);
    void reply.status(200);
    return bulkShown(orThrow(previewed, BULK_STATUS));
  }
}
