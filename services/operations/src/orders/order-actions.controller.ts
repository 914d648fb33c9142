// What is done with an order, over HTTP. Each action is safe to repeat; one that comes too late is refused by name.
import { Body, Controller, Inject, Param, Post, Res } from '@nestjs/common';
import {
  Answers,
  Caller,
  hasRole,
  orThrow,
  Refuses,
  Roles,
  setETag,
  type Principal,
} from '@continuo/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { localIdSchema } from '../identifiers/local-id.js';
import { OrderActions } from './order-actions.service.js';
import { orderSchema, orderView } from './order-view.js';
import type { Order } from './domain/order.js';

/** Left out, the order is handed over on other evidence, which the history says. */
const collectSchema = z.object({ pickupCode: z.string().min(1).max(20).optional() }).default({});
const cancelSchema = z.object({
  code: z.enum(['customer-request', 'not-collected', 'stock-short', 'other']),
});

const statuses = {
  'order-unknown': 404,
  'order-not-reserved': 409,
  'order-not-ready': 409,
  'order-already-collected': 409,
  'order-already-cancelled': 409,
  'pickup-code-wrong': 403,
  'pickup-code-locked': 403,
} as const;

const idParam = { schema: localIdSchema };

@Controller('orders')
export class OrderActionsController {
  constructor(@Inject(OrderActions) private readonly actions: OrderActions) {}

  /** Shop staff has put it at the counter. */
  @Post(':orderId::ready')
  @Roles('agent', 'supervisor')
  @Answers(200, orderSchema)
  @Refuses([404, 'No order has this id.'], [409, 'It is not reserved, or has come to its end.'])
  async ready(
    @Param('orderId', idParam) id: string,
    @Caller() { subject }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(reply, orThrow(await this.actions.ready(id, subject), statuses));
  }

  /** Shop staff hands it over. */
  @Post(':orderId::collect')
  @Roles('agent', 'supervisor')
  @Answers(200, orderSchema)
  @Refuses(
    [403, 'The pickup code is wrong, or too many wrong ones were tried.'],
    [404, 'No order has this id.'],
    [409, 'It is not ready, or was cancelled.'],
  )
  async collect(
    @Param('orderId', idParam) id: string,
    @Body({ schema: collectSchema }) { pickupCode }: z.output<typeof collectSchema>,
    @Caller() caller: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const mayOverride = hasRole(caller, 'supervisor');
    const collected = await this.actions.collect(id, { pickupCode, by: caller.subject, mayOverride });
    return shown(reply, orThrow(collected, statuses));
  }

  /** Nobody wants it any more, or nobody can have it. */
  @Post(':orderId::cancel')
  @Roles('agent', 'supervisor', 'integrator')
  @Answers(200, orderSchema)
  @Refuses([404, 'No order has this id.'], [409, 'It was collected.'])
  async cancel(
    @Param('orderId', idParam) id: string,
    @Body({ schema: cancelSchema }) { code }: z.output<typeof cancelSchema>,
    @Caller() { subject }: Principal,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return shown(reply, orThrow(await this.actions.cancel(id, { code, by: subject }), statuses));
  }
}

function shown(reply: FastifyReply, order: Order): z.output<typeof orderSchema> {
  setETag(reply, order.version);
  return orderView(order);
}
