// Who must not be written to: added by the customer's own word, by the provider's answer or by staff.
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox, type IdentifierHasher, type OutgoingEvent } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { optWord } from './domain/opt-words.js';
import { isSuppressed, type SuppressionScope } from './domain/suppression.js';
import { addressReleased, addressSuppressed } from './suppression-events.js';
import {
  SuppressionsStore,
  type KeyedSuppression,
  type NewSuppression,
  type Suppression,
} from './suppressions.store.js';

export type { Suppression } from './suppressions.store.js';

/** An address in the clear: it stays inside a call, only its hashes are kept. */
export interface ChannelAddress {
  readonly channel: string;
  readonly address: string;
}

@Injectable()
export class SuppressionsService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(SuppressionsStore) private readonly store: SuppressionsStore,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /** Whether this address must not get a message of this purpose. */
  async suppresses(tx: Transaction, { channel, address }: ChannelAddress, purpose: string): Promise<boolean> {
    const found = await this.store.find(tx, channel, this.keysOf(address));
    return found !== undefined && isSuppressed([found.entry.scope], purpose);
  }

  /**
   * A customer's message may be a word that stops everything, or lifts what such a word stopped. Answers what is to be
   * published of it.
   */
  async heard(tx: Transaction, from: ChannelAddress, text: string): Promise<readonly OutgoingEvent[]> {
    const word = optWord(text);
    if (word === undefined) return [];
    const keys = this.keysOf(from.address);
    if (word === 'stop') {
      const said = { channel: from.channel, scope: 'all', source: 'customer', reason: 'opted-out' } as const;
      return newsOf(await this.store.add(tx, { id: uuidv7(), ...said, addedBy: 'customer' }, keys));
    }
    const found = await this.store.find(tx, from.channel, keys);
    // What the provider or a member of staff added is not the customer's to lift by a word.
    const gone = found && (await this.store.remove(tx, found.entry.id, 'customer'));
    return gone === undefined ? [] : [addressReleased(gone, 'customer', new Date())];
  }

  /** The provider says that the customer stopped its marketing messages. Answers what is to be published of it. */
  async stoppedAtProvider(
    tx: Transaction,
    { channel, address }: ChannelAddress,
    code: string,
  ): Promise<readonly OutgoingEvent[]> {
    const said = { channel, scope: 'marketing', source: 'provider', reason: code } as const;
    const added = { id: uuidv7(), ...said, addedBy: 'provider' };
    return newsOf(await this.store.add(tx, added, this.keysOf(address)));
  }

  async put(
    to: ChannelAddress,
    said: { readonly scope: SuppressionScope; readonly reason: string; readonly by: string },
  ): Promise<Result<Suppression, 'address-unusable'>> {
    const keys = this.keysOf(to.address);
    if (keys.length === 0) return unusable();
    const { scope, reason, by: addedBy } = said;
    const added: NewSuppression = {
      id: uuidv7(),
      channel: to.channel,
      scope,
      source: 'staff',
      reason,
      addedBy,
    };
    return this.outbox.transact(async (tx) => {
      const done = await this.store.add(tx, added, keys);
      return { result: ok(done.entry), outgoing: newsOf(done) };
    });
  }

  async lookUp({
    channel,
    address,
  }: ChannelAddress): Promise<Result<Suppression | null, 'address-unusable'>> {
    const keys = this.keysOf(address);
    if (keys.length === 0) return unusable();
    const found = await this.database.transaction((tx) => this.store.find(tx, channel, keys));
    return ok(found?.entry ?? null);
  }

  async remove(id: string): Promise<Result<undefined, 'suppression-unknown'>> {
    return this.outbox.transact<Result<undefined, 'suppression-unknown'>>(async (tx) => {
      const gone = await this.store.remove(tx, id);
      return gone === undefined
        ? {
            result: refuse('suppression-unknown', 'there is no such entry', { field: 'suppressionId' }),
            outgoing: [],
          }
        : { result: ok(undefined), outgoing: [addressReleased(gone, 'staff', new Date())] };
    });
  }

  /** Publishes, in batches, what is suppressed and was never published. Answers how many that were. */
  async publishUnpublished(batch = 500): Promise<number> {
    let all = 0;
    for (let taken = batch; taken === batch; all += taken) {
      await this.outbox.room();
      taken = await this.outbox.transact(async (tx) => {
        const found = await this.store.takeUnpublished(tx, batch);
        // Of an entry without hashes nothing can be said: it was made for an address that is none.
        const named = found.filter(({ keys }) => keys.length > 0);
        const at = new Date();
        return {
          result: found.length,
          outgoing: named.map((one) => addressSuppressed(one, at, one.entry.addedAt)),
        };
      });
    }
    return all;
  }

  page(page: Parameters<SuppressionsStore['page']>[1]): Promise<readonly Suppression[]> {
    return this.database.transaction((tx) => this.store.page(tx, page));
  }

  private keysOf(address: string): readonly string[] {
    return this.hasher.identifiers('phone', address).map(({ kind, value }) => `${kind}=${value}`);
  }
}

/** Said again it is no news. */
function newsOf(added: KeyedSuppression & { readonly isNews: boolean }): readonly OutgoingEvent[] {
  return added.isNews ? [addressSuppressed(added, new Date())] : [];
}

function unusable() {
  return refuse('address-unusable', 'this is no phone number', { field: 'address', rule: 'phone-number' });
}
