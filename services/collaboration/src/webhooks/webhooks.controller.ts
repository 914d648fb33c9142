// WhatsApp's webhook (Cloud API): the handshake, and messages and statuses under its signature.
import { Body, Controller, Get, Header, Headers, Inject, Post, Query } from '@nestjs/common';
import {
  Answers,
  AnswersText,
  orThrow,
  parseJsonBody,
  Problem,
  Public,
  Refuses,
  Roles,
} from '@continuo/service-kit';
import { z } from 'zod';
import { isSameSecret, isSignedBy } from './whatsapp-signature.js';
import { WebhooksService } from './webhooks.service.js';
import { WEBHOOK_OPTIONS, type WebhookOptions } from './webhooks.tokens.js';

const handshakeSchema = z.object({
  'hub.mode': z.string().max(100).optional(),
  'hub.verify_token': z.string().max(1_000).optional(),
  /** Meta sends a number; anything else would be a text of a stranger's choice on our address. */
  'hub.challenge': z
    .string()
    .regex(/^[\w-]{1,200}$/)
    .optional(),
});
const receiptSchema = z
  .object({ accepted: z.int(), repeated: z.int(), rejected: z.int(), ignored: z.int() })
  .meta({ title: 'WebhookReceipt' });
const rejectionsQuerySchema = z.object({ since: z.iso.datetime({ offset: true }).optional() });
const rejectionsSchema = z
  .object({
    since: z.iso.datetime(),
    rejections: z.array(
      z.object({ code: z.string(), field: z.string(), type: z.string().nullable(), count: z.int() }),
    ),
  })
  .meta({ title: 'WebhookRejections' });

const aDay = 24 * 60 * 60 * 1_000;
const deepest = 32;

@Controller('webhooks')
export class WebhooksController {
  constructor(
    @Inject(WebhooksService) private readonly webhooks: WebhooksService,
    @Inject(WEBHOOK_OPTIONS) private readonly options: WebhookOptions,
  ) {}

  /** Meta asks whether this address is ours. */
  @Get('whatsapp')
  @Public('the verify token is the proof')
  @Header('content-type', 'text/plain; charset=utf-8')
  @AnswersText(200, 'text/plain', 'The challenge.')
  @Refuses([403, 'The token is another one.'])
  handshake(@Query({ schema: handshakeSchema }) query: z.output<typeof handshakeSchema>): string {
    const { 'hub.mode': mode, 'hub.verify_token': token, 'hub.challenge': challenge } = query;
    const isRight = isSameSecret(this.options.verifyToken, token ?? '');
    if (mode !== 'subscribe' || !isRight || challenge === undefined)
      throw new Problem(403, 'verification-refused', 'The verify token is not the one of this deployment.');
    return challenge;
  }

  /**
   * Messages of customers and statuses of ours. Repeats are answered 200 and change nothing; an item that can't be used
   * is left out and counted, the others are taken.
   */
  @Post('whatsapp')
  @Public('the signature over the body is the proof')
  @Answers(200, receiptSchema)
  @Refuses(
    [403, '`signature-invalid`: the signature is missing or not of this body.'],
    [413, 'Larger than a webhook is.'],
    [422, 'It is no webhook of a WhatsApp business account.'],
  )
  async receive(@Body() body: unknown, @Headers('x-hub-signature-256') signature: unknown) {
    const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    if (!isSignedBy(this.options.appSecret, bytes, signature))
      throw new Problem(403, 'signature-invalid', 'X-Hub-Signature-256 is missing or not of this body.');
    // Texts may hold what no database can: they are kept as JSON, so nothing is lost.
    const parsed = parseJsonBody(bytes.toString('utf8'), { maxDepth: deepest, refuseUnstorableText: false });
    return orThrow(await this.webhooks.receive(parsed, this.options.numberId));
  }

  /** Counts of items of webhooks that could not be used, since a time (a day ago when left out). */
  @Get('rejections')
  @Roles('integrator', 'operator')
  @Answers(200, rejectionsSchema)
  async rejections(@Query({ schema: rejectionsQuerySchema }) query: z.output<typeof rejectionsQuerySchema>) {
    const since = query.since === undefined ? new Date(Date.now() - aDay) : new Date(query.since);
    return { since: since.toISOString(), rejections: [...(await this.webhooks.rejectionsSince(since))] };
  }
}
