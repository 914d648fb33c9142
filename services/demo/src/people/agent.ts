// An agent at the desk: takes the calls that are offered, sees what was asked before, takes the order, closes the case.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { Refused, type Api } from '../channels/api.js';
import { follow } from '../channels/event-stream.js';
import { placeOrder } from './orders.js';
import type { World } from './world.js';

const offerSchema = z.looseObject({
  offerId: z.string(),
  interactionId: z.string(),
  customer: z
    .looseObject({
      profileId: z.string(),
      lastMessage: z
        .looseObject({
          messageId: z.string(),
          receivedAt: z.string(),
          intent: z.string(),
          productId: z.string().nullable(),
        })
        .nullable(),
      openCases: z.array(z.looseObject({ caseId: z.string() })),
    })
    .nullable(),
});
const textsSchema = z.object({ messages: z.array(z.looseObject({ text: z.string().nullable() })) });

type Offer = z.output<typeof offerSchema>;

const PRESENT_EVERY_MS = 8_000;
const LOOK_EVERY_MS = 300;
const LOOKS_FOR_CASE = 20;

export class Agent {
  readonly #taken = new Set<string>();

  constructor(
    readonly id: string,
    private readonly api: Api,
    private readonly world: World,
  ) {}

  /** Sits at the desk until the story is over. */
  async works(): Promise<void> {
    const { over } = this.world;
    const presence = this.#staysPresent();
    await follow(this.api, `/api/contact-centre/agents/${this.id}/offers/stream`, over, (type, data) => {
      const offer = offerSchema.safeParse(data);
      if (type === 'offer' && offer.success) void this.#isOffered(offer.data);
    });
    await presence;
  }

  async #staysPresent(): Promise<void> {
    const { over } = this.world;
    const path = `/api/contact-centre/agents/${this.id}/presence`;
    while (!over.aborted) {
      await this.api.post(path, { presence: 'available' }).catch(() => undefined);
      await pause(PRESENT_EVERY_MS, undefined, { signal: over }).catch(() => undefined);
    }
  }

  /** An offer comes again whenever more is known of the customer; it is taken once it says who calls. */
  async #isOffered(offer: Offer): Promise<void> {
    const { customer, offerId, interactionId } = offer;
    if (customer === null || this.#taken.has(offerId) || this.world.unanswered.has(customer.profileId))
      return;
    this.#taken.add(offerId);
    await pause(400);
    try {
      await this.api.post(`/api/contact-centre/offers/${offerId}:accept`, {});
      await this.#talks(offerId, customer);
      await this.api.post(`/api/contact-centre/interactions/${interactionId}:end`, {
        disposition: 'ordered',
      });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.world.tell(`${this.id}: ${error.message}`);
    }
  }

  async #talks(offerId: string, customer: NonNullable<Offer['customer']>): Promise<void> {
    const wish = this.world.wishes.get(customer.profileId);
    if (wish === undefined) return;
    await this.#readsWhatWasAsked(wish.customer, customer);
    const order = (): Promise<void> => placeOrder(this.api, this.world, { ...wish, channel: 'phone' });
    if (wish.ordersFirst) await order();
    const caseId = await this.#openCase(offerId);
    if (caseId !== undefined)
      await this.api.post(`/api/crm/cases/${caseId}:close`, { resolution: 'ordered' });
    if (!wish.ordersFirst) await order();
  }

  /** Who calls at once may be faster than the case: the agent sees it a moment later. */
  async #openCase(offerId: string): Promise<string | undefined> {
    for (let look = 0; look < LOOKS_FOR_CASE; look += 1) {
      const { customer } = await this.api.get(`/api/contact-centre/offers/${offerId}`, offerSchema);
      const [open] = customer?.openCases ?? [];
      if (open !== undefined) return open.caseId;
      await pause(LOOK_EVERY_MS);
    }
    return undefined;
  }

  async #readsWhatWasAsked(name: string, { lastMessage }: NonNullable<Offer['customer']>): Promise<void> {
    if (lastMessage === null) return;
    const { messageId, intent, productId } = lastMessage;
    const path = '/api/collaboration/messages:batchGet';
    const { messages } = await this.api.post(path, { ids: [messageId], purpose: 'call' }, textsSchema);
    const text = messages[0]?.text ?? '';
    this.world.tell(
      `${this.id} takes ${name}'s call and sees: ${intent === 'unknown' ? `"${text}"` : intent}, about ${productId ?? 'nothing named'}`,
    );
  }
}
