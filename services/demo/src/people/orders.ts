// Placing an order as the shop's backend and its agents do.
import { z } from 'zod';
import type { Api } from '../channels/api.js';
import type { World } from './world.js';

const placedSchema = z.looseObject({ pickupCode: z.string() });

/** The code that the customer is told is kept in the world. */
export async function placeOrder(
  by: Api,
  world: World,
  order: {
    readonly orderId: string;
    readonly userId: string;
    readonly productId: string;
    readonly channel: 'web' | 'phone';
  },
): Promise<void> {
  const { orderId, userId, productId, channel } = order;
  const placed = await by.post(
    '/api/operations/orders',
    {
      orderId,
      customers: [{ kind: 'user', value: userId }],
      fulfilment: 'collect',
      channel,
      storeId: world.store,
      lines: [{ productId, quantity: 1 }],
    },
    placedSchema,
  );
  world.pickupCodes.set(orderId, placed.pickupCode);
}
