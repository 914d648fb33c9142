// Reads profiles for those who may: facts and identifiers for all of them, traits only with a note of who read whom.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { encodeIdentifier, type IdentifierHasher } from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { addressLookup } from './domain/address-lookup.js';
import { OWN_SERVICES } from './own-services.module.js';
import { publishedFacts, noFacts, type PublishedFacts } from './domain/facts.js';
import { ProfilesStore, type FoundProfile } from './profiles.store.js';

export interface ProfileView {
  readonly id: string;
  readonly createdAt: string;
  /** Profiles that were merged into this one. */
  readonly mergedIds: readonly string[];
  readonly version: number;
  readonly facts: PublishedFacts;
}

export interface ProfileWithTraits extends ProfileView {
  /** The id that was asked for; another one when it was merged. */
  readonly askedId: string;
  readonly traits: Readonly<Record<string, { readonly value: unknown; readonly saidAt: string }>>;
}

export interface ProfileDetails extends ProfileView {
  /** As the `customer` header spells them: addresses and numbers are hashes. */
  readonly identifiers: readonly { readonly key: string; readonly firstSeen: string }[];
}

/** Who reads personal data, and what for. */
export interface Reader {
  readonly subject: string;
  readonly client?: string;
  readonly purpose: string;
}

/** One way to name a customer, in the clear: it stays inside this service. */
export interface NamedCustomer {
  readonly kind: string;
  readonly value: string;
}

/** Why there is nobody under an id. */
export type NotFound = 'profile-unknown' | 'profile-erased';

/** Somebody who was erased is told apart from somebody who never was: a tombstone says no more than that. */
export async function notFound(
  tx: Transaction,
  store: ProfilesStore,
  id: string,
): Promise<ReturnType<typeof refuse<NotFound>>> {
  return (await store.isErased(tx, id))
    ? refuse('profile-erased', 'the person was erased', { field: 'id' })
    : refuse('profile-unknown', 'no profile has this id', { field: 'id' });
}

@Injectable()
export class ProfilesService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProfilesStore) private readonly store: ProfilesStore,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
    @Inject(OWN_SERVICES) private readonly ownServices: ReadonlySet<string>,
  ) {}

  /** Profiles with their traits; ids that nobody has are missing. The reading is written down with it. */
  async batchGet(ids: readonly string[], reader: Reader): Promise<readonly ProfileWithTraits[]> {
    return this.database.transaction(async (tx) => {
      const found = await this.store.find(tx, ids);
      const traits = await this.store.traitsOf(tx, [...new Set(found.map(({ id }) => id))]);
      if (found.length > 0) {
        await this.store.recordAccess(tx, { ...reader, profileIds: [...new Set(found.map(({ id }) => id))] });
      }
      return found.map((profile) => ({
        ...viewOf(profile),
        askedId: profile.askedId,
        traits: Object.fromEntries(
          traits
            .filter((trait) => trait.profileId === profile.id)
            .map((trait) => [trait.name, { value: trait.value, saidAt: trait.saidAt.toISOString() }]),
        ),
      }));
    });
  }

  /** The profile behind each of these, in their order; null where nobody or several people are known by it. */
  async lookUp(customers: readonly NamedCustomer[], reader: Reader): Promise<readonly (string | null)[]> {
    return (await this.lookUpAll(customers, reader)).map(
      ([id, other]) => (other === undefined ? id : null) ?? null,
    );
  }

  /**
   * Everybody who is known by each of these, in their order: several by what only looks up (a shared device). Who looked for
   * an address or a number is written down before it is told whose it is.
   */
  async lookUpAll(
    customers: readonly NamedCustomer[],
    reader: Reader,
  ): Promise<readonly (readonly string[])[]> {
    const keys = customers.map((customer) => this.keysOf(customer));
    return this.database.transaction(async (tx) => {
      const found = await this.store.namedBy(tx, keys.flat());
      const matches = keys.map((each) => {
        const named = each.map((key) => found.get(key) ?? []);
        return named.find((ids) => ids.length === 1) ?? named.find((ids) => ids.length > 0) ?? [];
      });
      if (!this.ownServices.has(reader.client ?? '')) await this.noteLookups(tx, reader, customers, matches);
      return matches;
    });
  }

  private async noteLookups(
    tx: Transaction,
    reader: Reader,
    customers: readonly NamedCustomer[],
    matches: readonly (readonly string[])[],
  ): Promise<void> {
    const notes = customers.flatMap((customer, at) => {
      const profileIds = matches[at] ?? [];
      const lookedUp = profileIds.length === 0 ? null : addressLookup(customer);
      return lookedUp === null ? [] : [{ profileIds, lookedUp }];
    });
    if (notes.length > 0) await this.store.recordLookups(tx, reader, notes);
  }

  /** Everything about a profile but its traits. */
  async show(id: string): Promise<Result<ProfileDetails, NotFound>> {
    return this.database.transaction(async (tx) => {
      const profile = await this.find(tx, id);
      if (profile === undefined) return notFound(tx, this.store, id);
      const identifiers = await this.store.identifiersOf(tx, profile.id);
      return ok({
        ...viewOf(profile),
        identifiers: identifiers.map(({ key, firstSeen }) => ({ key, firstSeen: firstSeen.toISOString() })),
      });
    });
  }

  private async find(tx: Transaction, id: string): Promise<FoundProfile | undefined> {
    return (await this.store.find(tx, [id]))[0];
  }

  /** The keys of all versions of the hash, or the key of an opaque id. */
  private keysOf({ kind, value }: NamedCustomer): readonly string[] {
    // A hash that was read elsewhere is taken as it is.
    if (/\.h\d+$/.test(kind)) return [`${kind}=${encodeIdentifier(value)}`];
    return this.hasher.identifiers(kind, value).map((each) => `${each.kind}=${encodeIdentifier(each.value)}`);
  }
}

function viewOf(profile: FoundProfile): ProfileView {
  return {
    id: profile.id,
    createdAt: profile.createdAt.toISOString(),
    mergedIds: profile.mergedIds,
    version: profile.factsVersion,
    facts: publishedFacts({ ...noFacts, ...profile.facts }),
  };
}
