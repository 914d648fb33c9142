// Who read which contact or case, and what for: written before anything is handed out.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';

/** Who reads personal data, and what for. */
export interface Reader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose: string;
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
}
