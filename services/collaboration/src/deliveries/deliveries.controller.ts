// Deliveries for agents and operators: what was sent, held, refused, and why.
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  hasRole,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Problem,
  Refuses,
  Roles,
  type Principal,
} from '@continuo/service-kit';
import { z } from 'zod';
import { DeliveriesReading } from './deliveries-reading.service.js';
import type { DeliverySummary } from './delivery-summary.js';
import { DELIVERY_STATES } from './domain/delivery-state.js';

const listSchema = pageQuerySchema.extend({
  state: z.enum(DELIVERY_STATES).optional(),
  template: z.string().max(64).optional(),
  profileId: idSchema.optional(),
});
const readSchema = z.object({
  /** What the words are read for: kept with who read them. Without it they stay where they are. */
  purpose: z.string().min(1).max(100).optional(),
});
const revealSchema = z.object({
  /** What the words are read for: kept with who read them. In the body, since it is somebody's own words. */
  purpose: z.string().trim().min(3).max(100),
});
const deliverySchema = z
  .object({
    deliveryId: z.uuid(),
    commandId: z.string(),
    profileId: z.uuid(),
    template: z.string(),
    /** Which revision was sent, or looked at last; null before that. */
    templateRevision: z.int().nullable(),
    purpose: z.string(),
    channel: z.string(),
    language: z.string().nullable(),
    state: z.enum(DELIVERY_STATES),
    code: z.string().nullable(),
    notAfter: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
    sentAt: z.iso.datetime().nullable(),
    changedAt: z.iso.datetime(),
  })
  .meta({ title: 'Delivery' });
const list = 'deliveries';

@Controller('deliveries')
export class DeliveriesController {
  constructor(@Inject(DeliveriesReading) private readonly deliveries: DeliveriesReading) {}

  /** The newest first, by state, template or person. */
  @Get()
  @Roles('agent', 'supervisor', 'operator')
  @Answers(200, pageSchema(deliverySchema))
  async list(@Query({ schema: listSchema }) { limit, cursor, ...filter }: z.output<typeof listSchema>) {
    const place = cursor === undefined ? undefined : decodeCursor(list, cursor, placeSchema);
    const after = place && { at: new Date(place[0]), id: place[1] };
    const found = await this.deliveries.list(filter, { after, limit: limit + 1 });
    return pageOf(found, { list, limit }, shown, ({ createdAt, id }) => [createdAt.toISOString(), id]);
  }

  /** One delivery. Its words are answered to agents and supervisors who say what they read them for. */
  @Get(':deliveryId')
  @Roles('agent', 'supervisor', 'operator')
  @Answers(200, deliverySchema.extend({ text: z.string().nullable() }))
  @Refuses([404, 'No delivery has this id.'])
  async show(
    @Param('deliveryId', { schema: idSchema }) id: string,
    @Query({ schema: readSchema }) { purpose }: z.output<typeof readSchema>,
    @Caller() caller: Principal,
  ) {
    if (purpose !== undefined && !hasRole(caller, 'agent', 'supervisor'))
      throw new Problem(403, 'not-allowed', 'Only agents and supervisors read the words of a message.');
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    const { text, ...found } = orThrow(await this.deliveries.show(id, reader), { 'delivery-unknown': 404 });
    return { ...shown(found), text };
  }

  /** One delivery with its words. Who read them, and what for, is written down. */
  @Post(':deliveryId::reveal')
  @Roles('agent', 'supervisor')
  @Answers(200, deliverySchema.extend({ text: z.string().nullable() }).meta({ title: 'RevealedDelivery' }))
  @Refuses([404, 'No delivery has this id.'])
  async reveal(
    @Param('deliveryId', { schema: idSchema }) id: string,
    @Body({ schema: revealSchema }) { purpose }: z.output<typeof revealSchema>,
    @Caller() caller: Principal,
  ) {
    const reader = { subject: caller.subject, client: caller.clientId, purpose };
    const { text, ...found } = orThrow(await this.deliveries.show(id, reader), { 'delivery-unknown': 404 });
    return { ...shown(found), text };
  }
}

const placeSchema = z.tuple([z.iso.datetime(), z.uuid()]);

function shown({ id: deliveryId, notAfter, createdAt, sentAt, changedAt, ...rest }: DeliverySummary) {
  return {
    deliveryId,
    ...rest,
    notAfter: notAfter?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    sentAt: sentAt?.toISOString() ?? null,
    changedAt: changedAt.toISOString(),
  };
}
