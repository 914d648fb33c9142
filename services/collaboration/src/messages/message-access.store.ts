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
}
