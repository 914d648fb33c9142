// A customer's traits for people: masked for all who may look at customers, revealed one by one with a note of who saw what.
import { Inject, Injectable } from '@nestjs/common';
import { ok, type Result } from '@continuo/kernel';
import { Database } from '@continuo/persistence';
import { maskedTrait, type MaskedTrait } from './domain/shown-trait.js';
import { notFound, type NotFound, type Reader } from './profiles.service.js';
import { ProfilesStore, type FoundAccess, type FoundTrait } from './profiles.store.js';

export type { FoundAccess };

export interface MaskedTraits {
  readonly profileId: string;
  readonly traits: readonly (MaskedTrait & { readonly saidAt: Date })[];
}

export interface RevealedTraits {
  readonly profileId: string;
  readonly traits: readonly FoundTrait[];
}

@Injectable()
export class TraitsService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProfilesStore) private readonly store: ProfilesStore,
  ) {}

  /** Nothing that could be used leaves, so nothing is written down. */
  async masked(id: string): Promise<Result<MaskedTraits, NotFound>> {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.store.find(tx, [id]);
      if (profile === undefined) return notFound(tx, this.store, id);
      const traits = await this.store.traitsOf(tx, [profile.id]);
      const shown = traits.map(({ name, value, saidAt }) => ({ ...maskedTrait(name, value), saidAt }));
      return ok({ profileId: profile.id, traits: shown });
    });
  }

  /** The values of these traits, of all when none is named. Written down with their names before they are handed out. */
  async reveal(
    id: string,
    names: readonly string[] | undefined,
    reader: Reader,
  ): Promise<Result<RevealedTraits, NotFound>> {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.store.find(tx, [id]);
      if (profile === undefined) return notFound(tx, this.store, id);
      const traits = (await this.store.traitsOf(tx, [profile.id])).filter(
        ({ name }) => names === undefined || names.includes(name),
      );
      await this.store.recordAccess(tx, {
        ...reader,
        profileIds: [profile.id],
        // What was asked for and is not there was not seen, but that it is not there was.
        ...(names !== undefined && { traits: [...new Set(names)] }),
      });
      return ok({ profileId: profile.id, traits });
    });
  }

  /** Who read this person's data here, the newest first. */
  async accessLog(
    id: string,
    page: { readonly before?: string; readonly limit: number },
  ): Promise<Result<readonly FoundAccess[], NotFound>> {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.store.find(tx, [id]);
      if (profile === undefined) return notFound(tx, this.store, id);
      return ok(await this.store.accessesOf(tx, [profile.id, ...profile.mergedIds], page));
    });
  }
}
