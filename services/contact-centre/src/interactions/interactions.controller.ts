// Interactions over HTTP: lists without anything personal, one with its number for those it concerns, and its end.
import {
  Answers,
  Caller,
  decodeCursor,
  hasRole,
  Idempotent,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import type { Interaction } from './interaction.js';
import { InteractionsService, type Asking } from './interactions.service.js';

const states = ['waiting', 'offered', 'talking', 'ended'] as const;
const moment = z.iso.datetime().nullable();
const summarySchema = z.object({
  interactionId: z.uuid(),
  channel: z.string(),
  direction: z.string(),
  queue: z.string(),
  state: z.enum(states),
  profileId: z.uuid().nullable(),
  queuedAt: z.iso.datetime(),
  attempts: z.int(),
  agentId: z.string().nullable(),
  acceptedAt: moment,
  connection: z.enum(['none', 'pending', 'connected', 'failed']),
  connectionCode: z.string().nullable(),
  endedAt: moment,
  endReason: z.enum(['completed', 'abandoned', 'failed']).nullable(),
  disposition: z.string().nullable(),
});
const detailsSchema = summarySchema
  .extend({
    /** Null for agents whom the interaction does not concern. */
    personal: z.object({ number: z.string().nullable(), note: z.string().nullable() }).nullable(),
  })
  .meta({ title: 'Interaction' });
const listSchema = pageQuerySchema.extend({
  state: z.enum(states).optional(),
  queue: z.string().max(64).optional(),
  agentId: z.string().max(128).optional(),
  /** Any profile of the person. */
  profileId: idSchema.optional(),
});
const endSchema = z.strictObject({
  /** Stable code of what came of it. */
  disposition: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/, 'a code of a-z, 0-9 and hyphens'),
  /** Stays here. */
  note: z.string().max(4_000).optional(),
});
const afterSchema = z.tuple([z.iso.datetime(), z.uuid()]);

@Controller('interactions')
export class InteractionsController {
  constructor(@Inject(InteractionsService) private readonly interactions: InteractionsService) {}

  /** Newest first, by state, queue, agent and person. */
  @Get()
  @Roles('agent', 'supervisor')
  @Answers(200, pageSchema(summarySchema).meta({ title: 'InteractionPage' }))
  async list(@Query({ schema: listSchema }) { limit, cursor, ...filter }: z.output<typeof listSchema>) {
    const after = cursor === undefined ? undefined : decodeCursor('interactions', cursor, afterSchema);
    const from = after && { queuedAt: after[0], interactionId: after[1] };
    const found = await this.interactions.list(filter, from, limit + 1);
    const place = { list: 'interactions', limit };
    return pageOf(found, place, summaryOf, (last) => [last.queuedAt.toISOString(), last.interactionId]);
  }

  /** One interaction. That a number or a note was shown, and to whom, is written down. */
  @Get(':interactionId')
  @Roles('agent', 'supervisor')
  @Answers(200, detailsSchema)
  @Refuses([404, 'No interaction has this id.'])
  async show(@Param('interactionId', { schema: idSchema }) id: string, @Caller() caller: Principal) {
    const found = await this.interactions.show(id, askingOf(caller));
    const { interaction, isOpenTo } = orThrow(found, { 'interaction-unknown': 404 });
    const { number, note } = interaction;
    return { ...summaryOf(interaction), personal: isOpenTo ? { number, note } : null };
  }

  /** Ends a conversation, with a code and a note of what came of it. The first end counts. */
  @Post(':interactionId::end')
  @Idempotent()
  @Roles('agent', 'supervisor')
  @Answers(200, summarySchema.meta({ title: 'EndedInteraction' }))
  @Refuses(
    [403, 'It is the conversation of another agent.'],
    [404, 'No interaction has this id.'],
    [409, '`interaction-over`: it was ended before; `interaction-not-accepted`: nobody talks yet.'],
  )
  async end(
    @Param('interactionId', { schema: idSchema }) id: string,
    @Body({ schema: endSchema }) { disposition, note = '' }: z.output<typeof endSchema>,
    @Caller() caller: Principal,
  ) {
    const said = { disposition, note: note === '' ? null : note };
    const ended = await this.interactions.end(id, said, askingOf(caller));
    return summaryOf(
      orThrow(ended, {
        'interaction-unknown': 404,
        'interaction-of-another': 403,
        'interaction-over': 409,
        'interaction-not-accepted': 409,
      }),
    );
  }
}

function askingOf(caller: Principal): Asking {
  const { subject, clientId: client } = caller;
  return { subject, client, supervises: hasRole(caller, 'supervisor') };
}

function summaryOf(interaction: Interaction): z.output<typeof summarySchema> {
  return {
    interactionId: interaction.interactionId,
    channel: interaction.channel,
    direction: interaction.direction,
    queue: interaction.queue,
    state: interaction.state,
    profileId: interaction.profileId,
    queuedAt: interaction.queuedAt.toISOString(),
    attempts: interaction.attempts,
    agentId: interaction.agentId,
    acceptedAt: interaction.acceptedAt?.toISOString() ?? null,
    connection: interaction.connection,
    connectionCode: interaction.connectionCode,
    endedAt: interaction.endedAt?.toISOString() ?? null,
    endReason: interaction.endReason,
    disposition: interaction.disposition,
  };
}
