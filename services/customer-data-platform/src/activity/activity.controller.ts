// The index of the timeline over HTTP: what happened to one customer, and to how many today. Ids and types only.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  Answers,
  decodeCursor,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
} from '@continuo/service-kit';
import { z } from 'zod';
import { timeZone as canonicalZone } from '../profiles/domain/identify.js';
import { ActivityService } from './activity.service.js';
import type { ActivityEntry } from './domain/activity-entry.js';

/** One or several, separated by commas. */
const listOf = (item: string) =>
  z
    .string()
    .max(2_000)
    .regex(new RegExp(`^${item}(,${item}){0,49}$`))
    .transform((text) => text.split(','));
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const pageOfActivity = pageQuerySchema.extend({
  /** `continuo.crm.CaseOpened.v1`; one or several, separated by commas. */
  type: listOf('continuo\\.[a-z_]+\\.[A-Za-z0-9]+\\.v[0-9]+').optional(),
  /** The service that it came from, `/crm`; one or several, separated by commas. */
  source: listOf('/[a-z][a-z0-9-]*').optional(),
  after: moment.optional(),
  before: moment.optional(),
});
const entrySchema = z
  .object({
    eventId: z.string(),
    type: z.string(),
    source: z.string(),
    /** When it came on the timeline: the order of the list. */
    at: z.iso.datetime(),
    /** When it happened, as its sender says. */
    happenedAt: z.iso.datetime().nullable(),
    /** Under which of the person's ids it came. */
    profileId: z.uuid(),
    correlationId: z.string().nullable(),
    commandId: z.string().nullable(),
    traceId: z.string().nullable(),
    /** What it is about within its source; opaque. */
    subject: z.string().nullable(),
    topic: z.literal('cdp.timeline'),
    partition: z.int(),
    offset: z.string(),
  })
  .meta({ title: 'ActivityEntry' });
const activitySchema = pageSchema(entrySchema)
  .extend({
    /** The person's profile now; another one than was asked for when that was merged. */
    profileId: z.uuid(),
  })
  .meta({ title: 'Activity' });
const todayQuery = z.object({
  /** An IANA name: when the day begins. */
  timeZone: z
    .string()
    .max(64)
    .default('UTC')
    .transform((name, context) => {
      const zone = canonicalZone(name);
      if (zone !== undefined) return zone;
      context.addIssue({ code: 'custom', message: 'expected the name of a time zone' });
      return z.NEVER;
    }),
});
const todaySchema = z
  .object({
    day: z.iso.date(),
    timeZone: z.string(),
    /** Persons something happened to on that day; all profiles of a person count once. */
    customers: z.int(),
    /** What happened to them: records of the timeline but for the platform's about profiles and the orchestrator's requests. */
    events: z.int(),
    asOf: z.iso.datetime(),
  })
  .meta({ title: 'ActivityToday' });
const placeSchema = z.tuple([z.iso.datetime(), z.int(), z.string().regex(/^\d{1,19}$/)]);

@Controller()
@Roles('agent', 'supervisor', 'operator')
export class ActivityController {
  constructor(@Inject(ActivityService) private readonly activity: ActivityService) {}

  /** What happened to a customer in the last 90 days, newest first; a merged id leads to its survivor. */
  @Get('profiles/:id/activity')
  @Answers(200, activitySchema)
  @Refuses([404, '`profile-unknown`: no profile has this id; `profile-erased`: its person was erased.'])
  async ofProfile(
    @Param('id', { schema: idSchema }) id: string,
    @Query({ schema: pageOfActivity }) query: z.output<typeof pageOfActivity>,
  ): Promise<z.output<typeof activitySchema>> {
    const { limit, cursor, type: types = [], source: sources = [], ...times } = query;
    const list = `activity ${id}`;
    const behind = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema);
    const place = { limit: limit + 1, ...(behind && { behind }) };
    const found = orThrow(await this.activity.page(id, { types, sources, ...times }, place), {
      'profile-unknown': 404,
      'profile-erased': 404,
    });
    const page = pageOf(found.entries, { list, limit }, shown, ({ at, partition, offset }) => [
      at.toISOString(),
      partition,
      String(offset),
    ]);
    return { profileId: found.profileId, ...page };
  }

  /** How many customers had an event of their own today, and how many events those were. Counts only: services may ask too. */
  @Get('activity/today')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, todaySchema)
  async today(@Query({ schema: todayQuery }) { timeZone }: z.output<typeof todayQuery>) {
    const { asOf, ...counted } = await this.activity.today(timeZone);
    return { ...counted, timeZone, asOf: asOf.toISOString() };
  }
}

function shown({ at, happenedAt, offset, ...entry }: ActivityEntry): z.output<typeof entrySchema> {
  return {
    ...entry,
    topic: 'cdp.timeline',
    offset: String(offset),
    at: at.toISOString(),
    happenedAt: happenedAt?.toISOString() ?? null,
  };
}
