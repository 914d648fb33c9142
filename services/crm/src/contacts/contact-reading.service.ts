// Hands contacts out to those who may read them: by id, by profile, by search. Who read whom is written down first.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database, type Transaction } from '@continuo/persistence';
import { ProfileFamilies } from '@continuo/service-kit';
import { AccessStore, type FoundReading, type Reader } from '../access/access.store.js';
import {
  ContactSearchStore,
  type ContactCriterion,
  type FoundContact,
  type SearchPage,
} from './contact-search.store.js';
import { contactView, type ContactView, type StoredContact } from './contact-view.js';
import { contactUnknown } from './contacts.service.js';
import { ContactsStore } from './contacts.store.js';
import type { Normalisers } from './domain/contact.js';
import { NORMALISERS } from './normalisers.js';
import { searchWords } from './domain/search-name.js';

export type { FoundReading };

/** As a caller gives it; exactly one of them. */
export interface AskedFor {
  readonly email?: string;
  readonly phone?: string;
  readonly loyaltyNumber?: string;
  readonly name?: string;
}

export interface FoundPage {
  readonly contacts: readonly ContactView[];
  /** Behind the last one shown, when there are more. */
  readonly next?: { readonly score: string; readonly id: string };
}

/** So many words of a name are compared at most: each of them is a condition. */
const mostWords = 8;

@Injectable()
export class ContactReadingService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ContactsStore) private readonly store: ContactsStore,
    @Inject(ContactSearchStore) private readonly found: ContactSearchStore,
    @Inject(AccessStore) private readonly access: AccessStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(NORMALISERS) private readonly normal: Normalisers,
  ) {}

  async show(id: string, reader: Reader): Promise<Result<ContactView, 'contact-unknown'>> {
    return this.database.transaction(async (tx) => {
      const [contact] = await this.handOut(tx, await this.store.find(tx, [id]), reader);
      return contact === undefined ? contactUnknown('contactId') : ok(contact);
    });
  }

  /** In the order of the ids; those that nobody has are missing. */
  async batchGet(ids: readonly string[], reader: Reader): Promise<readonly ContactView[]> {
    return this.database.transaction(async (tx) =>
      this.handOut(tx, await this.store.find(tx, [...new Set(ids)]), reader),
    );
  }

  /** Contacts of a person, whichever of the person's profiles they came with. */
  async ofProfile(profileId: string, reader: Reader): Promise<readonly ContactView[]> {
    return this.database.transaction(async (tx) => {
      const family = await this.families.membersOf(tx, profileId);
      return this.handOut(tx, await this.store.ofProfiles(tx, family), reader);
    });
  }

  /** The same for those who are shown masks only: nothing is read, so nothing is written down. */
  async glance(profileId: string): Promise<readonly StoredContact[]> {
    return this.database.transaction(async (tx) =>
      this.store.ofProfiles(tx, await this.families.membersOf(tx, profileId)),
    );
  }

  /** Who read contacts and cases of a person, the newest first. */
  async readings(
    profileId: string,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly FoundReading[]> {
    return this.database.transaction(async (tx) =>
      this.access.page(tx, await this.families.membersOf(tx, profileId), page),
    );
  }

  async search(
    asked: AskedFor,
    page: SearchPage,
    reader: Reader,
  ): Promise<Result<FoundPage, 'criterion-unusable'>> {
    const criterion = this.criterionOf(asked);
    if (!criterion.ok) return criterion;
    return this.database.transaction(async (tx) => {
      const more = { ...page, limit: page.limit + 1 };
      const found = await this.found.search(tx, criterion.value, more);
      const shown = found.slice(0, page.limit);
      const contacts = await this.handOut(tx, shown, reader);
      return ok({ contacts, ...(found.length > page.limit && nextOf(shown)) });
    });
  }

  private criterionOf(asked: AskedFor): Result<ContactCriterion, 'criterion-unusable'> {
    const unusable = (field: keyof AskedFor, rule: string) =>
      refuse('criterion-unusable', `nobody can be found by this ${field}`, { field, rule });
    if (asked.name !== undefined) {
      const words = searchWords(asked.name).slice(0, mostWords);
      return words.length > 0 ? ok({ by: 'name', words }) : unusable('name', 'letters');
    }
    if (asked.email !== undefined) {
      const value = this.normal.email(asked.email);
      return value === undefined ? unusable('email', 'e-mail') : ok({ by: 'email', value });
    }
    if (asked.phone !== undefined) {
      const value = this.normal.phone(asked.phone);
      return value === undefined ? unusable('phone', 'phone') : ok({ by: 'phone', value });
    }
    const value = (asked.loyaltyNumber ?? '').normalize('NFC').trim();
    return value === '' ? unusable('loyaltyNumber', 'letters') : ok({ by: 'loyaltyNumber', value });
  }

  private async handOut(
    tx: Transaction,
    contacts: readonly StoredContact[],
    reader: Reader,
  ): Promise<readonly ContactView[]> {
    await this.access.record(tx, reader, { kind: 'contact', ids: contacts.map(({ id }) => id) });
    return contacts.map(contactView);
  }
}

function nextOf(shown: readonly FoundContact[]): Pick<FoundPage, 'next'> {
  const last = shown.at(-1);
  return last === undefined ? {} : { next: { score: last.score, id: last.id } };
}
