// Carries an erasure out, look by look: waits for what was said before it, erases here, and asks until all have confirmed.
import { Inject, Injectable } from '@nestjs/common';
import {
  Intents,
  Outbox,
  sentUpTo,
  discardsPending,
  type Intent,
  type IntentResult,
} from '@continuo/messaging';
import { Database, type Transaction } from '@continuo/persistence';
import { Erasures } from '@continuo/service-kit';
import { IdentityStore } from '../identity/identity.store.js';
import { LowWaterService } from '../timeline/low-water.service.js';
import { profileErased } from '../timeline/timeline-events.js';
import { isSettled, nextLookMs, progressOf, type Asked, type ServiceProgress } from './domain/progress.js';
import { SELF } from './domain/services.js';
import { ErasuresStore, type StoredErasure } from './erasures.store.js';
import { PersonStore } from './person.store.js';
import { ServicesClient, type Counted } from './services.client.js';

export const ERASURE_INTENT = 'erasure';

/** So long a service that does not answer, or can't send, is waited for before the erasure goes on without it. */
const PATIENCE_MS = 30_000;
/** So long after the markers something that is left has come since: they are published again. */
const AGAIN_AFTER_MS = 15_000;

interface Payload {
  readonly erasureId: string;
  readonly look: number;
}

@Injectable()
export class ErasureWorker {
  constructor(
    @Inject(Intents) private readonly intents: Intents,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(Database) private readonly database: Database,
    @Inject(ErasuresStore) private readonly store: ErasuresStore,
    @Inject(PersonStore) private readonly person: PersonStore,
    @Inject(IdentityStore) private readonly identity: IdentityStore,
    @Inject(Erasures) private readonly erasures: Erasures,
    @Inject(ServicesClient) private readonly services: ServicesClient,
    @Inject(LowWaterService) private readonly lowWater: LowWaterService,
  ) {
    intents.register<Payload>({
      kind: ERASURE_INTENT,
      call: (intent) => this.look(intent),
      timeoutMs: 60_000,
      maxAttempts: 1_000,
      backoff: { firstMs: 200, longestMs: 30_000 },
    });
  }

  /** One step; while the erasure is not done the next look is written with the end of this one. */
  private async look({ payload: { erasureId, look } }: Intent<Payload>): Promise<IntentResult> {
    const erasure = await this.database.transaction((tx) => this.store.find(tx, erasureId));
    if (erasure === undefined || erasure.doneAt !== null) return {};
    const goesOn = await this.step(erasure);
    if (goesOn === 'done') return {};
    // A step that led on begins the short looks anew.
    const next = goesOn === 'waits' ? look + 1 : 0;
    const notBefore = new Date(Date.now() + nextLookMs(next));
    return {
      write: async (tx) => {
        const payload: Payload = { erasureId, look: next };
        await this.intents.write(tx, [{ kind: ERASURE_INTENT, payload, notBefore }]);
      },
    };
  }

  private async step(erasure: StoredErasure): Promise<'waits' | 'led-on' | 'done'> {
    if (erasure.erasedAt !== null) return this.confirm(erasure);
    if (erasure.settledAt === null) return this.settle(erasure);
    const mark = await this.lowWater.mark().catch(() => null);
    if (mark === null || mark <= erasure.settledAt.getTime()) return 'waits';
    await this.rememberBefore(erasure);
    await this.erase(erasure.id);
    return 'led-on';
  }

  /** Waits until everything that services wrote before the request is on Kafka: it is about somebody known yet. */
  private async settle({ id, profileIds, requestedAt }: StoredErasure): Promise<'waits' | 'led-on'> {
    const counts = await this.countAll(profileIds);
    const own = await this.database.transaction((tx) => sentUpTo(tx));
    const sent = [{ answer: { sentUpTo: own } }, ...counts.values()];
    const settled = isSettled(requestedAt, sent, Date.now() - requestedAt.getTime(), PATIENCE_MS);
    await this.database.transaction(async (tx) => {
      for (const [service, asked] of counts) await this.store.service(tx, id, waitingFor(service, asked));
      if (settled) await this.store.settle(tx, id);
    });
    return settled ? 'led-on' : 'waits';
  }

  private async rememberBefore({ id, profileIds }: StoredErasure): Promise<void> {
    const members = await this.database.transaction((tx) => this.person.familyOf(tx, profileIds));
    const counts = await this.countAll(members);
    await this.database.transaction(async (tx) => {
      for (const [service, asked] of counts)
        if ('answer' in asked) await this.store.before(tx, id, service, asked.answer.stores);
    });
  }

  /** Everything of the person in this database, and the last record of each of their profiles, in one transaction. */
  private async erase(id: string): Promise<void> {
    await this.outbox.transact(async (tx) => {
      const erasure = await this.store.lock(tx, id);
      if (erasure === undefined || erasure.erasedAt !== null) return { result: undefined, outgoing: [] };
      const members = await this.person.lock(tx, erasure.profileIds);
      await this.store.before(tx, id, SELF, await this.erasures.count(tx, members));
      for (const profileId of members) await this.erasures.erase(tx, { erasureId: id, profileId });
      await this.store.erased(tx, id, members);
      return { result: undefined, outgoing: markers(id, members) };
    });
  }

  private async confirm(erasure: StoredErasure): Promise<'waits' | 'done'> {
    const { id, profileIds } = erasure;
    const others = await Promise.all(
      this.services.services.map(async (service) => {
        const report = await this.services.report(service, id);
        const counts = await this.services.count(service, profileIds);
        const stores = 'answer' in counts ? { answer: counts.answer.stores } : counts;
        return [service.name, progressOf(profileIds, report, stores)] as const;
      }),
    );
    const isDone = await this.database.transaction(async (tx) => {
      const all = [[SELF, await this.ownProgress(tx, erasure)] as const, ...others];
      for (const [service, progress] of all) await this.store.progress(tx, id, service, progress);
      const confirmed = all.every(([, { state }]) => state === 'confirmed');
      if (confirmed) await this.store.done(tx, id);
      return confirmed;
    });
    if (isDone) return 'done';
    if (others.some(([, { state }]) => state === 'waiting' || state === 'left-over'))
      await this.publishAgain(erasure);
    return 'waits';
  }

  private async ownProgress(tx: Transaction, { id, profileIds }: StoredErasure): Promise<ServiceProgress> {
    const report = { answer: await this.erasures.report(tx, id) };
    const own = progressOf(profileIds, report, { answer: await this.erasures.count(tx, profileIds) });
    const pending = await discardsPending(tx);
    if (own.state !== 'confirmed' || pending === 0) return own;
    return { ...own, state: 'left-over', problem: 'parked-records-not-discarded-yet' };
  }

  /** What came in between (a command on its way, a record behind a parked one) is taken by the marker that comes again. */
  private async publishAgain({ id, profileIds }: StoredErasure): Promise<void> {
    await this.outbox.transact(async (tx) => {
      const erasure = await this.store.lock(tx, id);
      const isEarly = Date.now() - (erasure?.publishedAt?.getTime() ?? 0) < AGAIN_AFTER_MS;
      if (erasure === undefined || isEarly) return { result: undefined, outgoing: [] };
      await this.identity.lockProfiles(tx, profileIds);
      await this.store.publishedAgain(tx, id);
      return { result: undefined, outgoing: markers(id, profileIds) };
    });
  }

  private async countAll(profileIds: readonly string[]): Promise<ReadonlyMap<string, Asked<Counted>>> {
    const { services } = this.services;
    const asked = await Promise.all(services.map((each) => this.services.count(each, profileIds)));
    return new Map(services.map(({ name }, at) => [name, asked[at] ?? { problem: 'no-answer' }]));
  }
}

function waitingFor(service: string, asked: Asked<Counted>) {
  return 'problem' in asked
    ? { service, state: 'silent' as const, problem: asked.problem }
    : { service, state: 'waiting' as const, problem: 'erasure-not-there-yet' };
}

function markers(erasureId: string, members: readonly string[]) {
  const erasedAt = new Date();
  return members.flatMap((profileId) => profileErased({ profileId, erasureId, erasedAt }));
}
