// Who can be reached where, after what a batch says of addresses: told anew for those whom it concerns, and for nobody else.
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import type { GraphChanges } from '../identity/domain/identity-graph.js';
import { kindOf, reachedBy } from '../profiles/domain/facts.js';
import { addressWords, renewedHashes, type AddressRecord } from './domain/address-words.js';
import type { FactsOfBatch } from './domain/facts-of-batch.js';
import { SuppressedAddressesStore } from './suppressed-addresses.store.js';

@Injectable()
export class Reachability {
  constructor(@Inject(SuppressedAddressesStore) private readonly store: SuppressedAddressesStore) {}

  /**
   * Keeps which addresses were suppressed and released, and tells the facts of whoever has one of these, or has come by one
   * that had been suppressed before.
   */
  async apply(
    tx: Transaction,
    records: readonly (AddressRecord & { readonly profileId?: string })[],
    { attached, finalRoots }: GraphChanges,
    { facts, owner }: { readonly facts: FactsOfBatch; readonly owner: (id: string) => string },
  ): Promise<void> {
    const words = addressWords(records);
    await this.store.write(tx, words);
    const added = [...attached]
      .filter(([key]) => reachedBy(kindOf(key)) !== undefined)
      .map(([key, profileId]) => ({ key, owner: owner(profileId) }));
    const keys = added.map(({ key }) => key);
    await this.store.renew(tx, renewedHashes(records, new Set(keys)));
    const suppressed = await this.store.among(tx, keys);
    const named = words.length === 0 ? [] : records.flatMap(({ profileId }) => profileId ?? []);
    const persons = new Set(named.map(owner));
    for (const address of added) if (suppressed.has(address.key)) persons.add(address.owner);
    if (persons.size === 0) return;
    // Merges of the batch are not written yet: what its losers have is found under them.
    const losers = [...finalRoots].filter(([, root]) => persons.has(root)).map(([loser]) => loser);
    const known = await this.store.ofPersons(tx, [...persons, ...losers]);
    for (const id of persons) {
      const before = known.filter(({ profileId }) => owner(profileId) === id);
      const fresh = added.filter((address) => address.owner === id);
      const addresses = [
        ...before,
        ...fresh.map(({ key }) => ({ key, suppressedOn: suppressed.get(key) ?? [] })),
      ];
      facts.change(id, { fact: 'addresses', addresses });
    }
  }
}
