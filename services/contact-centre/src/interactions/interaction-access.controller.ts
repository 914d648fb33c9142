// Who read a customer's numbers and notes of calls, over HTTP.
import {
  Answers,
  decodeCursor,
  idSchema,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Roles,
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
const placeSchema = z.tuple([z.string().regex(/^\d{1,19}$/)]);

@Controller('profiles/:profileId')
export class InteractionAccessController {
  constructor(@Inject(InteractionsService) private readonly interactions: InteractionsService) {}

  /** Who was shown the number or the note of a person's calls, newest first. */
  @Get('access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(accessSchema).meta({ title: 'InteractionAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) { limit, cursor }: PageQuery,
  ) {
    const list = `access-log ${profileId}`;
    const before = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema)[0];
    const found = await this.interactions.accessLog(profileId, before, limit + 1);
    return pageOf(found, { list, limit }, shown, ({ place }) => [place]);
  }
}

function shown({ place: _place, at, ...access }: FoundAccess): z.output<typeof accessSchema> {
  return { ...access, at: at.toISOString() };
}
