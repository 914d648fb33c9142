// Offers over HTTP: seen, accepted, declined, and streamed to their agent as they come.
import {
  Answers,
  AnswersText,
  Caller,
  hasRole,
  Idempotent,
  idSchema,
  OpenStreams,
  orThrow,
  Problem,
  Refuses,
  Roles,
  withHeartbeat,
  type Principal,
} from '@continuo/service-kit';
import { Controller, Get, Headers, Inject, Param, Post, Sse, type MessageEvent } from '@nestjs/common';
import { z } from 'zod';
import type { Observable } from 'rxjs';
import { OfferStreams } from './offer-streams.js';
import { offerSchema } from './offer-body.js';
import { OffersService } from './offers.service.js';

const agentIdSchema = z.string().min(1).max(128);
const statuses = { 'offer-unknown': 404, 'offer-of-another': 403, 'offer-over': 409 } as const;

@Controller()
export class OffersController {
  constructor(
    @Inject(OffersService) private readonly offers: OffersService,
    @Inject(OfferStreams) private readonly streams: OfferStreams,
    @Inject(OpenStreams) private readonly open: OpenStreams,
  ) {}

  /** An offer with what is known of its customer now. */
  @Get('offers/:offerId')
  @Roles('agent', 'supervisor')
  @Answers(200, offerSchema)
  @Refuses([403, 'It was made to another agent.'], [404, 'No offer has this id.'])
  async show(@Param('offerId', { schema: idSchema }) offerId: string, @Caller() caller: Principal) {
    const agentId = hasRole(caller, 'supervisor') ? undefined : caller.subject;
    return orThrow(await this.offers.show(offerId, agentId), statuses);
  }

  /** Accepts: the conversation is the agent's, and the caller is put through. */
  @Post('offers/:offerId::accept')
  @Idempotent()
  @Roles('agent')
  @Answers(200, offerSchema)
  @Refuses(
    [403, 'It was made to another agent.'],
    [404, 'No offer has this id.'],
    [409, '`offer-over`: it was accepted already, or has ended.'],
  )
  async accept(@Param('offerId', { schema: idSchema }) offerId: string, @Caller() caller: Principal) {
    return orThrow(await this.offers.accept(offerId, caller.subject), statuses);
  }

  /** Declines: the call keeps its place and goes to the next agent. */
  @Post('offers/:offerId::decline')
  @Idempotent()
  @Roles('agent')
  @Answers(200, offerSchema)
  @Refuses(
    [403, 'It was made to another agent.'],
    [404, 'No offer has this id.'],
    [409, '`offer-over`: it was accepted already, or has ended.'],
  )
  async decline(@Param('offerId', { schema: idSchema }) offerId: string, @Caller() caller: Principal) {
    return orThrow(await this.offers.decline(offerId, caller.subject), statuses);
  }

  /**
   * The agent's own offers as they come: events `open` (the stream begins), `offer` and `conversation` (an offer's whole
   * body, again with each new version), `offer-ended` and `conversation-ended`. `Last-Event-ID` continues where a stream
   * broke off; it ends after a quarter of an hour, for a fresh token. An open stream is a sign of life.
   */
  @Sse('agents/:agentId/offers/stream')
  @Roles('agent')
  @AnswersText(200, 'text/event-stream', 'The offers to this agent, as they come.')
  @Refuses(
    [403, 'It is the stream of another agent.'],
    [404, 'No agent has this id.'],
    [429, 'The agent has too many streams open.'],
  )
  async stream(
    @Param('agentId', { schema: agentIdSchema }) agentId: string,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Caller() caller: Principal,
  ): Promise<Observable<MessageEvent>> {
    if (caller.subject !== agentId)
      throw new Problem(403, 'agent-is-another', 'Only the agent follows their own offers.');
    const after = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : undefined;
    const stream = orThrow(await this.streams.of(agentId, after), { 'agent-unknown': 404 });
    return this.open.of(caller.subject, withHeartbeat(stream));
  }
}
