// Orders over HTTP: placed, listed, shown. Names and numbers come in bodies, and leave only for staff.
import { linkingKinds } from '@continuo/contracts';
import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  decodeCursor,
  hasRole,
  IdempotencyKey,
  Idempotent,
  idSchema,
  orThrow,
  pageOf,
  pageQuerySchema,
  pageSchema,
  Refuses,
  Roles,
  setETag,
  type IdempotentCall,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { localIdSchema } from '../identifiers/local-id.js';
import { CHANNELS } from './domain/new-order.js';
import { ORDER_STATES } from './domain/order.js';
import { orderSchema, orderView } from './order-view.js';
import { OrdersService, type AcceptedOrder } from './orders.service.js';

const lineSchema = z.object({ productId: localIdSchema, quantity: z.int().min(1).max(999) });
const linesSchema = z
  .array(lineSchema)
  .min(1)
  .max(50)
  .superRefine((lines, context) => {
    const seen = new Set<string>();
    lines.forEach(({ productId }, index) => {
      if (seen.has(productId)) {
        const message = 'expected each product once, with its whole quantity';
        context.addIssue({ code: 'custom', path: [index, 'productId'], message, params: { rule: 'once' } });
      }
      seen.add(productId);
    });
  });
const placeSchema = z.object({
  /** Chosen by the caller; drawn when left out. */
  orderId: localIdSchema.optional(),
  /** Who ordered, in the clear; only keyed hashes of addresses and numbers leave this service. */
  customers: z
    .array(
      z.object({
        kind: z.enum([...linkingKinds, 'device', 'account']),
        value: z.string().trim().min(1).max(512),
      }),
    )
    .min(1)
    .max(10),
  /** Of the CRM. */
  contactId: localIdSchema.optional(),
  fulfilment: z.literal('collect').default('collect'),
  channel: z.enum(CHANNELS),
  storeId: localIdSchema,
  lines: linesSchema,
  /** For the label on the shelf. */
  contact: z
    .object({
      name: z.string().trim().min(1).max(200).optional(),
      phone: z.string().trim().min(1).max(40).optional(),
    })
    .optional(),
});
const pricedLineSchema = lineSchema.extend({ unitPrice: z.string(), currency: z.string() });
const acceptedSchema = z
  .object({
    orderId: z.string(),
    storeId: z.string(),
    lines: z.array(pricedLineSchema),
    /** What the customer shows at the counter. */
    pickupCode: z.string(),
    acceptedAt: z.iso.datetime(),
  })
  .meta({ title: 'AcceptedOrder' });
const detailsSchema = orderSchema
  .extend({
    history: z.array(
      z.object({
        state: z.enum(ORDER_STATES),
        cause: z.string(),
        recordedBy: z.string().nullable(),
        at: z.iso.datetime(),
      }),
    ),
    /** Only for staff, and who read it is written down; null once the person was erased. */
    contact: z
      .object({ contactId: z.string().nullable(), name: z.string().nullable(), phone: z.string().nullable() })
      .nullable()
      .optional(),
  })
  .meta({ title: 'OrderDetails' });
const listQuery = pageQuerySchema.extend({
  state: z.enum(ORDER_STATES).optional(),
  storeId: localIdSchema.optional(),
  profileId: idSchema.optional(),
});
const cursorSchema = z.tuple([z.iso.datetime(), z.string()]);

@Controller('orders')
export class OrdersController {
  constructor(@Inject(OrdersService) private readonly orders: OrdersService) {}

  /** Accepts an order for collection. Nothing is put aside yet: a journey commands it. */
  @Post()
  @Idempotent()
  @Roles('integrator', 'agent', 'supervisor')
  @Answers(201, acceptedSchema)
  @Refuses(
    [409, 'There is another order of this id.'],
    [422, 'It names no customer, or a place or product that there is not.'],
  )
  async place(
    @Body({ schema: placeSchema }) body: z.output<typeof placeSchema>,
    @Caller() { subject }: Principal,
    @IdempotencyKey() call: IdempotentCall | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { contact, ...order } = body;
    const incoming = { ...order, contactName: contact?.name, contactPhone: contact?.phone };
    // The header first: it is stored with the answer, for a call that comes again.
    const view = (accepted: AcceptedOrder) => {
      void reply.header('location', `/api/operations/orders/${accepted.orderId}`);
      return acceptedView(accepted);
    };
    return view(
      orThrow(await this.orders.place(incoming, { subject }, { call, view }), { 'order-exists': 409 }),
    );
  }

  /** Orders, newest first, by state, shop and person (any of the person's profile ids). */
  @Get()
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, pageSchema(orderSchema).meta({ title: 'OrderPage' }))
  async list(@Query({ schema: listQuery }) query: z.output<typeof listQuery>) {
    const { state, storeId, profileId, limit, cursor } = query;
    const after = cursor === undefined ? undefined : decodeCursor('orders', cursor, cursorSchema);
    const found = await this.orders.list({
      ...(state && { state }),
      ...(storeId && { storeId }),
      ...(profileId && { profileId }),
      ...(after && { after: { acceptedAt: after[0], id: after[1] } }),
      limit: limit + 1,
    });
    const place = { list: 'orders', limit };
    return pageOf(found, place, orderView, (last) => [last.acceptedAt.toISOString(), last.id]);
  }

  /** One order with every state that it was in. */
  @Get(':orderId')
  @Roles('agent', 'supervisor', 'operator', 'integrator')
  @Answers(200, detailsSchema)
  @Refuses([404, 'No order has this id.'])
  async show(
    @Param('orderId', { schema: localIdSchema }) id: string,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.output<typeof detailsSchema>> {
    const readsPersons = hasRole(caller, 'agent', 'supervisor');
    const reader = { subject: caller.subject, client: caller.clientId, readsPersons };
    const { order, history, person } = orThrow(await this.orders.show(id, reader), { 'order-unknown': 404 });
    setETag(reply, order.version);
    const contact = person && {
      contactId: person.contactId,
      name: person.contactName,
      phone: person.contactPhone,
    };
    return {
      ...orderView(order),
      history: history.map(({ at, ...entry }) => ({ ...entry, at: at.toISOString() })),
      ...(readsPersons && { contact: contact ?? null }),
    };
  }
}

function acceptedView({ acceptedAt, lines, ...rest }: AcceptedOrder): z.output<typeof acceptedSchema> {
  return { ...rest, lines: [...lines], acceptedAt: acceptedAt.toISOString() };
}
