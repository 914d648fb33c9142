// The states of a delivery, and which of the provider's words about it are news.

/** Waiting states, then ends before the channel, then what the channel says. */
export type DeliveryState =
  'queued' | 'held' | 'expired' | 'refused' | 'failed' | 'sent' | 'undelivered' | 'delivered' | 'read';

export const DELIVERY_STATES = [
  'queued',
  'held',
  'expired',
  'refused',
  'failed',
  'sent',
  'undelivered',
  'delivered',
  'read',
] as const satisfies readonly DeliveryState[];

export type ProviderWord = 'sent' | 'delivered' | 'read' | 'failed';
export type ChangedStatus = 'delivered' | 'read' | 'undelivered';

/** On a second device it may be delivered after it failed on the first; after it was read nothing is news. */
const rank: Partial<Record<DeliveryState, number>> = { sent: 1, undelivered: 2, delivered: 3, read: 4 };

const meaning: Record<ProviderWord, DeliveryState & ('sent' | ChangedStatus)> = {
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  failed: 'undelivered',
};

export interface StateNews {
  /** It was handed over, and we did not know: the answer to our call was lost, or is still on its way. */
  readonly wasSent: boolean;
  readonly changed: ChangedStatus | null;
}

/** What a word of the provider tells that was not known; undefined when nothing. States never go back. */
export function newsOf(state: DeliveryState, word: ProviderWord): StateNews | undefined {
  const told = meaning[word];
  const changed = told === 'sent' ? null : told;
  const known = rank[state];
  if (known === undefined) return { wasSent: true, changed };
  return changed !== null && (rank[told] ?? 0) > known ? { wasSent: false, changed } : undefined;
}
