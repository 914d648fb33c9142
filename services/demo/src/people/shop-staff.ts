// The staff of the shop: makes orders ready, meets who comes near, and hands over.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Refused, type Api } from '../channels/api.js';
import { follow } from '../channels/event-stream.js';
import { until, type World } from './world.js';

const alertSchema = z.looseObject({
  alertId: z.string(),
  orderId: z.string().nullable(),
  state: z.string(),
});
const ordersSchema = z.object({ items: z.array(z.looseObject({ orderId: z.string() })) });

const LOOK_EVERY_MS = 500;

export class ShopStaff {
  readonly #met = new Set<string>();

  constructor(
    private readonly api: Api,
    private readonly world: World,
  ) {}

  /** Works until the story is over. */
  async works(): Promise<void> {
    const { over, store } = this.world;
    const making = this.#makesReady();
    await follow(this.api, `/api/collaboration/places/${store}/alerts/stream`, over, (type, data) => {
      if (type !== 'alert') return;
      const alert = alertSchema.safeParse(data);
      if (alert.success && alert.data.state === 'open') void this.#meets(alert.data);
    });
    await making;
  }

  /** Gives a customer the order who came without being seen. */
  async handsOver(orderId: string): Promise<void> {
    const pickupCode = this.world.pickupCodes.get(orderId);
    await this.api.post(`/api/operations/orders/${orderId}:collect`, { ...(pickupCode && { pickupCode }) });
  }

  async #makesReady(): Promise<void> {
    const { over, store, notMadeReady } = this.world;
    const path = `/api/operations/orders?state=reserved&storeId=${store}&limit=100`;
    while (!over.aborted) {
      const { items } = await this.api.get(path, ordersSchema);
      for (const { orderId } of items) {
        if (notMadeReady.has(orderId)) continue;
        await this.#tried(() => this.api.post(`/api/operations/orders/${orderId}:ready`, {}));
      }
      await pause(LOOK_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  async #meets({ alertId, orderId }: z.output<typeof alertSchema>): Promise<void> {
    if (this.#met.has(alertId)) return;
    this.#met.add(alertId);
    await pause(300);
    await this.#tried(() => this.api.post(`/api/collaboration/alerts/${alertId}:acknowledge`, {}));
    if (orderId === null || this.world.notHandedOver.has(orderId)) return;
    this.world.tell(`staff goes to meet the customer of ${orderId}`);
    await this.#isTogether(orderId);
    await this.#tried(() => this.handsOver(orderId));
  }

  /** Until the journey knows that they have met: the walk to the counter takes longer. */
  async #isTogether(orderId: string): Promise<void> {
    const { seen, over } = this.world;
    await until(over, `${orderId} was met`, () => {
      const journey = [...seen.values()].find(({ orderId: of }) => of === orderId);
      return journey === undefined || ['served', 'handed-over'].includes(journey.step) ? true : undefined;
    });
  }

  /** What somebody else did first is no reason to stop working. */
  async #tried(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.world.tell(`staff: ${error.message}`);
    }
  }
}
