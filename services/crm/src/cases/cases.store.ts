// Cases in the database: their state, whose they are, and the number that people say.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { NamingDetails } from '../contacts/contact-identifiers.js';
import type { StoredCase } from './case-view.js';

interface CaseRow extends Omit<StoredCase, 'number' | 'version'> {
  readonly number: string;
  readonly version: string;
}

export interface CaseFilter {
  readonly state?: 'open' | 'closed';
  /** A person's profiles. */
  readonly profileIds?: readonly string[];
  readonly contactId?: string;
  readonly caseType?: string;
  readonly assignee?: string;
  readonly number?: number;
}

const columns = `id, number, version, state, case_type as "caseType", channel, product_id as "productId",
  order_id as "orderId", message_id as "messageId", contact_id as "contactId", profile_id as "profileId",
  key_profile_id as "keyProfileId", assignee, resolution, opened_at as "openedAt", opened_by as "openedBy",
  closed_at as "closedAt", closed_by as "closedBy"`;

/** A case is a person's by its profile, or by its contact while only that one's profile is known. */
export const ofProfiles = (parameter: string): string =>
  `(profile_id = any(${parameter}::uuid[])
    or contact_id in (select id from contact where profile_id = any(${parameter}::uuid[])))`;

@Injectable()
export class CasesStore {
  /** Writes a case and answers it with the number that it got. */
  async insert(tx: Transaction, opened: Omit<StoredCase, 'number' | 'version'>): Promise<StoredCase> {
    const { rows } = await tx.client.query<CaseRow>(
      `insert into customer_case (id, state, case_type, channel, product_id, order_id, message_id, contact_id,
         profile_id, key_profile_id, assignee, opened_at, opened_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) returning ${columns}`,
      [
        opened.id,
        opened.state,
        opened.caseType,
        opened.channel,
        opened.productId,
        opened.orderId,
        opened.messageId,
        opened.contactId,
        opened.profileId,
        opened.keyProfileId,
        opened.assignee,
        opened.openedAt,
        opened.openedBy,
      ],
    );
    const [row] = rows;
    if (row === undefined) throw new Error('an insert that returns its row returned none');
    return caseOf(row);
  }

  /** The case, locked against other changes until the transaction ends. */
  async lock(tx: Transaction, id: string): Promise<StoredCase | undefined> {
    const { rows } = await tx.client.query<CaseRow>(
      `select ${columns} from customer_case where id = $1 for no key update`,
      [id],
    );
    return rows.map(caseOf)[0];
  }

  async find(tx: Transaction, id: string): Promise<StoredCase | undefined> {
    const { rows } = await tx.client.query<CaseRow>(`select ${columns} from customer_case where id = $1`, [
      id,
    ]);
    return rows.map(caseOf)[0];
  }

  /** Writes the state; the row was locked by `lock`. */
  async update(tx: Transaction, now: StoredCase): Promise<void> {
    await tx.client.query(
      `update customer_case set version = $2, state = $3, assignee = $4, resolution = $5, closed_at = $6,
         closed_by = $7 where id = $1`,
      [now.id, now.version, now.state, now.assignee, now.resolution, now.closedAt, now.closedBy],
    );
  }

  /** Newest first, those opened before `before`: ids are in the order of opening. */
  async list(
    tx: Transaction,
    filter: CaseFilter,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<readonly StoredCase[]> {
    const values: unknown[] = [];
    const conditions: string[] = [];
    const where = (condition: (parameter: string) => string, value: unknown): void => {
      if (value === undefined) return;
      values.push(value);
      conditions.push(condition(`$${values.length}`));
    };
    where((p) => `state = ${p}`, filter.state);
    where(ofProfiles, filter.profileIds);
    where((p) => `contact_id = ${p}`, filter.contactId);
    where((p) => `case_type = ${p}`, filter.caseType);
    where((p) => `assignee = ${p}`, filter.assignee);
    where((p) => `number = ${p}`, filter.number);
    where((p) => `id < ${p}`, page.before);
    values.push(page.limit);
    const { rows } = await tx.client.query<CaseRow>(
      `select ${columns} from customer_case ${conditions.length > 0 ? `where ${conditions.join(' and ')}` : ''}
       order by id desc limit $${values.length}`,
      values,
    );
    return rows.map(caseOf);
  }

  /** Open cases of a person, kept from being erased until the transaction ends; not the one that began with this message. */
  async openOf(
    tx: Transaction,
    profileIds: readonly string[],
    messageId: string | null,
  ): Promise<readonly string[]> {
    const { rows } = await tx.client.query<{ id: string }>(
      `select id from customer_case
       where state = 'open' and ${ofProfiles('$1')} 
         and ($2::uuid is null or message_id is distinct from $2)
       order by id for key share`,
      [profileIds, messageId],
    );
    return rows.map(({ id }) => id);
  }

  /**
   * The contact's profile, or null while it is not known; undefined when nobody has the id. With `hold` neither that nor
   * the contact changes until the transaction ends.
   */
  async profileOfContact(
    tx: Transaction,
    contactId: string,
    { hold }: { readonly hold: boolean },
  ): Promise<string | null | undefined> {
    const { rows } = await tx.client.query<{ profileId: string | null }>(
      `select profile_id as "profileId" from contact where id = $1 ${hold ? 'for share' : ''}`,
      [contactId],
    );
    return rows[0]?.profileId;
  }

  /** By what a contact names its person. */
  async namesOfContact(tx: Transaction, contactId: string): Promise<NamingDetails | undefined> {
    const { rows } = await tx.client.query<NamingDetails>(
      `select user_id as "userId", loyalty_number as "loyaltyNumber", emails, phones from contact where id = $1`,
      [contactId],
    );
    return rows[0];
  }

  /** Says whose case it is, the first time that it is known; answers false when it was, or nobody has the id. */
  async learnProfile(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      'update customer_case set profile_id = $2 where id = $1 and profile_id is null',
      [id, profileId],
    );
    return rowCount === 1;
  }
}

function caseOf(row: CaseRow): StoredCase {
  return { ...row, number: Number(row.number), version: Number(row.version) };
}
