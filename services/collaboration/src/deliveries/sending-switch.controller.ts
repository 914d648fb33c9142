// One switch over all sending, for operators: by channel and purpose, `*` for all of them.
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
import { SendingSwitchService } from './sending-switch.service.js';

const word = z.union([z.string().regex(/^[a-z][a-z0-9-]{0,63}$/), z.literal('*')]);
const stopSchema = z.object({ channel: word.default('*'), purpose: word.default('*') });
const turnSchema = z.object({
  /** What is stopped from now on, all of it: an empty list lets everything go. */
  stopped: z.array(stopSchema).max(100),
});
const switchSchema = z
  .object({
    stopped: z.array(z.object({ channel: z.string(), purpose: z.string() })),
    version: z.int(),
    changedBy: z.string(),
    changedAt: z.iso.datetime(),
  })
  .meta({ title: 'SendingSwitch' });

@Controller('sending-switch')
export class SendingSwitchController {
  constructor(@Inject(SendingSwitchService) private readonly sendingSwitch: SendingSwitchService) {}

  /** What is stopped. */
  @Get()
  @Roles('operator', 'supervisor')
  @Answers(200, switchSchema)
  async read(@Res({ passthrough: true }) reply: FastifyReply) {
    const found = await this.sendingSwitch.read();
    setETag(reply, found.version);
    return { ...found, stopped: [...found.stopped], changedAt: found.changedAt.toISOString() };
  }

  /** Stops sending, or lets it go on: then what was held back is sent, unless its time has passed. */
  @Put()
  @Roles('operator')
  @Answers(200, switchSchema.extend({ released: z.int() }))
  @Refuses([412, 'Somebody changed it after you read it.'], [428, 'If-Match is missing.'])
  async turn(
    @Body({ schema: turnSchema }) { stopped }: z.output<typeof turnSchema>,
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { version } = await this.sendingSwitch.read();
    checkIfMatch(request, version);
    const turned = orThrow(await this.sendingSwitch.turn(stopped, { version, by: caller.subject }), {
      'version-moved': 412,
    });
    setETag(reply, turned.version);
    return { ...turned, stopped: [...turned.stopped], changedAt: turned.changedAt.toISOString() };
  }
}
