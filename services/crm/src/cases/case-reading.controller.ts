// Cases as they are found and read over HTTP. Only what holds words of people is for agents alone, and written down.
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  encodeCursor,
  idSchema,
  orThrow,
  pageQuerySchema,
  Refuses,
  Roles,
  setETag,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CaseReadingService, type ActivityPage } from './case-reading.service.js';
import {
  activitiesSchema,
  casesSchema,
  caseWithHistorySchema,
  listQuerySchema,
  ofProfileQuerySchema,
} from './case-schemas.js';

const openedBefore = z.tuple([z.uuid()]);
const activityBefore = z.tuple([z.iso.datetime(), z.uuid()]);
/** How much of its history comes with a case. */
const withCase = 100;

@Controller()
export class CaseReadingController {
  constructor(@Inject(CaseReadingService) private readonly reading: CaseReadingService) {}

  /** Cases without their texts, newest first; a profile stands for the whole person. */
  @Get('cases')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, casesSchema)
  async list(@Query({ schema: listQuerySchema }) query: z.output<typeof listQuerySchema>) {
    const { limit, cursor, ...filter } = query;
    return this.page(filter, { limit, cursor });
  }

  /** The cases of a person, under whichever of the person's profiles they were opened, newest first. */
  @Get('profiles/:profileId/cases')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, casesSchema)
  async ofProfile(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: ofProfileQuerySchema }) query: z.output<typeof ofProfileQuerySchema>,
  ) {
    const { limit, cursor, state } = query;
    return this.page({ profileId, state }, { limit, cursor });
  }

  /** A case with the newest part of its history. Who reads it is written down. */
  @Get('cases/:caseId')
  @Roles('agent', 'supervisor')
  @Answers(200, caseWithHistorySchema)
  @Refuses([404, 'No case has this id.'])
  async show(
    @Param('caseId', { schema: idSchema }) id: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const found = orThrow(await this.reading.show(id, withCase, readerOf(caller, 'case-show')), {
      'case-unknown': 404,
    });
    setETag(reply, found.version);
    const { next, ...shown } = found;
    return { ...shown, activities: [...found.activities], nextCursor: cursorOf(id, next) };
  }

  /** The history of a case, newest first. Who reads it is written down. */
  @Get('cases/:caseId/activities')
  @Roles('agent', 'supervisor')
  @Answers(200, activitiesSchema)
  @Refuses([404, 'No case has this id.'])
  async history(
    @Param('caseId', { schema: idSchema }) id: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
    @Caller() caller: Principal,
  ) {
    const [happenedAt, activityId] =
      cursor === undefined ? [] : decodeCursor(historyList(id), cursor, activityBefore);
    const before =
      happenedAt !== undefined && activityId !== undefined ? { happenedAt, id: activityId } : undefined;
    const reader = readerOf(caller, 'case-history');
    const found = orThrow(await this.reading.history(id, { before, limit }, reader), { 'case-unknown': 404 });
    return { items: [...found.activities], nextCursor: cursorOf(id, found.next) };
  }

  private async page(
    filter: Parameters<CaseReadingService['list']>[0],
    { limit, cursor }: { readonly limit: number; readonly cursor?: string },
  ) {
    const before = cursor === undefined ? undefined : decodeCursor('cases', cursor, openedBefore)[0];
    const { cases, next } = await this.reading.list(filter, { before, limit });
    return { items: [...cases], nextCursor: next && encodeCursor('cases', [next]) };
  }
}

function historyList(id: string): string {
  return `case-history ${id}`;
}

function cursorOf(id: string, next: ActivityPage['next']): string | undefined {
  return next && encodeCursor(historyList(id), [next.happenedAt, next.id]);
}

function readerOf({ subject, clientId }: Principal, purpose: string) {
  return { subject, client: clientId, purpose };
}
