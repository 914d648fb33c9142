// Consent over HTTP: said once per purpose and channel, asked for any moment.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  Idempotent,
  IdempotencyKey,
  orThrow,
  Refuses,
  Roles,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { ConsentService } from './consent.service.js';

const word = z.string().regex(/^[a-z][a-z0-9-]{0,63}$/);
const label = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._/-]{0,99}$/);
const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const saidSchema = z
  .object({
    profileId: z
      .uuid()
      .transform((id) => id.toLowerCase())
      .optional(),
    customers: z
      .array(
        z.object({
          kind: z.string().regex(/^(crm\.contact|anonymous|user|email|phone|loyalty)$/),
          value: z.string().min(1).max(512),
        }),
      )
      .min(1)
      .max(10)
      .optional(),
    purpose: word,
    channel: z.union([word, z.literal('*')]),
    granted: z.boolean(),
    /** Version of the wording that was shown. */
    version: label,
    /** Where it was said: a form, an agent, an import. */
    source: label,
    saidAt: moment.optional(),
  })
  .refine((said) => (said.profileId === undefined) !== (said.customers === undefined), {
    error: 'expected either profileId or customers',
    path: ['customers'],
  });
const recordSchema = z.object({
  id: z.uuid(),
  purpose: z.string(),
  channel: z.string(),
  granted: z.boolean(),
  version: z.string(),
  source: z.string(),
  saidAt: z.iso.datetime(),
  receivedAt: z.iso.datetime(),
});
const momentSchema = z.object({ at: moment.optional(), knownAt: moment.optional() });
const stateSchema = z
  .object({
    at: z.iso.datetime(),
    knownAt: z.iso.datetime(),
    state: z.array(recordSchema),
    history: z.array(recordSchema),
  })
  .meta({ title: 'Consents' });

@Controller()
export class ConsentController {
  constructor(@Inject(ConsentService) private readonly consents: ConsentService) {}

  /** Records that a customer agreed or withdrew. It counts everywhere once it is on the timeline. */
  @Post('consents')
  @Idempotent()
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(202, z.object({ id: z.uuid() }))
  @Refuses([404, 'No profile has this id.'], [422, 'It was not said yet, or names nobody.'])
  async record(
    @Body({ schema: saidSchema }) body: z.output<typeof saidSchema>,
    @Caller() caller: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
  ) {
    const recorded = await this.consents.record(body, caller.subject, (tx, answer) =>
      call?.complete(tx, 202, answer),
    );
    return orThrow(recorded, { 'profile-unknown': 404 });
  }

  /** What a customer had agreed to at a moment (now when left out), as known at a moment. */
  @Get('profiles/:id/consents')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, stateSchema)
  @Refuses([404, 'No profile has this id.'])
  async at(
    @Param('id', { schema: z.uuid() }) id: string,
    @Query({ schema: momentSchema }) query: z.output<typeof momentSchema>,
  ): Promise<z.output<typeof stateSchema>> {
    const now = new Date();
    const until = { at: query.at ?? now, knownAt: query.knownAt ?? now };
    const found = orThrow(await this.consents.at(id.toLowerCase(), until), { 'profile-unknown': 404 });
    const shown = (each: (typeof found.state)[number]) => ({
      id: each.eventId,
      purpose: each.purpose,
      channel: each.channel,
      granted: each.granted,
      version: each.version,
      source: each.source,
      saidAt: each.saidAt.toISOString(),
      receivedAt: each.receivedAt.toISOString(),
    });
    return {
      at: until.at.toISOString(),
      knownAt: until.knownAt.toISOString(),
      state: found.state.map(shown),
      history: found.history.map(shown),
    };
  }
}
