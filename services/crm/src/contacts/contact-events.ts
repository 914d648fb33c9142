// What the bus is told of a contact: its id and which fields changed, and whom it names, by hashes.
import type { IdentifierHasher, OutgoingEvent } from '@continuo/messaging';
import { identifiersOf } from './contact-identifiers.js';
import type { ContactDetails } from './domain/contact.js';

interface SpokenOf {
  readonly id: string;
  readonly details: ContactDetails;
  readonly at: Date;
}

export function contactCreated(contact: SpokenOf, hasher: IdentifierHasher): OutgoingEvent {
  return {
    ...envelopeOf(contact, hasher),
    type: 'continuo.crm.ContactCreated.v1',
    value: { contactId: contact.id, createdAt: contact.at.getTime() },
  };
}

export function contactUpdated(
  contact: SpokenOf & { readonly version: number; readonly changed: readonly string[] },
  hasher: IdentifierHasher,
): OutgoingEvent {
  const { id, version, changed, at } = contact;
  return {
    ...envelopeOf(contact, hasher),
    type: 'continuo.crm.ContactUpdated.v1',
    value: { contactId: id, version, changed, updatedAt: at.getTime() },
  };
}

function envelopeOf({ id, details, at }: SpokenOf, hasher: IdentifierHasher) {
  return { topic: 'crm.contacts', key: id, customer: identifiersOf(id, details, hasher), time: at };
}
