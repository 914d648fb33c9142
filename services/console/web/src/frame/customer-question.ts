// What the search box hands to the page of customers. It is personal, so it is in memory alone: neither in an address nor
// in the browser's history, which is written to disk.
import { useSyncExternalStore } from 'react';

export interface CustomerQuestion {
  /** As the page of customers names them; empty when it is to be guessed. */
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
