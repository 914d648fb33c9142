// Takes cases through their life: closes, reopens, assigns, and writes down what agents did about them.
import { Inject, Injectable } from '@nestjs/common';
import { ok, refuse, type Result } from '@continuo/kernel';
import { Outbox } from '@continuo/messaging';
import type { Transaction } from '@continuo/persistence';
import { Erasures, ProfileFamilies } from '@continuo/service-kit';
import { uuidv7 } from 'uuidv7';
import { ActivitiesStore } from './activities.store.js';
import { activityAdded, caseClosed, caseReopened, underCase, type CaseEvent } from './case-events.js';
import { systemActivity } from './case-opening.service.js';
import type { ActivityType, NewActivity, StoredCase } from './case-view.js';
import { CasesStore } from './cases.store.js';
import { assignCase, closeCase, reopenCase, type Step } from './domain/case.js';
import type { ChannelActivity } from './domain/channel-activity.js';

/** Who changes a case, and which version of it was seen: `seen` throws when it has moved. */
export interface CaseActor {
  readonly by: string;
  readonly seen: (version: number) => void;
}

export type CaseRefusal = 'case-unknown' | 'case-closed' | 'case-open';

/** What a step does beside changing the state. */
interface Told {
  readonly activity: NewActivity;
  readonly event: (now: StoredCase) => CaseEvent;
}

const caseUnknown = refuse('case-unknown', 'no case has this id', { field: 'caseId' });

@Injectable()
export class CasesService {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(CasesStore) private readonly store: CasesStore,
    @Inject(ActivitiesStore) private readonly activities: ActivitiesStore,
    @Inject(ProfileFamilies) private readonly families: ProfileFamilies,
    @Inject(Erasures) private readonly erasures: Erasures,
  ) {}

  /** Closes a case with a code and, for those who read the case, a note. Of two at once the second is refused. */
  async close(
    id: string,
    { resolution, note }: { readonly resolution: string; readonly note?: string },
    actor: CaseActor,
  ): Promise<Result<StoredCase, CaseRefusal>> {
    return this.step(
      id,
      actor,
      (before) => closeCase(before, { resolution, by: actor.by }),
      (at) => ({
        activity: systemActivity('closed', { refs: { resolution }, at, by: actor.by, text: note }),
        event: (now) => caseClosed(now, at),
      }),
    );
  }

  async reopen(id: string, actor: CaseActor): Promise<Result<StoredCase, CaseRefusal>> {
    return this.step(id, actor, reopenCase, (at) => ({
      activity: systemActivity('reopened', { refs: {}, at, by: actor.by }),
      event: (now) => caseReopened(now, at),
    }));
  }

  /** Gives the case to an agent, or with null to nobody. */
  async assign(
    id: string,
    agentId: string | null,
    actor: CaseActor,
  ): Promise<Result<StoredCase, CaseRefusal>> {
    return this.step(
      id,
      actor,
      (before) => assignCase(before, agentId),
      (at) => {
        const refs: Record<string, string> = agentId === null ? {} : { agentId };
        const code = agentId === null ? 'unassigned' : 'assigned';
        const activity = systemActivity(code, { refs, at, by: actor.by });
        return { activity, event: (now) => activityAdded(now.id, activity) };
      },
    );
  }

  /** Writes down what an agent did, on a closed case too: what is said after a call belongs to it. `answered` as at the opening. */
  async addActivity(
    id: string,
    given: { readonly activityType: ActivityType; readonly text: string; readonly interactionId?: string },
    by: string,
    answered: (tx: Transaction, added: NewActivity) => Promise<void> | undefined,
  ): Promise<Result<NewActivity, 'case-unknown'>> {
    return this.outbox.transact<Result<NewActivity, 'case-unknown'>>(async (tx) => {
      const found = await this.store.lock(tx, id);
      if (found === undefined) return { result: caseUnknown, outgoing: [] };
      const { activityType, text, interactionId = null } = given;
      const kind = { activityType, code: null, refs: {} };
      const activity = { ...kind, id: uuidv7(), text, interactionId, happenedAt: new Date(), by };
      await this.activities.add(tx, id, activity);
      await answered(tx, activity);
      return { result: ok(activity), outgoing: [underCase(found, activityAdded(id, activity))] };
    });
  }

  /**
   * Closes a case by a command of its person. `erased` when there is nobody to answer any more. A person's case that we
   * don't know to be this person's is unknown: a merge may not have been heard of here yet.
   */
  async closeByCommand(
    tx: Transaction,
    asked: { readonly caseId: string; readonly profileId: string; readonly resolution: string },
    by: string,
  ): Promise<
    Result<{ readonly now: StoredCase; readonly at: Date }, 'case-unknown' | 'already-closed'> | 'erased'
  > {
    const { caseId, profileId, resolution } = asked;
    if (await this.erasures.isErased(tx, profileId)) return 'erased';
    const before = await this.store.lock(tx, caseId);
    if (before === undefined || !(await this.isOf(tx, before, profileId))) return caseUnknown;
    const closed = closeCase(before, { resolution, by });
    if (!closed.ok || !closed.value.changed) {
      return refuse('already-closed', 'the case is closed already', { field: 'caseId' });
    }
    const at = new Date();
    const now = { ...before, ...closed.value.now, version: before.version + 1, closedAt: at };
    await this.store.update(tx, now);
    await this.activities.add(tx, caseId, systemActivity('closed', { refs: { resolution }, at, by }));
    return ok({ now, at });
  }

  /** Says whose case it is, told by its own event as it came back on the timeline. */
  async learnProfile(tx: Transaction, id: string, profileId: string): Promise<boolean> {
    return this.store.learnProfile(tx, id, profileId);
  }

  /** Adds what another channel told to every open case of a person; answers to how many. */
  async tell(
    tx: Transaction,
    profileId: string,
    { happenedAt, messageId, ...told }: ChannelActivity & { readonly messageId: string | null },
    sourceEventId: string,
  ): Promise<number> {
    const family = await this.families.membersOf(tx, profileId);
    const cases = await this.store.openOf(tx, family, messageId);
    let added = 0;
    for (const id of cases) {
      const activity = { ...told, id: uuidv7(), text: null, happenedAt: new Date(happenedAt), by: null };
      if (await this.activities.add(tx, id, activity, sourceEventId)) added += 1;
    }
    return added;
  }

  private async step(
    id: string,
    { seen }: CaseActor,
    decide: (before: StoredCase) => Result<Step, CaseRefusal>,
    tell: (at: Date) => Told,
  ): Promise<Result<StoredCase, CaseRefusal>> {
    return this.outbox.transact<Result<StoredCase, CaseRefusal>>(async (tx) => {
      const before = await this.store.lock(tx, id);
      if (before === undefined) return { result: caseUnknown, outgoing: [] };
      const decided = decide(before);
      if (!decided.ok) return { result: decided, outgoing: [] };
      if (!decided.value.changed) return { result: ok(before), outgoing: [] };
      seen(before.version);
      const at = new Date();
      const state = decided.value.now;
      const closedAt = state.state === 'closed' ? at : null;
      const now = { ...before, ...state, version: before.version + 1, closedAt };
      const { activity, event } = tell(at);
      await this.store.update(tx, now);
      await this.activities.add(tx, id, activity);
      return { result: ok(now), outgoing: [underCase(now, event(now))] };
    });
  }

  /** A case whose profile isn't known yet is known by its id alone, which only its own event has told. */
  private async isOf(tx: Transaction, { profileId }: StoredCase, asking: string): Promise<boolean> {
    if (profileId === null || profileId === asking) return true;
    return (await this.families.membersOf(tx, asking)).includes(profileId);
  }
}
