// What the status of a call at the provider means for its interaction.

export type InteractionState = 'waiting' | 'offered' | 'talking' | 'ended';
export type EndReason = 'completed' | 'abandoned' | 'failed';

/** Statuses after which nothing more comes of a call. */
const final = new Set(['completed', 'busy', 'no-answer', 'canceled', 'failed']);

/** How an interaction ends by a status; undefined when the call goes on. */
export function endBy(status: string, state: InteractionState): EndReason | undefined {
  if (!isFinal(status) || state === 'ended') return undefined;
  if (status === 'failed') return 'failed';
  return state === 'talking' ? 'completed' : 'abandoned';
}

export function isFinal(status: string): boolean {
  return final.has(status);
}
