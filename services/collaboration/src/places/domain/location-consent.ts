// Whether a customer agreed to their location being used, out of their words as the customer data platform tells them.
import { mayContact } from '../../consents/domain/may-contact.js';

export interface ConsentWord {
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  /** ISO 8601. */
  readonly saidAt: string;
}

/** By the service's one rule: of the words on devices and on any channel the newest counts; silence is a no. */
export function agreesToLocation(words: readonly ConsentWord[]): boolean {
  const facts = words.map(({ saidAt, ...word }) => ({ ...word, changedAt: Date.parse(saidAt) }));
  return mayContact(facts, 'location', 'device');
}
