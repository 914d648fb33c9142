// Erases a person everywhere: says before what would go, takes the order, and shows the proof.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Intents } from '@continuo/messaging';
import { Database } from '@continuo/persistence';
import { Erasures } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { ProfilesService, type NamedCustomer, type Reader } from '../profiles/profiles.service.js';
import type { StoreCount } from './domain/progress.js';
import { SELF } from './domain/services.js';
import { ErasuresStore, type StoredErasure, type StoredRows, type StoredService } from './erasures.store.js';
import { ERASURE_INTENT } from './erasure.worker.js';
import { PersonStore } from './person.store.js';
import { ServicesClient } from './services.client.js';

export type Erasure = StoredErasure;

/** Whom an erasure is about: identifiers in the clear, which stay here, or a profile's id. */
export interface ErasureSubject {
  readonly customers?: readonly NamedCustomer[];
  readonly profileId?: string;
}

export type SubjectRefusal = 'customer-unknown' | 'customers-differ' | 'profile-unknown';

/** What a service has of the person now. */
export interface ServiceCount {
  readonly service: string;
  /** Why it could not say; null when it did. */
  readonly problem: string | null;
  readonly stores: readonly StoreCount[];
}

export interface DryRun {
  readonly profileIds: readonly string[];
  readonly services: readonly ServiceCount[];
}

export interface Proof {
  readonly erasure: StoredErasure;
  readonly services: readonly (StoredService & { readonly rows: readonly StoredRows[] })[];
}

/** Who asks; what they look up by an address is in the access log, also when nothing is erased. */
export type Requester = Pick<Reader, 'subject' | 'client'>;

@Injectable()
export class ErasuresService {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Intents) private readonly intents: Intents,
    @Inject(ProfilesService) private readonly profiles: ProfilesService,
    @Inject(PersonStore) private readonly person: PersonStore,
    @Inject(ErasuresStore) private readonly store: ErasuresStore,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(ServicesClient) private readonly services: ServicesClient,
  ) {}

  /** What every service has of the person, row counts by store. Changes nothing. */
  async dryRun(subject: ErasureSubject, by: Requester): Promise<Result<DryRun, SubjectRefusal>> {
    const found = await this.familyOf(subject, by);
    if (!found.ok) return found;
    const profileIds = found.value;
    const own = await this.database.transaction((tx) => this.erasures.count(tx, profileIds));
    const others = await Promise.all(
      this.services.services.map(async (service): Promise<ServiceCount> => {
        const asked = await this.services.count(service, profileIds);
        if ('problem' in asked) return { service: service.name, problem: asked.problem, stores: [] };
        return { service: service.name, problem: null, stores: asked.answer.stores };
      }),
    );
    return ok({ profileIds, services: [{ service: SELF, problem: null, stores: own }, ...others] });
  }

  /** Orders the erasure of all profiles of the person; what follows is the worker's. */
  async request(
    subject: ErasureSubject,
    by: Requester,
  ): Promise<Result<{ readonly erasureId: string }, SubjectRefusal>> {
    const found = await this.familyOf(subject, by);
    if (!found.ok) return found;
    const id = uuidv7();
    await this.database.transaction(async (tx) => {
      await this.store.request(tx, { id, profileIds: found.value, requestedBy: by.subject });
      await this.intents.write(tx, [{ kind: ERASURE_INTENT, payload: { erasureId: id, look: 0 } }]);
    });
    return ok({ erasureId: id });
  }

  async show(id: string): Promise<Result<Proof, 'erasure-unknown'>> {
    return this.database.transaction(async (tx) => {
      const erasure = await this.store.find(tx, id);
      if (erasure === undefined) return refuse('erasure-unknown', 'no erasure has this id', { field: 'id' });
      const { services, rows } = await this.store.proof(tx, id);
      return ok({
        erasure,
        services: services.map((each) => ({
          ...each,
          rows: rows.filter(({ service }) => service === each.service),
        })),
      });
    });
  }

  async list(page: Parameters<ErasuresStore['list']>[1]): Promise<readonly StoredErasure[]> {
    return this.database.transaction((tx) => this.store.list(tx, page));
  }

  /** One person's profiles. Identifiers of several persons are refused: an erasure is for one. */
  private async familyOf(
    { customers, profileId }: ErasureSubject,
    by: Requester,
  ): Promise<Result<readonly string[], SubjectRefusal>> {
    const reader = { ...by, purpose: 'erasure' };
    const named = profileId === undefined ? await this.profiles.lookUp(customers ?? [], reader) : [profileId];
    const known = [...new Set(named.filter((id) => id !== null))];
    if (known.length === 0)
      return refuse('customer-unknown', 'nobody, or more than one person, is known by any of these', {
        field: 'customers',
      });
    if (known.length > 1)
      return refuse('customers-differ', 'these are different persons: erase one after the other', {
        field: 'customers',
        rule: 'one-person',
      });
    const members = await this.database.transaction((tx) => this.person.familyOf(tx, known));
    if (members.length === 0)
      return refuse('profile-unknown', 'no profile has this id', { field: 'profileId' });
    return ok(members);
  }
}
