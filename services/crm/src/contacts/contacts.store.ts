// Contacts in the database, with everything that is personal of them.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { StoredContact } from './contact-view.js';
import type { ContactDetails } from './domain/contact.js';
import { searchName } from './domain/search-name.js';

/** As the database spells it. */
export interface ContactRow {
  readonly id: string;
  readonly version: string;
  readonly given_name: string | null;
  readonly family_name: string | null;
  readonly emails: readonly string[];
  readonly phones: readonly string[];
  readonly loyalty_number: string | null;
  readonly user_id: string | null;
  readonly language: string | null;
  readonly notes: string | null;
  readonly profile_id: string | null;
  readonly created_at: Date;
  readonly created_by: string;
  readonly updated_at: Date;
  readonly updated_by: string;
}

export const contactColumns = `id, version, given_name, family_name, emails, phones, loyalty_number, user_id, language,
  notes, profile_id, created_at, created_by, updated_at, updated_by`;

/** How many possible duplicates are named at most. */
const mostDuplicates = 20;
/** How many contacts of one person are shown at most. */
const mostOfFamily = 200;

@Injectable()
export class ContactsStore {
  async insert(
    tx: Transaction,
    contact: {
      readonly id: string;
      readonly details: ContactDetails;
      readonly at: Date;
      readonly by: string;
    },
  ): Promise<void> {
    await tx.client.query(
      `insert into contact (id, given_name, family_name, emails, phones, loyalty_number, user_id, language, notes,
         search_name, created_at, created_by, updated_at, updated_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $11, $12)`,
      [contact.id, ...valuesOf(contact.details), contact.at, contact.by],
    );
  }

  /** Writes what is known now; the row was locked by `lock`. */
  async update(
    tx: Transaction,
    contact: {
      readonly id: string;
      readonly version: number;
      readonly details: ContactDetails;
      readonly at: Date;
      readonly by: string;
    },
  ): Promise<void> {
    await tx.client.query(
      `update contact set given_name = $2, family_name = $3, emails = $4, phones = $5, loyalty_number = $6,
         user_id = $7, language = $8, notes = $9, search_name = $10, updated_at = $11, updated_by = $12, version = $13
       where id = $1`,
      [contact.id, ...valuesOf(contact.details), contact.at, contact.by, contact.version],
    );
  }

  /** The contact, locked against other changes until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<StoredContact | undefined> {
    const { rows } = await tx.client.query<ContactRow>(
      `select ${contactColumns} from contact where id = $1 for no key update`,
      [id],
    );
    return rows.map(contactOf)[0];
  }

  /** Contacts by their ids, in the order of the ids; what nobody has is missing. */
  async find(tx: Transaction, ids: readonly string[]): Promise<readonly StoredContact[]> {
    const { rows } = await tx.client.query<ContactRow>(
      `select ${contactColumns} from contact where id = any($1::uuid[])
       order by array_position($1::uuid[], id)`,
      [ids],
    );
    return rows.map(contactOf);
  }

  /** Contacts of any of these profiles, newest first. */
  async ofProfiles(tx: Transaction, profileIds: readonly string[]): Promise<readonly StoredContact[]> {
    const { rows } = await tx.client.query<ContactRow>(
      `select ${contactColumns} from contact where profile_id = any($1::uuid[]) order by id desc limit $2`,
      [profileIds, mostOfFamily],
    );
    return rows.map(contactOf);
  }

  /** Other contacts that can be reached by the same address or number, oldest first. */
  async sharing(tx: Transaction, id: string, details: ContactDetails): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ id: string }>(
      `select id from contact where (emails && $2::text[] or phones && $3::text[]) and id <> $1
       order by id limit $4`,
      [id, details.emails, details.phones, mostDuplicates],
    );
    return rows.map((row) => row.id);
  }

  /** Says whose contact it is, the first time that it is known; answers false when it was, or nobody has the id. */
  async learnProfile(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'update contact set profile_id = $2 where id = $1 and profile_id is null',
      [id, profileId],
    );
    return rowCount === 1;
  }
}

export function contactOf(row: ContactRow): StoredContact {
  return {
    id: row.id,
    version: Number(row.version),
    details: {
      givenName: row.given_name,
      familyName: row.family_name,
      emails: row.emails,
      phones: row.phones,
      loyaltyNumber: row.loyalty_number,
      userId: row.user_id,
      language: row.language,
      notes: row.notes,
    },
    profileId: row.profile_id,
    createdAt: row.created_at,
    createdBy: row.created_by,
    updatedAt: row.updated_at,
    updatedBy: row.updated_by,
  };
}

function valuesOf(details: ContactDetails): readonly unknown[] {
  const { givenName, familyName, emails, phones, loyaltyNumber, userId, language, notes } = details;
  const found = searchName(givenName, familyName);
  return [givenName, familyName, emails, phones, loyaltyNumber, userId, language, notes, found];
}
