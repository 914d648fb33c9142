// Who read a customer's numbers and notes of calls, over HTTP.
import {
  accessLogPage,
  Answers,
  idSchema,
  pageQuerySchema,
  pageSchema,
  Roles,
  type AccessLogRange,
  type PageQuery,
} from '@continuo/service-kit';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { z } from 'zod';
import { InteractionsService, type FoundAccess } from './interactions.service.js';

const accessSchema = z
  .object({
    at: z.iso.datetime(),
    subject: z.string(),
    client: z.string().nullable(),
    interactionId: z.uuid(),
  })
  .meta({ title: 'InteractionAccess' });

@Controller('profiles/:profileId')
export class InteractionAccessController {
  constructor(@Inject(InteractionsService) private readonly interactions: InteractionsService) {}

  /** Who was shown the number or the note of a person's calls, newest first. */
  @Get('access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(accessSchema).meta({ title: 'InteractionAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ) {
    const read = (range: AccessLogRange) => this.interactions.accessLog(profileId, range);
    return accessLogPage({ ...page, list: `access-log ${profileId}` }, read, shown, ({ place }) => place);
  }
}

function shown({ place: _place, at, ...access }: FoundAccess): z.output<typeof accessSchema> {
  return { ...access, at: at.toISOString() };
}
