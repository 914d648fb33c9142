// Whom a contact names, as events carry it: opaque ids, and hashes of addresses and numbers.
import type { CustomerIdentifier, IdentifierHasher } from '@continuo/messaging';
import type { ContactDetails } from './domain/contact.js';

/** The details that say who it is. */
export type NamingDetails = Pick<ContactDetails, 'userId' | 'loyaltyNumber' | 'emails' | 'phones'>;

/** Everything the contact is known by, each once. */
export function identifiersOf(
  id: string,
  { userId, loyaltyNumber, emails, phones }: NamingDetails,
  hasher: IdentifierHasher,
): readonly CustomerIdentifier[] {
  const named: readonly (readonly [kind: string, value: string])[] = [
    ['crm.contact', id],
    ...(userId === null ? [] : [['user', userId] as const]),
    ...(loyaltyNumber === null ? [] : [['loyalty', loyaltyNumber] as const]),
    ...emails.map((value) => ['email', value] as const),
    ...phones.map((value) => ['phone', value] as const),
  ];
  const all = named.flatMap(([kind, value]) => hasher.identifiers(kind, value));
  return [...new Map(all.map((each) => [`${each.kind}=${each.value}`, each])).values()];
}
