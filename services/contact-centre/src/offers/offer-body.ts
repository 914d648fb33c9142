// An offer as an agent is shown it: who waits since when, and what is known of them, by ids only.
import { z } from 'zod';
import type { CustomerContext } from '../context/domain/customer-context.js';
import type { Interaction } from '../interactions/interaction.js';
import type { Offer } from './offers.store.js';

const messageSchema = z.object({
  messageId: z.uuid(),
  receivedAt: z.iso.datetime(),
  channel: z.string(),
  intent: z.string(),
  productId: z.string().nullable(),
});
const customerSchema = z.object({
  profileId: z.uuid(),
  language: z.string().nullable(),
  valueTier: z.string().nullable(),
  lastMessage: messageSchema.nullable(),
  openCases: z.array(
    z.object({
      caseId: z.uuid(),
      caseType: z.string(),
      productId: z.string().nullable(),
      openedAt: z.iso.datetime(),
    }),
  ),
  openOrders: z.array(
    z.object({
      orderId: z.string(),
      storeId: z.string(),
      state: z.enum(['accepted', 'ready', 'fallout']),
      since: z.iso.datetime(),
    }),
  ),
});
export const offerSchema = z
  .object({
    offerId: z.uuid(),
    interactionId: z.uuid(),
    agentId: z.string(),
    queue: z.string(),
    attempt: z.int(),
    state: z.enum(['open', 'accepted', 'completed', 'declined', 'unanswered', 'agent_gone', 'caller_gone']),
    /** Grows when what is told of the customer changes. */
    version: z.int(),
    offeredAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    waitingSince: z.iso.datetime(),
    acceptedAt: z.iso.datetime().nullable(),
    /** Whether the caller was put through to the agent, once they have accepted. */
    connection: z.enum(['none', 'pending', 'connected', 'failed']),
    connectionCode: z.string().nullable(),
    /** Null until the timeline has told who it is, and for a caller who withholds it, where nothing is known. */
    customer: customerSchema.nullable(),
  })
  .meta({ title: 'Offer' });

export type OfferBody = z.output<typeof offerSchema>;

export function offerBody(
  offer: Offer,
  interaction: Interaction,
  context: CustomerContext | undefined,
): OfferBody {
  const isOurs = offer.state === 'accepted' || offer.state === 'completed';
  return {
    offerId: offer.offerId,
    interactionId: offer.interactionId,
    agentId: offer.agentId,
    queue: interaction.queue,
    attempt: offer.attempt,
    state: offer.state,
    version: offer.version,
    offeredAt: offer.offeredAt.toISOString(),
    expiresAt: offer.expiresAt.toISOString(),
    waitingSince: interaction.queuedAt.toISOString(),
    acceptedAt: isOurs ? (interaction.acceptedAt?.toISOString() ?? null) : null,
    connection: isOurs ? interaction.connection : 'none',
    connectionCode: isOurs ? interaction.connectionCode : null,
    customer: context === undefined ? null : customerOf(context),
  };
}

function customerOf(context: CustomerContext): z.output<typeof customerSchema> {
  const { profileId, language, valueTier, lastMessage } = context;
  return {
    profileId,
    language,
    valueTier,
    lastMessage:
      lastMessage === null ? null : { ...lastMessage, receivedAt: lastMessage.receivedAt.toISOString() },
    openCases: context.openCases.map((each) => ({ ...each, openedAt: each.openedAt.toISOString() })),
    openOrders: context.openOrders.flatMap(({ state, since, ...which }) =>
      state === 'collected' || state === 'cancelled' ? [] : [{ ...which, state, since: since.toISOString() }],
    ),
  };
}
