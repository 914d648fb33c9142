// An order as its interface shows it: numbers, states and times, nobody's name.
import { z } from 'zod';
import { CHANNELS } from './domain/new-order.js';
import { ORDER_STATES, type Order } from './domain/order.js';

export const orderSchema = z
  .object({
    orderId: z.string(),
    state: z.enum(ORDER_STATES),
    fulfilment: z.literal('collect'),
    channel: z.enum(CHANNELS),
    storeId: z.string(),
    lines: z.array(
      z.object({ productId: z.string(), quantity: z.int(), unitPrice: z.string(), currency: z.string() }),
    ),
    reservationId: z.uuid().nullable(),
    cancelCode: z.string().nullable(),
    /** Null until the platform knows whose it is, and after an erasure. */
    profileId: z.uuid().nullable(),
    version: z.int(),
    acceptedAt: z.iso.datetime(),
    changedAt: z.iso.datetime(),
  })
  .meta({ title: 'Order' });

export function orderView(order: Order): z.output<typeof orderSchema> {
  const { reservedAt: _, id: orderId, lines, acceptedAt, changedAt, ...rest } = order;
  return {
    orderId,
    ...rest,
    lines: [...lines],
    acceptedAt: acceptedAt.toISOString(),
    changedAt: changedAt.toISOString(),
  };
}
