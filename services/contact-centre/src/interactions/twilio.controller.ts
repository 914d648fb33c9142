// Twilio's webhooks: nothing is read of a request before its signature is checked.
import { Answers, AnswersText, Problem, Public, Refuses, validationProblem } from '@continuo/service-kit';
import { Body, Controller, Header, Headers, Inject, Post, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { TWILIO, type TwilioAccount } from '../settings/settings.tokens.js';
import { CallsService } from './calls.service.js';
import { isSignedByTwilio } from './twilio-signature.js';

const callSid = z.string().regex(/^[A-Za-z0-9]{2,64}$/);
const voiceSchema = z.object({
  CallSid: callSid,
  From: z.string().max(256).default(''),
  To: z.string().max(256),
  Direction: z.string().max(32).default('inbound'),
});
const statusSchema = z.object({ CallSid: callSid, CallStatus: z.string().max(32) });
const holdSchema = z.object({ queue: z.string().max(64).default('') });

/** The body as it came: with the signature goes all that was sent. */
type Raw = Buffer | undefined;

@Controller('webhooks/twilio')
@Public('called by Twilio, which signs what it sends')
export class TwilioController {
  constructor(
    @Inject(CallsService) private readonly calls: CallsService,
    @Inject(TWILIO) private readonly twilio: TwilioAccount,
  ) {}

  /** A call comes in: greeted and put into its queue. A repetition gets the same answer. */
  @Post('voice')
  @Header('content-type', 'text/xml; charset=utf-8')
  @AnswersText(200, 'text/xml', 'TwiML.')
  @Refuses([403, '`signature-invalid`: it was not Twilio who called.'])
  async voice(
    @Body() body: Raw,
    @Req() request: FastifyRequest,
    @Headers('x-twilio-signature') signature: string | undefined,
  ): Promise<string> {
    const call = checked(voiceSchema, this.#signed(body, request, signature));
    return this.calls.begun({
      callSid: call.CallSid,
      from: call.From,
      to: call.To,
      direction: call.Direction,
    });
  }

  /** What a waiting caller hears; Twilio asks again when it is over. */
  @Post('hold')
  @Header('content-type', 'text/xml; charset=utf-8')
  @AnswersText(200, 'text/xml', 'TwiML.')
  @Refuses([403, '`signature-invalid`: it was not Twilio who called.'])
  hold(
    @Body() body: Raw,
    @Req() request: FastifyRequest,
    @Headers('x-twilio-signature') signature: string | undefined,
  ): string {
    this.#signed(body, request, signature);
    const query = Object.fromEntries(new URLSearchParams(request.url.split('?')[1] ?? ''));
    return this.calls.hold(checked(holdSchema, query).queue);
  }

  /** A call goes on or is over. */
  @Post('status')
  @Answers(204)
  @Refuses([403, '`signature-invalid`: it was not Twilio who called.'])
  async status(
    @Body() body: Raw,
    @Req() request: FastifyRequest,
    @Headers('x-twilio-signature') signature: string | undefined,
  ): Promise<void> {
    const call = checked(statusSchema, this.#signed(body, request, signature));
    await this.calls.status(call.CallSid, call.CallStatus);
  }

  /** The fields of the form, when it was Twilio who sent it. */
  #signed(body: Raw, request: FastifyRequest, signature = ''): Readonly<Record<string, string>> {
    const fields = new URLSearchParams(Buffer.isBuffer(body) ? body.toString('utf8') : '');
    const { publicUrl, authToken } = this.twilio;
    if (!isSignedByTwilio(authToken, { publicUrl, pathAndQuery: request.url, fields, signature }))
      throw new Problem(403, 'signature-invalid', 'The request is not signed by the account at Twilio.');
    return Object.fromEntries(fields);
  }
}

/** What was sent by its schema; values are never repeated. */
function checked<Schema extends z.ZodType>(schema: Schema, fields: object): z.output<Schema> {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw validationProblem(parsed.error.issues);
  return parsed.data;
}
