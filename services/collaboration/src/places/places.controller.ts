// Places over HTTP: supervisors keep them, everybody on the staff reads them.
import { Body, Controller, Delete, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  decodeCursor,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  setETag,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { PlacesService, type StoredPlace } from './places.service.js';

const placeIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);
const detailsSchema = z.object({
  name: z.string().trim().min(1).max(120),
  latitude: z.number().min(-90).max(90),
  longitude: z.number().min(-180).max(180),
  radiusMetres: z.int().min(20).max(5_000),
  timeZone: z
    .string()
    .max(64)
    .refine(isTimeZone, {
      error: 'expected an IANA time zone, e.g. Europe/Amsterdam',
      params: { rule: 'iana-time-zone' },
    }),
});
const placeSchema = detailsSchema
  .extend({
    placeId: z.string(),
    version: z.int(),
    changedAt: z.iso.datetime(),
    retiredAt: z.iso.datetime().nullable(),
  })
  .meta({ title: 'Place' });
const listQuerySchema = pageQuerySchema.extend({
  state: z.enum(['active', 'retired', 'all']).default('active'),
});

@Controller('places')
export class PlacesController {
  constructor(@Inject(PlacesService) private readonly places: PlacesService) {}

  /** Creates a place, or replaces it: then If-Match names the version that was seen. A retired place is used again. */
  @Put(':placeId')
  @Roles('supervisor')
  @Answers(200, placeSchema)
  @Refuses([412, 'Somebody changed it meanwhile.'], [428, 'It exists, and If-Match is missing.'])
  async put(
    @Param('placeId', { schema: placeIdSchema }) placeId: string,
    @Body({ schema: detailsSchema }) details: z.output<typeof detailsSchema>,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof placeSchema>> {
    const before = await this.places.find(placeId);
    if (before !== undefined) checkIfMatch(request, before.version);
    else if (request.headers['if-match'] !== undefined)
      throw new Problem(412, 'version-moved', 'There is no such place to replace.');
    const change = { seen: before?.version, changedBy: caller.subject };
    const place = orThrow(await this.places.put(placeId, details, change), { 'version-moved': 412 });
    setETag(reply, place.version);
    if (before === undefined) void reply.status(201);
    return viewOf(place);
  }

  /** Places by id. */
  @Get()
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, pageSchema(placeSchema).meta({ title: 'PlacePage' }))
  async list(@Query({ schema: listQuerySchema }) { limit, cursor, state }: z.output<typeof listQuerySchema>) {
    const list = `places ${state}`;
    const [after] = cursor === undefined ? [''] : decodeCursor(list, cursor, z.tuple([z.string()]));
    const found = await this.places.list({ state, after, limit: limit + 1 });
    return pageOf(found, { list, limit }, viewOf, (place) => [place.placeId]);
  }

  /** One place; its ETag is what If-Match wants. */
  @Get(':placeId')
  @Roles('agent', 'supervisor', 'designer', 'operator', 'integrator')
  @Answers(200, placeSchema)
  @Refuses([404, 'There is no such place.'])
  async show(
    @Param('placeId', { schema: placeIdSchema }) placeId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof placeSchema>> {
    const place = await this.#find(placeId);
    setETag(reply, place.version);
    return viewOf(place);
  }

  /** Takes a place out of use; it stays readable. Once more changes nothing. */
  @Delete(':placeId')
  @Roles('supervisor')
  @Answers(204)
  @Refuses(
    [404, 'There is no such place.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  async retire(
    @Param('placeId', { schema: placeIdSchema }) placeId: string,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
  ): Promise<void> {
    const { version, retiredAt } = await this.#find(placeId);
    if (retiredAt !== null) return;
    checkIfMatch(request, version);
    const retired = await this.places.retire(placeId, { version, changedBy: caller.subject });
    orThrow(retired, { 'version-moved': 412 });
  }

  async #find(placeId: string): Promise<StoredPlace> {
    const place = await this.places.find(placeId);
    if (place === undefined) throw new Problem(404, 'place-unknown', 'There is no such place.');
    return place;
  }
}

function viewOf({ changedAt, retiredAt, ...place }: StoredPlace): z.output<typeof placeSchema> {
  return {
    ...place,
    changedAt: changedAt.toISOString(),
    retiredAt: retiredAt?.toISOString() ?? null,
  };
}

function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
