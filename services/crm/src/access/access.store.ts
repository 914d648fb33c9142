// Who read which contact or case, and what for: written before anything is handed out.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { PersonalStore } from '@continuo/service-kit';

/** Who reads personal data, and what for. */
export interface Reader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose: string;
}

const ofProfiles = `(kind = 'contact' and target_id in (select id from contact where profile_id = any($1::uuid[])))
  or (kind = 'case' and target_id in (
    select id from customer_case where profile_id = any($1::uuid[])
      or contact_id in (select id from contact where profile_id = any($1::uuid[]))))`;

@Injectable()
export class AccessStore implements PersonalStore {
  readonly name = 'crm.personal_access';

  /** One row for each contact or case that is read. */
  async record(
    tx: Transaction,
    reader: Reader,
    read: { readonly kind: 'contact' | 'case'; readonly ids: readonly string[] },
  ): Promise<void> {
    if (read.ids.length === 0) return;
    await tx.client.query(
      `insert into personal_access (subject, client, purpose, kind, target_id)
       select $1, $2, $3, $4, id from unnest($5::uuid[]) as id`,
      [reader.subject, reader.client ?? null, reader.purpose, read.kind, read.ids],
    );
  }

  async count(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rows } = await tx.client.query<{ count: number }>(
      `select count(*)::int as count from personal_access where ${ofProfiles}`,
      [profileIds],
    );
    return rows[0]?.count ?? 0;
  }

  async erase(tx: Transaction, profileIds: readonly string[]): Promise<number> {
    const { rowCount } = await tx.client.query(`delete from personal_access where ${ofProfiles}`, [
      profileIds,
    ]);
    return rowCount ?? 0;
  }
}
