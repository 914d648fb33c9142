// What the search box hands to the page of customers. It is personal, so it is in memory alone: neither in an address nor
// in the browser's history, which is written to disk.
import { useSyncExternalStore } from 'react';

/** As the customer data platform knows them. */
export const IDENTIFIER_KINDS = [
  'email',
  'phone',
  'user',
  'anonymous',
  'loyalty',
  'crm.contact',
  'order',
  'account',
  'device',
] as const;

export interface CustomerQuestion {
  readonly kind: string;
  readonly value: string;
}

let question: CustomerQuestion | undefined;
const listeners = new Set<() => void>();

/** Each call is a new question, also with the same words. */
export function askForCustomer(next: CustomerQuestion | undefined): void {
  question = next;
  for (const listener of listeners) listener();
}

/** The last one that was asked, until the window is loaded again. */
export function useCustomerQuestion(): CustomerQuestion | undefined {
  return useSyncExternalStore(subscribe, () => question);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
