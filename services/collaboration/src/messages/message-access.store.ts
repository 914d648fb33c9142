// Who read whose messages, written down before they are handed out.
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalMentions } from '@continuo/service-kit';

/** Who reads personal data, and what for. */
export interface Reader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose: string;
}

export interface Reading {
  readonly what: 'messages' | 'conversation' | 'delivery';
  readonly itemIds: readonly string[];
  readonly profileIds: readonly string[];
}

/** Somebody read a person's messages. */
export interface FoundReading {
  readonly id: string;
  readonly at: Date;
  readonly subject: string;
  readonly client: string | null;
  readonly purpose: string;
  readonly what: Reading['what'];
  /** How many messages were shown. */
  readonly items: number;
}

@Injectable()
export class MessageAccessStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalMentions('collaboration.message_access', 'message_access'));
  }

  async record(tx: Transaction, reader: Reader, { what, itemIds, profileIds }: Reading): Promise<void> {
    await tx.client.query(
      `insert into message_access (subject, client, purpose, what, item_ids, profile_ids)
       values ($1, $2, $3, $4, $5, $6)`,
      [reader.subject, reader.client ?? null, reader.purpose, what, itemIds, profileIds],
    );
  }

  /** Who read messages of these profiles, the newest first. */
  async page(
    tx: Transaction,
    profileIds: readonly string[],
    { before, limit }: { readonly before?: string; readonly limit: number },
  ): Promise<readonly FoundReading[]> {
    const { rows } = await tx.client.query<FoundReading>(
      `select id, at, subject, client, purpose, what, cardinality(item_ids) as items from message_access
       where profile_ids && $1::uuid[] and ($2::bigint is null or id < $2) order by id desc limit $3`,
      [profileIds, before ?? null, limit],
    );
    return rows;
  }
}
