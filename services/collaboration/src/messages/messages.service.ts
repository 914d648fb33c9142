// Takes in what customers write, publishes it without its words, and reads the words to those who may.
import { Inject, Injectable } from '@nestjs/common';
import type { collaboration } from '@continuo/contracts';
import type { IdentifierHasher, OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Erasures, IDENTIFIER_HASHER } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { MessageAccessStore, type Reader, type Reading } from './message-access.store.js';
import { MessagesStore, type FoundMessage, type StoredMessage } from './messages.store.js';

export type { FoundMessage };

/** A message as a channel hands it over. */
export type IncomingMessage = Omit<StoredMessage, 'id' | 'receivedAt'>;

/** What was learned of a message on the timeline. */
export type Attached = 'attached' | 'message-unknown' | 'profile-erased';

@Injectable()
export class MessagesService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(MessagesStore) private readonly store: MessagesStore,
    @Inject(MessageAccessStore) private readonly access: MessageAccessStore,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /** Which of these were never seen. Locked until the transaction ends: the same webhook twice at once is stored once. */
  claim(tx: Transaction, channel: string, providerIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.store.claim(tx, channel, providerIds);
  }

  /** Whether an address can be named on the bus at all. */
  canName(address: string): boolean {
    return this.hasher.identifiers('phone', address).length > 0;
  }

  /** Stores a new message; the event that tells of it. */
  async take(tx: Transaction, message: IncomingMessage, receivedAt: Date): Promise<OutgoingEvent> {
    const id = uuidv7();
    await this.store.add(tx, { ...message, id, receivedAt });
    const customer = this.hasher.identifiers('phone', message.address);
    const value: collaboration.MessageReceived = {
      messageId: id,
      channel: message.channel,
      kind: message.kind,
      intent: message.intent,
      productId: message.productId,
      replyTo: message.replyTo,
      receivedAt: receivedAt.getTime(),
    };
    return {
      type: 'continuo.collaboration.MessageReceived.v1',
      topic: 'collaboration.messages',
      key: `${customer[0]?.kind}=${customer[0]?.value}`,
      subject: id,
      customer,
      value,
    };
  }

  /** The timeline says whose a message is. Nothing of an erased person comes back. */
  async attach(tx: Transaction, id: string, profileId: string): Promise<Attached> {
    if (await this.erasures.isErased(tx, profileId)) {
      await this.store.drop(tx, id);
      return 'profile-erased';
    }
    return (await this.store.attach(tx, id, profileId)) ? 'attached' : 'message-unknown';
  }

  /** Messages with their words, in the order of the ids; unknown ones are missing. The reading is written down. */
  async batchGet(ids: readonly string[], reader: Reader): Promise<readonly FoundMessage[]> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.find(tx, ids);
      if (found.length > 0) await this.recordReading(tx, reader, readingOf('messages', found));
      return found;
    });
  }

  /** The same for those who are shown no words: nothing is read, so nothing is written down. */
  async glance(ids: readonly string[]): Promise<readonly FoundMessage[]> {
    return this.database.transaction((tx) => this.store.find(tx, ids));
  }

  page(...args: Parameters<MessagesStore['page']>): ReturnType<MessagesStore['page']> {
    return this.store.page(...args);
  }

  /** Who read messages of these profiles, the newest first. */
  readings(...args: Parameters<MessageAccessStore['page']>): ReturnType<MessageAccessStore['page']> {
    return this.access.page(...args);
  }

  recordReading(tx: Transaction, reader: Reader, reading: Reading): Promise<void> {
    return this.access.record(tx, reader, reading);
  }

  /** Where a person last wrote from; null when they never did. */
  lastAddress(tx: Transaction, channel: string, profileIds: readonly string[]): Promise<string | null> {
    return this.store.lastAddress(tx, channel, profileIds);
  }

  /** When an address last wrote to us. */
  lastHeard(tx: Transaction, channel: string, address: string): Promise<Date | null> {
    return this.store.lastHeard(tx, channel, address);
  }
}

function readingOf(what: Reading['what'], found: readonly FoundMessage[]): Reading {
  const profileIds = new Set(found.flatMap(({ profileId }) => profileId ?? []));
  return { what, itemIds: found.map(({ id }) => id), profileIds: [...profileIds] };
}
