// Operations that canaries reach only up to a refusal, and why: every other one must have done its work with them.

const reasons: readonly (readonly [operations: RegExp, why: string])[] = [
  [
    /\/webhooks\/(whatsapp|twilio\/\w+)$/,
    "a provider's call without its signature; the demonstration sends signed ones",
  ],
  [/ \S+\/agents\/\{agentId\}\/offers\/stream$/, 'an agent follows only their own'],
  [/^GET \S+\/profiles$/, 'an address is refused in an address line, for profiles:lookup'],
  [/^POST \S+\/orchestrator\/definitions$/, 'a sentence is no definition'],
  [/^POST \S+\/devices\/\{deviceId\}\/locations$/, 'nobody has agreed that their location is used'],
  // They need a moment of the story, and who is in it. The demonstration goes through all of them.
  [
    / \S+\/(tasks\/\{taskId\}|alerts\/\{alertId\}|deliveries\/\{deliveryId\})/,
    'nothing waits for a person just now',
  ],
  [/ \S+\/(interactions\/\{interactionId\}|offers\/\{offerId\})/, 'nobody is on the line just now'],
  [
    / \S+\/(orders\/\{orderId\}:\w+|fallouts\/\{falloutId\}:retry)$/,
    'the order is not where this may be done',
  ],
  [/ \S+\/(erasures|erasures\/\{id\}|merges\/\{id\}\/undo)$/, 'of nobody who is known'],
];

/** Why an operation may answer with a refusal; undefined when it may not. */
export function whyRefused(operation: string): string | undefined {
  return reasons.find(([operations]) => operations.test(operation))?.[1];
}
