// The state of a journey over HTTP: paused, resumed, retired, each as the publication that was seen.
import { Body, Controller, Get, Inject, Param, Post, Req, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  checkIfMatch,
  Idempotent,
  IdempotencyKey,
  orThrow,
  Problem,
  Refuses,
  Roles,
  setETag,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { nameSchema } from './definition-bodies.js';
import type { Standing } from './definition-view.js';
import type { StateChange } from '../domain/lifecycle/lifecycle.js';
import { Lifecycle } from './lifecycle.service.js';

const standingSchema = z
  .object({
    journey: z.string(),
    version: z.int(),
    state: z.enum(['published', 'paused', 'retired']),
    /** The number that partitions take up. */
    publication: z.int(),
    changedBy: z.string().nullable(),
    changedAt: z.iso.datetime(),
  })
  .meta({ title: 'JourneyStanding' });
const retirementSchema = z.object({
  /** What becomes of those who are in it: they go on, or are cancelled and what was done is undone. */
  running: z.enum(['continue', 'cancel']).default('continue'),
});
const nothingSchema = z.object({});

interface Asked {
  readonly journey: string;
  readonly change: StateChange;
  readonly request: FastifyRequest;
  readonly caller: Principal;
  readonly call: IdempotentCall | undefined;
  readonly reply: FastifyReply;
  readonly cancelRunning?: boolean;
}

@Controller('definitions/:journey')
export class LifecycleController {
  constructor(@Inject(Lifecycle) private readonly lifecycle: Lifecycle) {}

  /** Whether it runs; its ETag is what If-Match wants. */
  @Get('state')
  @Roles('designer', 'operator', 'supervisor', 'agent', 'integrator')
  @Answers(200, standingSchema)
  @Refuses([404, 'No such journey.'])
  async show(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof standingSchema>> {
    const standing = await this.#find(journey);
    setETag(reply, standing.publication);
    return viewOf(standing);
  }

  /** Nothing is sent for now; waits go on, and what would be sent is held. */
  @Post('pause')
  @Roles('designer', 'operator')
  @Idempotent()
  @Answers(200, standingSchema)
  @Refuses(
    [404, 'No such journey.'],
    [409, 'It was retired.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  pause(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: nothingSchema.optional() }) _body: unknown,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#change({ journey, change: 'pause', request, caller, call, reply });
  }

  /** Sends again: what was held is looked at once more, and goes or has expired. */
  @Post('resume')
  @Roles('designer', 'operator')
  @Idempotent()
  @Answers(200, standingSchema)
  @Refuses(
    [404, 'No such journey.'],
    [409, 'It was retired.'],
    [412, 'Somebody changed it meanwhile.'],
    [428, 'If-Match is missing.'],
  )
  resume(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: nothingSchema.optional() }) _body: unknown,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return this.#change({ journey, change: 'resume', request, caller, call, reply });
  }

  /** Nobody enters any more. Who is in it goes on, or is cancelled. A publication begins again. */
  @Post('retire')
  @Roles('designer')
  @Idempotent()
  @Answers(200, standingSchema)
  @Refuses([404, 'No such journey.'], [412, 'Somebody changed it meanwhile.'], [428, 'If-Match is missing.'])
  retire(
    @Param('journey', { schema: nameSchema }) journey: string,
    @Body({ schema: retirementSchema.optional() }) body: z.output<typeof retirementSchema> | undefined,
    @Req() request: FastifyRequest,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const cancelRunning = body?.running === 'cancel';
    return this.#change({ journey, change: 'retire', request, caller, call, reply, cancelRunning });
  }

  async #change(asked: Asked): Promise<z.output<typeof standingSchema>> {
    const { journey, change, request, caller, call, reply, cancelRunning = false } = asked;
    const before = await this.#find(journey);
    checkIfMatch(request, before.publication);
    const changed = await this.lifecycle.change(journey, {
      change,
      actor: caller.subject,
      seen: before.publication,
      cancelRunning,
      complete: (tx, standing) => call?.complete(tx, 200, viewOf(standing)),
    });
    const standing = orThrow(changed, {
      'journey-not-found': 404,
      'journey-retired': 409,
      'version-moved': 412,
    });
    setETag(reply, standing.publication);
    return viewOf(standing);
  }

  async #find(journey: string): Promise<Standing> {
    const standing = await this.lifecycle.find(journey);
    if (standing === undefined) throw new Problem(404, 'journey-not-found', 'There is no such journey.');
    return standing;
  }
}

function viewOf({ changedAt, ...rest }: Standing): z.output<typeof standingSchema> {
  return { ...rest, changedAt: changedAt.toISOString() };
}
