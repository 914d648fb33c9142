// Which fields of a contact changed, when and by whom; the values are not kept.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';

export interface ContactChange {
  readonly version: number;
  readonly changed: readonly string[];
  readonly at: Date;
  readonly by: string;
}

@Injectable()
export class ContactHistoryStore {
  async add(tx: Transaction, contactId: string, change: ContactChange): Promise<void> {
    await tx.client.query(
      `insert into contact_change (contact_id, version, changed, changed_at, changed_by)
       values ($1, $2, $3, $4, $5)`,
      [contactId, change.version, change.changed, change.at, change.by],
    );
  }

  /** Newest first, those before a version. */
  async list(
    tx: Transaction,
    contactId: string,
    page: { readonly before?: number; readonly limit: number },
  ): Promise<readonly ContactChange[]> {
    const { rows } = await tx.client.query<Omit<ContactChange, 'version'> & { version: string }>(
      `select version, changed, changed_at as at, changed_by as by from contact_change
       where contact_id = $1 and ($2::bigint is null or version < $2) order by version desc limit $3`,
      [contactId, page.before ?? null, page.limit],
    );
    return rows.map((row) => ({ ...row, version: Number(row.version) }));
  }
}
