// One spelling of addresses and numbers: the same that the hashes on the bus are made of.
import { normaliseEmail, normalisePhone } from '@continuo/messaging';
import type { IdentifierConfig } from '@continuo/service-kit';
import type { Normalisers } from './domain/contact.js';

/** Token of the `Normalisers`. */
export const NORMALISERS = Symbol('crm:normalisers');

export function normalisersOf({ DEFAULT_COUNTRY: defaultCountry }: IdentifierConfig): Normalisers {
  return { email: normaliseEmail, phone: (raw) => normalisePhone(raw, defaultCountry) };
}
