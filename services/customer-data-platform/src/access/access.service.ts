// Answers a person's question what we know of them: everything the platform holds of the family, and who asked is written down.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Database } from '@continuo/persistence';
import { ConsentStore, type RecordedConsent } from '../consent/consent.store.js';
import type { Reader } from '../profiles/profiles.service.js';
import { noFacts, publishedFacts, type PublishedFacts } from '../profiles/domain/facts.js';
import { ProfilesStore, type FoundTrait } from '../profiles/profiles.store.js';
import { SegmentsStore, type OwnSegment } from '../segments/segments.store.js';

export interface Export {
  readonly profileId: string;
  readonly mergedIds: readonly string[];
  readonly createdAt: Date;
  readonly exportedAt: Date;
  readonly facts: PublishedFacts;
  readonly traits: readonly FoundTrait[];
  /** Kinds only: of addresses and numbers there are nothing but hashes. */
  readonly identifiers: readonly { readonly kind: string; readonly firstSeen: Date }[];
  readonly segments: readonly OwnSegment[];
  readonly consents: readonly RecordedConsent[];
}

@Injectable()
export class AccessService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(ProfilesStore) private readonly profiles: ProfilesStore,
    @Inject(ConsentStore) private readonly consents: ConsentStore,
    @Inject(SegmentsStore) private readonly segments: SegmentsStore,
  ) {}

  async export(id: string, reader: Reader): Promise<Result<Export, 'profile-unknown'>> {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.profiles.find(tx, [id]);
      if (profile === undefined) return refuse('profile-unknown', 'no profile has this id', { field: 'id' });
      const now = new Date();
      await this.profiles.recordAccess(tx, { ...reader, profileIds: [profile.id] });
      const identifiers = await this.profiles.identifiersOf(tx, profile.id);
      return ok({
        profileId: profile.id,
        mergedIds: profile.mergedIds,
        createdAt: profile.createdAt,
        exportedAt: now,
        facts: publishedFacts({ ...noFacts, ...profile.facts }),
        traits: await this.profiles.traitsOf(tx, [profile.id]),
        identifiers: identifiers.map(({ key, firstSeen }) => ({
          kind: key.slice(0, key.indexOf('=')).replace(/\.h\d+$/, ''),
          firstSeen,
        })),
        segments: await this.segments.ofPerson(tx, profile.id),
        consents: await this.consents.history(tx, profile.id, { at: now, knownAt: now }),
      });
    });
  }
}
