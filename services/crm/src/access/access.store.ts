// Who read which contact or case, and what for: written before anything is handed out.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';

/** Who reads personal data, and what for. */
export interface Reader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose: string;
}

/** Somebody read a contact or a case. */
export interface FoundReading {
  /** Its place in the list. */
  readonly place: string;
  readonly at: Date;
  readonly subject: string;
  readonly client: string | null;
  readonly purpose: string;
  readonly what: 'contact' | 'case';
  readonly id: string;
}

@Injectable()
export class AccessStore {
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

  /** Who read what there is of these profiles, the newest first. */
  async page(
    tx: Transaction,
    profileIds: readonly string[],
    { before, limit }: { readonly before?: string; readonly limit: number },
  ): Promise<readonly FoundReading[]> {
    const { rows } = await tx.client.query<FoundReading>(
      `with mine as (select id from contact where profile_id = any($1::uuid[])),
         target as (
           select id from mine
           union all select id from customer_case
             where profile_id = any($1::uuid[]) or contact_id in (select id from mine))
       select personal_access.id::text as place, at, subject, client, purpose, kind as what, target_id as id from personal_access
       where target_id in (select id from target) and ($2::bigint is null or id < $2) order by personal_access.id desc limit $3`,
      [profileIds, before ?? null, limit],
    );
    return rows;
  }
}
