// Plays the part of WhatsApp's Graph API that sends messages, and shows the played customers what they got.
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { Answers, Public } from '@continuo/service-kit';
import { z } from 'zod';
import { WhatsAppInbox } from './whatsapp-inbox.js';

const number = z.string().regex(/^\+?\d{6,15}$/);
const choice = z.object({ id: z.string() });
const messageSchema = z.looseObject({
  messaging_product: z.literal('whatsapp'),
  to: number,
  type: z.enum(['text', 'interactive', 'template']),
  biz_opaque_callback_data: z.string().optional(),
  template: z.looseObject({ name: z.string() }).optional(),
  interactive: z
    .looseObject({
      type: z.string(),
      action: z.looseObject({
        buttons: z.array(z.looseObject({ reply: choice })).optional(),
        sections: z.array(z.looseObject({ rows: z.array(choice) })).optional(),
      }),
    })
    .optional(),
});
const sentSchema = z.object({
  messaging_product: z.literal('whatsapp'),
  contacts: z.array(z.object({ input: z.string(), wa_id: z.string() })),
  messages: z.array(z.object({ id: z.string() })),
});
const inboxSchema = z.object({
  messages: z.array(z.object({ id: z.string(), about: z.string(), choices: z.array(z.string()) })),
});

type Message = z.output<typeof messageSchema>;

@Controller('whatsapp')
export class WhatsAppController {
  constructor(@Inject(WhatsAppInbox) private readonly inbox: WhatsAppInbox) {}

  @Post(':version/:phoneNumberId/messages')
  @HttpCode(200)
  @Public('a played provider on a local system')
  @Answers(200, sentSchema)
  send(@Body({ schema: messageSchema }) message: Message): z.output<typeof sentSchema> {
    const waId = message.to.replace('+', '');
    const id = this.inbox.take(waId, message.biz_opaque_callback_data, {
      about: message.template?.name ?? message.interactive?.type ?? message.type,
      choices: choicesOf(message),
    });
    return {
      messaging_product: 'whatsapp',
      contacts: [{ input: message.to, wa_id: waId }],
      messages: [{ id }],
    };
  }

  /** What a played customer's telephone shows, oldest first. */
  @Get('inbox/:number')
  @Public('a played provider on a local system')
  @Answers(200, inboxSchema)
  show(@Param('number', { schema: number }) of: string): z.output<typeof inboxSchema> {
    const messages = this.inbox.messagesOf(of.replace('+', ''));
    return { messages: messages.map((each) => ({ ...each, choices: [...each.choices] })) };
  }
}

function choicesOf({ interactive }: Message): readonly string[] {
  const { buttons = [], sections = [] } = interactive?.action ?? {};
  return [
    ...buttons.map(({ reply }) => reply.id),
    ...sections.flatMap(({ rows }) => rows.map(({ id }) => id)),
  ];
}
