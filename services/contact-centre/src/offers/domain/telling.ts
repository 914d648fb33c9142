// How long an offer tells of its customer: while it is its agent's business, and not for ever after.

export type OfferState =
  'open' | 'accepted' | 'completed' | 'declined' | 'unanswered' | 'agent_gone' | 'caller_gone';

/**
 * While it may be accepted, in the conversation, and until its agent has said what came of it. Who was once asked must
 * not go on reading what the customer does today.
 */
export function tellsOfCustomer(state: OfferState, disposition: string | null): boolean {
  if (state === 'open' || state === 'accepted') return true;
  return state === 'completed' && disposition === null;
}
