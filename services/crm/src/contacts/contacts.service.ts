// Makes and changes contacts. What changed is published by name of field; what it is stays here.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox, type IdentifierHasher } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { contactCreated, contactUpdated } from './contact-events.js';
import { ContactHistoryStore, type ContactChange } from './contact-history.store.js';
import { ContactsStore } from './contacts.store.js';
import {
  patchContact,
  unknownContact,
  type ContactField,
  type ContactPatch,
  type ContactRefusal,
  type Normalisers,
} from './domain/contact.js';
import { NORMALISERS } from './normalisers.js';

export type { ContactChange } from './contact-history.store.js';

export interface WrittenContact {
  readonly contactId: string;
  readonly version: number;
  readonly changed: readonly ContactField[];
  readonly updatedAt: Date;
  /** Other contacts with one of its addresses or numbers; best effort between calls at the same moment. */
  readonly possibleDuplicates: readonly string[];
}

@Injectable()
export class ContactsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(ContactsStore) private readonly store: ContactsStore,
    @Inject(ContactHistoryStore) private readonly changes: ContactHistoryStore,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
    @Inject(NORMALISERS) private readonly normal: Normalisers,
  ) {}

  /** `answered` keeps the answer of a repeatable call in the transaction of the effect. */
  async create(
    given: ContactPatch,
    by: string,
    answered: (tx: Transaction, made: WrittenContact) => Promise<void> | undefined,
  ): Promise<Result<WrittenContact, ContactRefusal>> {
    const patched = patchContact(unknownContact, given, this.normal);
    if (!patched.ok) return patched;
    const { details, changed } = patched.value;
    const [id, at] = [uuidv7(), new Date()];
    return this.outbox.transact<Result<WrittenContact, ContactRefusal>>(async (tx) => {
      await this.store.insert(tx, { id, details, at, by });
      await this.changes.add(tx, id, { version: 1, changed, at, by });
      const possibleDuplicates = await this.store.sharing(tx, id, details);
      const made = { contactId: id, version: 1, changed, updatedAt: at, possibleDuplicates };
      await answered(tx, made);
      return {
        result: ok(made),
        outgoing: [contactCreated({ id, details, at }, this.hasher)],
      };
    });
  }

  /**
   * Applies a merge patch. `seen` is called with the version under the row's lock and throws when the caller has seen
   * another one. A patch that changes nothing raises no version and publishes nothing.
   */
  async patch(
    id: string,
    patch: ContactPatch,
    by: string,
    seen: (version: number) => void,
  ): Promise<Result<WrittenContact, ContactRefusal | 'contact-unknown'>> {
    type Answer = Result<WrittenContact, ContactRefusal | 'contact-unknown'>;
    return this.outbox.transact<Answer>(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (before === undefined) return { result: contactUnknown('contactId'), outgoing: [] };
      seen(before.version);
      const patched = patchContact(before.details, patch, this.normal);
      if (!patched.ok) return { result: patched, outgoing: [] };
      const { details, changed } = patched.value;
      const possibleDuplicates = await this.store.sharing(tx, id, details);
      if (changed.length === 0) {
        const { version, updatedAt } = before;
        return {
          result: ok({ contactId: id, version, changed, updatedAt, possibleDuplicates }),
          outgoing: [],
        };
      }
      const [version, at] = [before.version + 1, new Date()];
      await this.store.update(tx, { id, version, details, at, by });
      await this.changes.add(tx, id, { version, changed, at, by });
      return {
        result: ok({ contactId: id, version, changed, updatedAt: at, possibleDuplicates }),
        outgoing: [contactUpdated({ id, version, details, changed, at }, this.hasher)],
      };
    });
  }

  /** Which fields changed, newest first. */
  async history(
    id: string,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<Result<readonly ContactChange[], 'contact-unknown'>> {
    return this.database.transaction(async (tx) => {
      if ((await this.store.find(tx, [id])).length === 0) return contactUnknown('contactId');
      return ok(await this.changes.list(tx, id, page));
    });
  }

  /** Says whose contact it is, told by its own event as it came back on the timeline. */
  async learnProfile(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    return this.store.learnProfile(tx, id, profileId);
  }
}

export function contactUnknown(field: string) {
  return refuse('contact-unknown', 'no contact has this id', { field });
}
