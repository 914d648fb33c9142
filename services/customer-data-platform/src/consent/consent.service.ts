// Takes consent in as it is said, publishes it, and answers what was agreed to at any moment.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import {
  Outbox,
  type CustomerIdentifier,
  type IdentifierHasher,
  type OutgoingEvent,
} from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { IDENTIFIER_HASHER } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { ProfilesStore } from '../profiles/profiles.store.js';
import { consentsAt } from './domain/consent-at.js';
import { ConsentStore, type RecordedConsent } from './consent.store.js';

export interface SaidByCustomer {
  /** Whoever said it: by a profile's id, or by identifiers in the clear, which stay inside this service. */
  readonly profileId?: string;
  readonly customers?: readonly { readonly kind: string; readonly value: string }[];
  readonly purpose: string;
  readonly channel: string;
  readonly granted: boolean;
  readonly version: string;
  readonly source: string;
  readonly saidAt?: Date;
}

type Recorded = Result<
  { readonly id: string },
  'customer-unusable' | 'consent-in-future' | 'profile-unknown'
>;

@Injectable()
export class ConsentService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(ConsentStore) private readonly store: ConsentStore,
    @Inject(ProfilesStore) private readonly profiles: ProfilesStore,
    @Inject(IDENTIFIER_HASHER) private readonly hasher: IdentifierHasher,
  ) {}

  /**
   * Records a grant or a withdrawal and publishes it; whose it is becomes known on its way to the timeline. `recorded` is
   * told of it in the same transaction.
   */
  async record(
    said: SaidByCustomer,
    recordedBy: string,
    recorded?: (tx: Transaction, answer: { readonly id: string }) => Promise<void> | undefined,
  ): Promise<Recorded> {
    const receivedAt = new Date();
    const saidAt = said.saidAt ?? receivedAt;
    if (saidAt > receivedAt) return refuse('consent-in-future', 'it was not said yet', { field: 'saidAt' });
    const customer = this.customerOf(said);
    const [first] = customer;
    if (said.profileId === undefined && first === undefined) {
      return refuse('customer-unusable', 'none of the identifiers can be used', { field: 'customers' });
    }
    const eventId = uuidv7();
    return this.outbox.transact<Recorded>(async (tx) => {
      if (said.profileId !== undefined && (await this.profiles.find(tx, [said.profileId])).length === 0) {
        return {
          result: refuse('profile-unknown', 'no profile has this id', { field: 'profileId' }),
          outgoing: [],
        };
      }
      const { purpose, channel, granted, version, source } = said;
      await this.store.record(tx, {
        eventId,
        purpose,
        channel,
        granted,
        version,
        source,
        saidAt,
        receivedAt,
        recordedBy,
      });
      await recorded?.(tx, { id: eventId });
      const at = granted ? { grantedAt: saidAt.getTime() } : { withdrawnAt: saidAt.getTime() };
      const whose: Pick<OutgoingEvent, 'key' | 'customer' | 'profileId'> =
        said.profileId !== undefined
          ? { key: said.profileId, profileId: said.profileId }
          : { key: `${first?.kind}=${first?.value}`, customer };
      const event: OutgoingEvent = {
        id: eventId,
        type: granted ? 'continuo.cdp.ConsentGranted.v1' : 'continuo.cdp.ConsentWithdrawn.v1',
        topic: 'cdp.consents',
        time: saidAt,
        value: { purpose, channel, version, source, ...at, receivedAt: receivedAt.getTime() },
        ...whose,
      };
      return { result: ok({ id: eventId }), outgoing: [event] };
    });
  }

  /** The state at a moment and everything that led to it; `knownAt` leaves out what had not been heard by then. */
  async at(
    profileId: string,
    moment: { readonly at: Date; readonly knownAt: Date },
  ): Promise<
    Result<
      { readonly state: readonly RecordedConsent[]; readonly history: readonly RecordedConsent[] },
      'profile-unknown'
    >
  > {
    return this.database.transaction(async (tx) => {
      const [profile] = await this.profiles.find(tx, [profileId]);
      if (profile === undefined) return refuse('profile-unknown', 'no profile has this id', { field: 'id' });
      const history = await this.store.history(tx, profile.id, moment);
      return ok({ state: consentsAt(history), history });
    });
  }

  private customerOf({ customers = [] }: SaidByCustomer): readonly CustomerIdentifier[] {
    return customers.flatMap(({ kind, value }) => this.hasher.identifiers(kind, value));
  }
}
