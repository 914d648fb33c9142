// Consent in the database: every word that was said, never changed, so that any past moment can be asked for.
import { Injectable } from '@nestjs/common';
import type { Transaction } from '@continuo/persistence';
import { familyOf } from '../identity/family.js';

export interface NewConsent {
  readonly eventId: string;
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly version: string;
  readonly source: string;
  readonly saidAt: Date;
  readonly receivedAt: Date;
  readonly recordedBy: string;
}

export interface RecordedConsent extends NewConsent {
  readonly profileId: string;
}

@Injectable()
export class ConsentStore {
  /** Records what was said; answers false when the event id is known already. */
  async record(tx: Transaction, consent: NewConsent): Promise<boolean> {
    const { rowCount } = await tx.client.query(
      `insert into consent (event_id, purpose, channel, granted, version, source, said_at, received_at, recorded_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing`,
      [
        consent.eventId,
        consent.purpose,
        consent.channel,
        consent.granted,
        consent.version,
        consent.source,
        consent.saidAt,
        consent.receivedAt,
        consent.recordedBy,
      ],
    );
    return rowCount === 1;
  }

  /** Tells whose words they were, once the resolver knows. */
  async assign(tx: Transaction, profilesByEvent: ReadonlyMap<string, string>): Promise<void> {
    if (profilesByEvent.size === 0) return;
    await tx.client.query({
      name: 'consents-assign',
      text: `update consent set profile_id = new.profile_id
             from unnest($1::uuid[], $2::uuid[]) as new (event_id, profile_id) where consent.event_id = new.event_id`,
      values: [[...profilesByEvent.keys()], [...profilesByEvent.values()]],
    });
  }

  /** Deletes what was said of somebody who was erased before it was known whose words they were. */
  async forget(tx: Transaction, eventIds: readonly string[]): Promise<void> {
    if (eventIds.length === 0) return;
    await tx.client.query(
      'delete from consent where event_id::text = any($1::text[]) and profile_id is null',
      [eventIds],
    );
  }

  /**
   * All that was said by the person behind a profile until a moment, oldest first; `knownAt` leaves out what we had not
   * heard by then.
   */
  async history(
    tx: Transaction,
    profileId: string,
    until: { readonly at: Date; readonly knownAt: Date },
  ): Promise<readonly RecordedConsent[]> {
    const { rows } = await tx.client.query<RecordedConsent>(
      `select consent.event_id as "eventId", purpose, channel, granted, version, source, said_at as "saidAt",
         received_at as "receivedAt", recorded_by as "recordedBy", consent.profile_id as "profileId"
       from profile asked cross join lateral ${familyOf('asked')} member
         join consent on consent.profile_id = member.id
       where asked.id = $1 and said_at <= $2 and received_at <= $3
       order by said_at, received_at, event_id limit 10000`,
      [profileId, until.at, until.knownAt],
    );
    return rows;
  }
}
