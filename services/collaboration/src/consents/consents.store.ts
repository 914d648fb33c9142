// The service's own copy of the facts that sending needs: consents and language, by profile.
import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { PersonalData, personalRows } from '@continuo/service-kit';
import type { ConsentFact } from './domain/may-contact.js';

/** Facts of one profile, with their version. */
export interface ProfileFacts {
  readonly profileId: string;
  readonly version: number;
  readonly consents: readonly ConsentFact[];
  readonly language: string | null;
  /** Milliseconds since the epoch. */
  readonly changedAt: number;
}

@Injectable()
export class ConsentsStore {
  constructor(@Inject(PersonalData) personalData: PersonalData) {
    personalData.add(personalRows('collaboration.profile_fact', 'profile_fact'));
  }

  /** Keeps the newest version. False when a newer one, or this one, was there. */
  async keep(tx: Transaction, facts: ProfileFacts): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into profile_fact as known (profile_id, version, consents, language, changed_at)
       values ($1, $2, $3, $4, to_timestamp($5 / 1000.0))
       on conflict (profile_id) do update
       set version = excluded.version, consents = excluded.consents, language = excluded.language,
         changed_at = excluded.changed_at
       where known.version < excluded.version`,
      [facts.profileId, facts.version, JSON.stringify(facts.consents), facts.language, facts.changedAt],
    );
    return rowCount === 1;
  }

  /** Of these profiles, the one whose facts changed last first. */
  async of(tx: Transaction, profileIds: readonly string[]): Promise<readonly ProfileFacts[]> {
    const { rows } = await tx.client.query<{
      profile_id: string;
      version: string;
      consents: readonly ConsentFact[];
      language: string | null;
      changed_at: Date;
    }>(
      `select profile_id, version, consents, language, changed_at from profile_fact
       where profile_id = any($1::uuid[]) order by changed_at desc, profile_id`,
      [profileIds],
    );
    return rows.map((row) => ({
      profileId: row.profile_id,
      version: Number(row.version),
      consents: row.consents,
      language: row.language,
      changedAt: row.changed_at.getTime(),
    }));
  }
}
