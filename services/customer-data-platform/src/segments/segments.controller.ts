// Segments over HTTP: customers come in and leave in batches; who is in which is told by ids only.
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { SegmentsService, type FoundMember, type SegmentCount } from './segments.service.js';

/** As expressions name it: `"vip" in profile.segments`. */
const nameSchema = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const mostItems = 500;
const memberSchema = z.union([
  z.strictObject({
    /** A kind that links, e.g. `crm.contact`, `user`, `email`. */
    kind: z.string().regex(/^[a-z][a-z0-9.-]{0,63}$/),
    value: z.string().min(1).max(512),
  }),
  z.strictObject({ profileId: idSchema }),
]);
const changeSchema = z
  .strictObject({
    add: z.array(memberSchema).max(mostItems).default([]),
    remove: z.array(memberSchema).max(mostItems).default([]),
  })
  .refine(({ add, remove }) => add.length + remove.length > 0, {
    error: 'expected somebody to add or to remove',
    path: ['add'],
  });
const changedSchema = z
  .object({
    segment: z.string(),
    entered: z.int(),
    left: z.int(),
    /** Who was in it, or not in it, already. */
    unchanged: z.int(),
    /** Items that could not be applied; all others were. */
    refused: z.array(
      z.object({
        /** `add[3]`: the list, and the place in it from 0. */
        field: z.string(),
        code: z.enum([
          'kind-does-not-link',
          'customer-unknown',
          'profile-unknown',
          'profile-erased',
          'added-and-removed',
          'too-many-segments',
        ]),
        message: z.string(),
      }),
    ),
  })
  .meta({ title: 'ChangedMembers' });
const segmentSchema = z
  .object({
    segment: z.string(),
    /** Persons; all profiles of one count once. */
    members: z.int(),
    /** False when there may be more: ten thousand profiles of each segment are counted. */
    isExact: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ title: 'Segment' });
const foundSchema = z
  .object({ profileId: z.uuid(), enteredAt: z.iso.datetime() })
  .meta({ title: 'SegmentMember' });

@Controller('segments')
export class SegmentsController {
  constructor(@Inject(SegmentsService) private readonly segments: SegmentsService) {}

  /**
   * Puts customers into a segment and takes them out. Saying it again changes nothing and publishes nothing. A segment
   * begins with the first who is added. Who names customers by addresses or numbers is written down.
   */
  @Post(':segment/members')
  @HttpCode(200)
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, changedSchema)
  @Refuses([404, '`segment-unknown`: nobody was ever added to a segment of this name.'])
  async change(
    @Param('segment', { schema: nameSchema }) segment: string,
    @Body({ schema: changeSchema }) lists: z.output<typeof changeSchema>,
    @Caller() { subject, clientId: client }: Principal,
  ) {
    const by = { subject, purpose: `segment ${segment}`, ...(client !== undefined && { client }) };
    return orThrow(await this.segments.change(segment, lists, by), { 'segment-unknown': 404 });
  }

  /** All segments by name, with how many are in each, up to ten thousand. */
  @Get()
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(segmentSchema))
  async list(@Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery) {
    const list = 'segments';
    const found = await this.segments.page({ after: afterOf(list, cursor, nameSchema), limit: limit + 1 });
    return pageOf(found, { list, limit }, shownSegment, ({ name }) => [name]);
  }

  /** Who is in a segment. */
  @Get(':segment/members')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(foundSchema))
  @Refuses([404, '`segment-unknown`: nobody was ever added to a segment of this name.'])
  async members(
    @Param('segment', { schema: nameSchema }) segment: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const list = `segment ${segment}`;
    const page = { after: afterOf(list, cursor, z.uuid()), limit: limit + 1 };
    const found = orThrow(await this.segments.members(segment, page), { 'segment-unknown': 404 });
    return pageOf(found, { list, limit }, shownMember, ({ place }) => [place]);
  }
}

function afterOf(list: string, cursor: string | undefined, schema: z.ZodType<string>): string | undefined {
  return cursor === undefined ? undefined : decodeCursor(list, cursor, z.tuple([schema]))[0];
}

function shownSegment({ name: segment, members, isExact, createdAt }: SegmentCount) {
  return { segment, members, isExact, createdAt: createdAt.toISOString() };
}

function shownMember({ profileId, enteredAt }: FoundMember) {
  return { profileId, enteredAt: enteredAt.toISOString() };
}
