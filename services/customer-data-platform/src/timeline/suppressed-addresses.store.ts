// Addresses that must not be written to, as collaboration tells: keyed hashes beside the profiles, whoever has them.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { familyOf } from '../identity/family.js';
import type { KnownAddress } from '../profiles/domain/facts.js';
import type { AddressWord, RenewedHash } from './domain/address-words.js';

@Injectable()
export class SuppressedAddressesStore {
  /** Each address and channel is named once. */
  async write(tx: Transaction, words: readonly AddressWord[]): Promise<void> {
    if (words.length === 0) return;
    const columns = (some: readonly AddressWord[]) => [
      some.map((each) => each.key),
      some.map((each) => each.channel),
    ];
    const suppressed = words.filter(({ isSuppressed }) => isSuppressed);
    await tx.client.query({
      name: 'addresses-suppress',
      text: `insert into suppressed_address (key, channel, suppressed_at)
             select key, channel, to_timestamp(at / 1000.0)
             from unnest($1::text[], $2::text[], $3::bigint[]) as new (key, channel, at) on conflict do nothing`,
      values: [...columns(suppressed), suppressed.map(({ at }) => at)],
    });
    await tx.client.query({
      name: 'addresses-release',
      text: `delete from suppressed_address using unnest($1::text[], $2::text[]) as gone (key, channel)
             where suppressed_address.key = gone.key and suppressed_address.channel = gone.channel`,
      values: columns(words.filter(({ isSuppressed }) => !isSuppressed)),
    });
  }

  /** What is known of an address by one of its hashes holds for another, too. */
  async renew(tx: Transaction, hashes: readonly RenewedHash[]): Promise<void> {
    if (hashes.length === 0) return;
    await tx.client.query({
      name: 'addresses-renew',
      text: `insert into suppressed_address (key, channel, suppressed_at)
             select renewed.key, said.channel, said.suppressed_at
             from unnest($1::text[], $2::text[]) as renewed (key, known)
               join suppressed_address said on said.key = renewed.known on conflict do nothing`,
      values: [hashes.map(({ key }) => key), hashes.map(({ known }) => known)],
    });
  }

  /** Those of these addresses that are suppressed, with their channels. */
  async among(tx: Transaction, keys: readonly string[]): Promise<ReadonlyMap<string, readonly string[]>> {
    if (keys.length === 0) return new Map();
    const { rows } = await tx.client.query<{ key: string; channels: readonly string[] }>({
      name: 'addresses-suppressed',
      text: 'select key, array_agg(channel) as channels from suppressed_address where key = any($1::text[]) group by key',
      values: [keys],
    });
    return new Map(rows.map(({ key, channels }) => [key, channels]));
  }

  /** All addresses of the persons behind these profiles, each with the id that was asked for. */
  async ofPersons(
    tx: Transaction,
    profileIds: readonly string[],
  ): Promise<readonly (KnownAddress & { readonly profileId: string })[]> {
    const { rows } = await tx.client.query<KnownAddress & { profileId: string }>({
      name: 'addresses-of-persons',
      text: `select asked.id as "profileId", identifier.key,
               array(select channel from suppressed_address where suppressed_address.key = identifier.key) as "suppressedOn"
             from profile asked cross join lateral ${familyOf('asked')} member
               join identifier on identifier.profile_id = member.id
             where asked.id = any($1::uuid[]) and identifier.key like any ('{email.%,phone.%}')`,
      values: [profileIds],
    });
    return rows;
  }
}
