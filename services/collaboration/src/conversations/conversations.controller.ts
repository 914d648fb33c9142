// Conversations with a person, page by page. Who reads them, when and why is written down.
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import {
  accessLogPage,
  Answers,
  Caller,
  decodeCursor,
  idSchema,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Roles,
  type AccessLogRange,
  type PageQuery,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import {
  ConversationsService,
  type ConversationMessage,
  type FoundReading,
} from './conversations.service.js';

const querySchema = pageQuerySchema.extend({
  /** What it is read for; kept with who read it. */
  purpose: z.string().min(1).max(100),
});
const messageSchema = z
  .object({
    id: z.uuid(),
    direction: z.enum(['inbound', 'outbound']),
    channel: z.string(),
    kind: z.enum(['text', 'choice', 'media', 'place', 'other', 'template']),
    text: z.string().nullable(),
    intent: z.string().nullable(),
    productId: z.string().nullable(),
    replyTo: z.uuid().nullable(),
    template: z.string().nullable(),
    state: z.string().nullable(),
    at: z.iso.datetime(),
  })
  .meta({ title: 'ConversationMessage' });
const readingSchema = z
  .object({
    at: z.iso.datetime(),
    subject: z.string(),
    client: z.string().nullable(),
    purpose: z.string(),
    what: z.enum(['messages', 'conversation', 'delivery']),
    /** How many messages were shown. */
    items: z.int(),
  })
  .meta({ title: 'MessageAccess' });
const list = 'conversation';

@Controller('conversations')
export class ConversationsController {
  constructor(@Inject(ConversationsService) private readonly conversations: ConversationsService) {}

  /** What was written both ways, the newest first; merged profiles are one person. */
  @Get(':profileId/messages')
  @Roles('agent', 'supervisor')
  @Answers(200, pageSchema(messageSchema))
  async messages(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: querySchema }) { limit, cursor, purpose }: z.output<typeof querySchema>,
    @Caller() caller: Principal,
  ) {
    const place = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema);
    const before = place && { at: new Date(place[0]), id: place[1] };
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    const found = await this.conversations.page(profileId, { before, limit: limit + 1 }, reader);
    const view = ({ at, ...message }: ConversationMessage) => ({ ...message, at: at.toISOString() });
    return pageOf(found, { list, limit }, view, ({ at, id }) => [at.toISOString(), id]);
  }

  /** Who read a person's messages, and what for, newest first. */
  @Get(':profileId/access-log')
  @Roles('supervisor')
  @Answers(200, pageSchema(readingSchema).meta({ title: 'MessageAccessLog' }))
  async accessLog(
    @Param('profileId', { schema: idSchema }) profileId: string,
    @Query({ schema: pageQuerySchema }) page: PageQuery,
  ) {
    const read = (range: AccessLogRange) => this.conversations.readings(profileId, range);
    const view = ({ id: _place, at, ...reading }: FoundReading) => ({ ...reading, at: at.toISOString() });
    return accessLogPage({ ...page, list: `message-access ${profileId}` }, read, view, ({ id }) => id);
  }
}

const placeSchema = z.tuple([z.iso.datetime(), z.uuid()]);
