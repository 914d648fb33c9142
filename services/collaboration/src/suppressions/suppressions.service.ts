// Who must not be written to: added by the customer's own word, by the provider's answer or by staff.
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import type { IdentifierHasher } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { uuidv7 } from 'uuidv7';
import { optWord } from './domain/opt-words.js';
import { isSuppressed, type SuppressionScope } from './domain/suppression.js';
import { SuppressionsStore, type NewSuppression, type Suppression } from './suppressions.store.js';

export type { Suppression } from './suppressions.store.js';

/** An address in the clear: it stays inside a call, only its hashes are kept. */
export interface ChannelAddress {
  readonly channel: string;
  readonly address: string;
}

@Injectable()
export class SuppressionsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(SuppressionsStore) private readonly store: SuppressionsStore,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /** Whether this address must not get a message of this purpose. */
  async suppresses(tx: Transaction, { channel, address }: ChannelAddress, purpose: string): Promise<boolean> {
    const found = await this.store.find(tx, channel, this.keysOf(address));
    return found !== undefined && isSuppressed([found.scope], purpose);
  }

  /** A customer's message may be a word that stops everything, or lifts what such a word stopped. */
  async heard(tx: Transaction, from: ChannelAddress, text: string): Promise<void> {
    const word = optWord(text);
    if (word === undefined) return;
    const keys = this.keysOf(from.address);
    if (word === 'stop') {
      const said = { channel: from.channel, scope: 'all', source: 'customer', reason: 'opted-out' } as const;
      await this.store.add(tx, { id: uuidv7(), ...said, addedBy: 'customer' }, keys);
      return;
    }
    const found = await this.store.find(tx, from.channel, keys);
    // What the provider or a member of staff added is not the customer's to lift by a word.
    if (found !== undefined) await this.store.remove(tx, found.id, 'customer');
  }

  /** The provider says that the customer stopped its marketing messages. */
  async stoppedAtProvider(
    tx: Transaction,
    { channel, address }: ChannelAddress,
    code: string,
  ): Promise<void> {
    const said = { channel, scope: 'marketing', source: 'provider', reason: code } as const;
    await this.store.add(tx, { id: uuidv7(), ...said, addedBy: 'provider' }, this.keysOf(address));
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
    return ok(await this.database.transaction((tx) => this.store.add(tx, added, keys)));
  }

  async lookUp({
    channel,
    address,
  }: ChannelAddress): Promise<Result<Suppression | null, 'address-unusable'>> {
    const keys = this.keysOf(address);
    if (keys.length === 0) return unusable();
    return ok((await this.database.transaction((tx) => this.store.find(tx, channel, keys))) ?? null);
  }

  async remove(id: string): Promise<Result<undefined, 'suppression-unknown'>> {
    const isGone = await this.database.transaction((tx) => this.store.remove(tx, id));
    return isGone
      ? ok(undefined)
      : refuse('suppression-unknown', 'there is no such entry', { field: 'suppressionId' });
  }

  page(page: Parameters<SuppressionsStore['page']>[1]): Promise<readonly Suppression[]> {
    return this.database.transaction((tx) => this.store.page(tx, page));
  }

  private keysOf(address: string): readonly string[] {
    return this.hasher.identifiers('phone', address).map(({ kind, value }) => `${kind}=${value}`);
  }
}

function unusable() {
  return refuse('address-unusable', 'this is no phone number', { field: 'address', rule: 'phone-number' });
}
