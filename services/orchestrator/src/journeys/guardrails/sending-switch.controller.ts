// The switch over what journeys send, for operators: by channel and purpose, `*` for all of them. Nothing of it is lost.
import { Body, Controller, Get, Inject, Put, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  orThrow,
  Refuses,
  Roles,
  setETag,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { GuardrailsService, type SwitchVersion } from './guardrails.service.js';

const word = z.union([z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), z.literal('*')]);
const stopSchema = z.object({ channel: word.default('*'), purpose: word.default('*') });
const turnSchema = z.object({
  /** What is stopped from now on, all of it: an empty list lets everything go. */
  stopped: z.array(stopSchema).max(100),
});
const switchSchema = z
  .object({
    stopped: z.array(z.object({ channel: z.string(), purpose: z.string() })),
    /** 0 before it was turned the first time. */
    version: z.int(),
    changedBy: z.string().nullable(),
    changedAt: z.iso.datetime().nullable(),
  })
  .meta({ title: 'JourneySendingSwitch' });

@Controller('sending-switch')
export class SendingSwitchController {
  constructor(@Inject(GuardrailsService) private readonly guardrails: GuardrailsService) {}

  /** What is stopped. */
  @Get()
  @Roles('operator', 'supervisor')
  @Answers(200, switchSchema)
  async read(@Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.guardrails.stops();
    setETag(reply, found.version);
    return shown(found);
  }

  /** Stops what journeys send, or lets it go on: then every message that waited is checked again at once. */
  @Put()
  @Roles('operator')
  @Answers(200, switchSchema)
  @Refuses([412, 'Somebody changed it after you read it.'], [428, 'If-Match is missing.'])
  async turn(
    @Body({ schema: turnSchema }) { stopped }: z.output<typeof turnSchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version } = await this.guardrails.stops();
    checkIfMatch(request, version);
    const turned = orThrow(await this.guardrails.turn(stopped, { version, by: caller.subject }), {
      'version-moved': 412,
    });
    setETag(reply, turned.version);
    return shown(turned);
  }
}

function shown({ stopped, changedAt, ...rest }: SwitchVersion): z.output<typeof switchSchema> {
  return { ...rest, stopped: [...stopped], changedAt: changedAt?.toISOString() ?? null };
}
