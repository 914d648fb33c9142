// The words of messages, for those who take care of the customer. Who reads them, when and why is written down.
import { Body, Controller, Inject, Post } from '@nestjs/common';
import { masked } from '@continuo/kernel';
import { Answers, Caller, hasRole, idSchema, Problem, Roles, type Principal } from '@continuo/service-kit';
import { z } from 'zod';
import { MessagesService, type FoundMessage } from './messages.service.js';

const batchGetSchema = z
  .object({
    ids: z.array(idSchema).min(1).max(100),
    /** What they are read for; kept with who read them. */
    purpose: z.string().min(1).max(100).optional(),
    /** Only shows that there are words: nothing of them can be read, and nothing is written down. */
    masked: z.boolean().default(false),
  })
  .refine(({ purpose, masked: only }) => only || purpose !== undefined, {
    error: 'say what they are read for',
    path: ['purpose'],
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
    /** Whether the words are hidden. */
    masked: z.boolean(),
  })
  .meta({ title: 'Message' });

@Controller()
export class MessagesController {
  constructor(@Inject(MessagesService) private readonly messages: MessagesService) {}

  /**
   * Messages of customers with their words, by id; unknown ids are missing. With `masked` the words are hidden: that is
   * for operators too.
   */
  @Post('messages::batchGet')
  @Roles('agent', 'supervisor', 'operator')
  @Answers(200, z.object({ messages: z.array(messageSchema) }))
  async batchGet(
    @Body({ schema: batchGetSchema }) { ids, purpose, masked: only }: z.output<typeof batchGetSchema>,
    @Caller() caller: Principal,
  ): Promise<{ messages: z.output<typeof messageSchema>[] }> {
    if (only || purpose === undefined) return { messages: (await this.messages.glance(ids)).map(hidden) };
    if (!hasRole(caller, 'agent', 'supervisor'))
      throw new Problem(403, 'not-allowed', 'Only agents and supervisors read the words of a message.');
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    return { messages: (await this.messages.batchGet(ids, reader)).map(shown) };
  }
}

type Shown = z.output<typeof messageSchema>;

function shown({ id: messageId, content, saidAt, receivedAt, ...message }: FoundMessage): Shown {
  return {
    messageId,
    ...message,
    direction: 'inbound',
    text: content.text,
    name: content.name,
    details: content.details && { ...content.details },
    saidAt: saidAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
    masked: false,
  };
}

function hidden(message: FoundMessage): Shown {
  const { text, name } = message.content;
  return { ...shown(message), text: masked(text), name: masked(name), details: null, masked: true };
}
