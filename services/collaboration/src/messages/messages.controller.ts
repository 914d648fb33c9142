// The words of messages, for those who take care of the customer. Who reads them, when and why is written down.
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { Answers, Caller, idSchema, Roles, type Principal } from '@continuo/service-kit';
import { z } from 'zod';
import { MessagesService } from './messages.service.js';

const batchGetSchema = z.object({
  ids: z.array(idSchema).min(1).max(100),
  /** What they are read for; kept with who read them. */
  purpose: z.string().min(1).max(100),
});
const messageSchema = z
  .object({
    messageId: z.uuid(),
    profileId: z.uuid().nullable(),
    channel: z.string(),
    direction: z.literal('inbound'),
    kind: z.enum(['text', 'choice', 'media', 'place', 'other']),
    text: z.string().nullable(),
    name: z.string().nullable(),
    details: z.record(z.string(), z.unknown()).nullable(),
    intent: z.string(),
    productId: z.string().nullable(),
    replyTo: z.uuid().nullable(),
    saidAt: z.iso.datetime(),
    receivedAt: z.iso.datetime(),
  })
  .meta({ title: 'Message' });

@Controller()
export class MessagesController {
  constructor(@Inject(MessagesService) private readonly messages: MessagesService) {}

  /** Messages of customers with their words, by id; unknown ids are missing. */
  @Post('messages::batchGet')
  @Roles('agent', 'supervisor')
  @Answers(200, z.object({ messages: z.array(messageSchema) }))
  async batchGet(
    @Body({ schema: batchGetSchema }) body: z.output<typeof batchGetSchema>,
    @Caller() caller: Principal,
  ) {
    const reader = { subject: caller.subject, client: caller.clientId, purpose: body.purpose };
    const found = await this.messages.batchGet(body.ids, reader);
    return {
      messages: found.map(({ id: messageId, content, saidAt, receivedAt, ...message }) => ({
        messageId,
        ...message,
        direction: 'inbound',
        text: content.text,
        name: content.name,
        details: content.details,
        saidAt: saidAt.toISOString(),
        receivedAt: receivedAt.toISOString(),
      })),
    };
  }
}
