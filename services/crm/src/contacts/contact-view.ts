// A contact as those who may read it are shown it.
import type { ContactDetails } from './domain/contact.js';

export interface StoredContact {
  readonly id: string;
  readonly version: number;
  readonly details: ContactDetails;
  /** Null until its own event came back on the timeline. */
  readonly profileId: string | null;
  readonly createdAt: Date;
  readonly createdBy: string;
  readonly updatedAt: Date;
  readonly updatedBy: string;
}

export interface ContactView extends ContactDetails {
  readonly contactId: string;
  readonly version: number;
  readonly profileId: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export function contactView(contact: StoredContact): ContactView {
  return {
    contactId: contact.id,
    version: contact.version,
    ...contact.details,
    profileId: contact.profileId,
    createdAt: contact.createdAt.toISOString(),
    updatedAt: contact.updatedAt.toISOString(),
  };
}
